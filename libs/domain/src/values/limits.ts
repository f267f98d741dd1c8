/** How much a member may hold. Texts are counted in characters (code points), lists in items, days in days. */
export const limits = {
  name: 300,
  title: 300,
  reference: 500,
  contact: 300,
  text: 4_000,
  mediaType: 127,
  fileName: 255,
  key: 40,
  slug: 80,
  /** Of any list that has no limit of its own. */
  items: 50,
  evidence: 20,
  languages: 20,
  /** That one side of a grievance writes to the other. */
  messages: 200,
  graceDays: 3_650,
  procedureDays: 3_650,
  /** Between what is said about sealed words that are to go, and their going. */
  retentionNoticeDays: 14,
  retentionLeastDays: 30,
  retentionMostDays: 36_500,
  /** 2^53 - 1: what JSON numbers carry exactly. */
  bytes: Number.MAX_SAFE_INTEGER,
} as const;
