/** Why a token is not taken. They stand in `WWW-Authenticate` too, so the English ones are ASCII without quotation marks. */
export const reasonsInEnglish = {
  subjectForm: 'The claim sub must be 1 to 255 visible ASCII characters.',
  subjectOfOurs: 'The claim sub must not begin with system:, which names the ledger itself.',
  scopeForm: (claim: string) => `The claim ${claim} must be the id of a record.`,
  tokenMissing: 'This needs a token: Authorization: Bearer <token>.',
  takenBack: 'The token was taken back.',
  headerForm: 'The header must be: Authorization: Bearer <token>.',
  tooLong: (most: number) => `A token may have ${most} characters.`,
  expired: 'The token has expired.',
  claim: (claim: string) => `The claim ${claim} of the token is missing or not what it must be.`,
  algorithm: 'The token is signed in a way that is not taken here.',
  signature: 'The token was not signed by the issuer this ledger trusts.',
  unreadable: 'The token cannot be read.',
  otherKind: 'The token is no access token.',
  tooWeak: 'The claim acr of the token does not name a way of signing in that is strong enough here.',
};

export type Reasons = typeof reasonsInEnglish;
