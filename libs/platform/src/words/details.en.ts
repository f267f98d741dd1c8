/** Where reading a body as JSON stopped. */
export type JsonStop = { readonly at: string } | 'end' | undefined;

/** What one request should have been, where the house itself refuses it. */
export const detailsInEnglish = {
  nothingHere: 'Nothing is at this address; /docs lists every address there is.',
  nothingMore: 'Nothing more can be said here.',
  unreadableRequest: 'The address or a header of the request could not be read.',
  unreadableAddress: 'The address cannot be read: check its percent signs and its length.',
  unreadableParameter: 'A parameter holds text that cannot be read.',
  knownMethods: 'Addresses here take GET, HEAD and POST.',
  oneHost: 'A request has one Host header, with a host and at the most a port.',
  bodyTooLarge: 'The body may have 65,536 bytes at the most.',
  sendJson: 'Send the body as application/json.',
  sendUtf8: 'Send the body in UTF-8; application/json needs no charset.',
  sendUnencoded: 'Send the body as it is, without a Content-Encoding.',
  wait: (seconds: number) => `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then go on.`,
  tooManyConnections: 'As many connections are open as can be. Come again after the time in Retry-After.',
  overloaded: 'Nothing was begun. Send the same again after the time in Retry-After.',
  invalidMembers: (count: number) => (count === 1 ? 'One member is not valid; see errors.' : `${count} members are not valid; see errors.`),
  notUtf8: 'The body must be UTF-8; it holds bytes that are not.',
  tooDeep: (levels: number) => `Objects and arrays may be nested ${levels} levels deep, no more.`,
  namedTwice: 'A member is named twice in one object; name each once.',
  emptyBody: 'The body is empty; it must be one JSON object, at least {}.',
  notOneObject: (stop: JsonStop) =>
    `The body must be one JSON object${stop === undefined ? '' : stop === 'end' ? '; it ends too soon' : `; reading it stopped at character ${stop.at}`}.`,
  unkeepable: 'Some text cannot be kept as it is.',
};

export type Details = typeof detailsInEnglish;
