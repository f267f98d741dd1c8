export { ledgerResource, peopleClient, toolsClient } from './provider.js';
export { mountSignIn } from './mount.js';
export { readScope, writeScope } from './scopes.js';
export { SignIn } from './sign-in.js';
export { issuerPath } from './site.js';
