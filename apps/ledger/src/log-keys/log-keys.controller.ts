import { aggregates } from '@covenant/domain';
import { UseGuards } from '@nestjs/common';
import { commandController } from '../http/command-controller.js';
import { ReasonDto } from '../http/common.dto.js';
import { readController } from '../http/read-controller.js';
import { KeyChangeGuard } from './key-change.guard.js';
import { AnnounceLogKey, RetireLogKey } from './log-keys.dto.js';
import { LogKeyView } from './log-keys.view.js';

export const LogKeyCommands = commandController(aggregates['log-key'], {
  plural: 'log-keys',
  commands: {
    announce: { summary: 'Announce a new key of the public log, signed by it and by the one it replaces', body: AnnounceLogKey },
    retire: { summary: 'Retire the key that was replaced: it signs nothing more', body: RetireLogKey },
    withdraw: { summary: 'Withdraw the announced key', body: ReasonDto },
  },
});
UseGuards(KeyChangeGuard)(LogKeyCommands);

export const LogKeyReads = readController({ aggregate: 'log-key', plural: 'log-keys', view: LogKeyView });
