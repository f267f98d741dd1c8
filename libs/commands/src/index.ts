export { type CommandFigures, Commands, type CommandsOptions } from './commands.js';
export { type Guard, noGuard } from './guard.js';
export { FoldedRecords } from './folded-records.js';
export { cityIdOf, keyedIds } from './ids.js';
export { type OpenCommands, openCommands, type OpenedCommands } from './open-commands.js';
export { KeyReused, Refused, StaleRevision, TooManyCommands, TooMuchContention, UnknownRecord } from './outcomes.js';
export type { Receipt } from './receipt.js';
export { RecordingClock } from './recording-clock.js';
export type { CommandRequest } from './request.js';
