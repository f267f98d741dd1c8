/** Of Covenant, as `package.json` has it: this file is built into one that has no other beside it. */
export const version = '0.1.0';
