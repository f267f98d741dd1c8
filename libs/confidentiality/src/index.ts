export { EventSealer, type SealedEvent } from './event-sealer.js';
export type { KeyDatabase } from './key-database.js';
export { KeptFigures } from './kept-figures.js';
export { commandMasterKeys, MasterKeyError, masterKeysOf, newMasterLine, readMasterLines, type MasterKey, type MasterKeys } from './master-key.js';
export { hashCode, isCode, lodgingSecrets, receiptCode, type CodeHash } from './receipt-code.js';
export { Receipts } from './receipts.js';
export { openText, SealBroken, sealText, subjectOf, type Place } from './sealed-text.js';
export { forgetSubject, SubjectKeyGone, SubjectKeys } from './subject-keys.js';
export { subjectSchema } from './tables/index.js';
