// What the clients of the benches read of HTTP/1.1: as little as tells one answer from the next.

export interface Answer {
  readonly status: string;
  /** What came after it. */
  readonly rest: string;
}

const lengthHeader = /\r\ncontent-length: (\d+)/i;

/**
 * The first answer of what a connection gave so far, in Latin 1; undefined while it is not whole.
 * @throws where an answer does not say how long it is: a client would wait for its end for ever, and measure nothing
 */
export function firstAnswer(told: string): Answer | undefined {
  const headEnd = told.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = lengthHeader.exec(told.slice(0, headEnd))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${told.slice(0, 200)}`);
  const end = headEnd + 4 + Number(length);
  return told.length < end ? undefined : { status: told.slice(9, 12), rest: told.slice(end) };
}
