export { IssuerUnavailable, Unauthenticated, type Caller } from './caller.js';
export { introspected, type Introspection, type IsActive } from './introspection.js';
export { type IssuerServer, serveIssuer } from './issuer-server.js';
export { keptSecret } from './kept-file.js';
export { isEmbeddedIssuer, localKeys, remoteKeys, type KeySource, type RemoteKeys } from './keys.js';
export { isEmbeddedKey, LocalIssuer, type LocalIssuerKind, localIssuerName, type TokenRequest } from './local-issuer.js';
export { TokenVerifier, type VerifierOptions } from './verifier.js';
export { reasons } from './words/reasons.js';
