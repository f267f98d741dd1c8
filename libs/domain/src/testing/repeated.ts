/** The same command some times over, so that a walk meets it more often. */
export const repeated = <C>(times: number, command: C): readonly C[] => Array.from({ length: times }, () => command);
