/** Of Covenant, as `package.json` has it: what is built into one file has no other beside it. */
export const COVENANT_VERSION = '0.1.0';
