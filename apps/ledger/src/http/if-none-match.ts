/** Whether `If-None-Match` names a tag, or any: a list, compared weakly, as a proxy may have weakened it (RFC 9110 §13.1.2). */
export const isNamed = (ifNoneMatch: string | undefined, tag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((one) => ['*', tag, `W/${tag}`].includes(one.trim()));
