/** Where this ledger has an event and its proof, taken from a link's query. Nothing but this ledger's log is fetched. */
export interface Addresses {
  readonly proof: string;
  readonly event: string;
}

const proofs = /^\/log\/proofs\/([0-9a-f-]{36})(?:\?size=[0-9]{1,16})?$/;
const entries = /^\/log\/entries\/[0-9a-f-]{36}$/;

/** `?proof=/log/proofs/<id>`, and `&event=/log/entries/<id>` where it is another; undefined for anything else. */
export function addressesOf(query: string): Addresses | undefined {
  const parameters = new URLSearchParams(query);
  const proof = parameters.get('proof') ?? '';
  const [, id] = proofs.exec(proof) ?? [];
  if (id === undefined) return undefined;
  const event = parameters.get('event') ?? `/log/entries/${id}`;
  return entries.test(event) ? { proof, event } : undefined;
}
