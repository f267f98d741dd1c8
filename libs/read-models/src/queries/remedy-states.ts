type State = { readonly status: string };

/** The states of the remedies that answer a case. One that cannot be read yet is as good as open. */
export const remedyStates = (ids: readonly string[], read: (id: string) => Promise<State | undefined>): Promise<readonly State[]> =>
  Promise.all(ids.map(async (id) => (await read(id)) ?? { status: 'unknown' }));
