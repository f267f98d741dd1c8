/** What an aggregate is that belongs to the deployment and to no city: it names no record, asks for none, and nothing of it falls due. */
export const ofTheDeployment = {
  ownWord: [],
  references: () => [],
  asks: () => [],
  cityOf: () => undefined,
  speaksFor: () => undefined,
  openDutyBearers: () => [],
  dueActs: () => [],
  nextDueOn: () => undefined,
} as const;
