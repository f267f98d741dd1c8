import type { Settings } from '@covenant/platform';
import type { LogOptions } from './open-log.js';

type FromSettings = Omit<LogOptions, 'store' | 'pool' | 'log' | 'metrics'>;

/** What the configuration says of the public log. */
export const logSettings = (settings: Settings): FromSettings => {
  const { logKeyFile, logKeyCommand, logMlDsaKeyFile, logMlDsaKeyCommand, logWitnesses } = settings;
  const { logNextKeyFile, logNextKeyCommand, logNextMlDsaKeyFile, logNextMlDsaKeyCommand } = settings;
  return {
    origin: settings.logOrigin,
    dataDir: settings.dataDir,
    checkAll: settings.logStart === 'all',
    recover: settings.logStart === 'recover',
    witnessWithin: settings.logWitnessWait * 1_000,
    ...(logKeyFile === undefined ? {} : { keyFile: logKeyFile }),
    ...(logKeyCommand === undefined ? {} : { keyCommand: logKeyCommand }),
    ...(logMlDsaKeyFile === undefined ? {} : { mlDsaKeyFile: logMlDsaKeyFile }),
    ...(logMlDsaKeyCommand === undefined ? {} : { mlDsaKeyCommand: logMlDsaKeyCommand }),
    ...(logNextKeyFile === undefined ? {} : { nextKeyFile: logNextKeyFile }),
    ...(logNextKeyCommand === undefined ? {} : { nextKeyCommand: logNextKeyCommand }),
    ...(logNextMlDsaKeyFile === undefined ? {} : { nextMlDsaKeyFile: logNextMlDsaKeyFile }),
    ...(logNextMlDsaKeyCommand === undefined ? {} : { nextMlDsaKeyCommand: logNextMlDsaKeyCommand }),
    ...(logWitnesses === undefined ? {} : { witnessFile: logWitnesses }),
  };
};
