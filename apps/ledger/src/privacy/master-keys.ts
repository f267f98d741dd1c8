import { join, resolve } from 'node:path';
import { commandMasterKeys, MasterKeyError, masterKeysOf, newMasterLine, type MasterKeys } from '@covenant/confidentiality';
import { askProgram, makeSecretFile, readSecretFile, type Settings } from '@covenant/platform';

/** A program's longest answer: a batch of 500 wrapped keys. Characters. */
const LONGEST = 200_000;

/** Where the master key of personal words is kept, unless a program keeps it. */
export const masterKeyFile = ({ subjectsKeyFile, dataDir }: Settings): string => resolve(subjectsKeyFile ?? join(dataDir, 'subjects.key'));

/**
 * The configured master keys. The file in the data folder is made on the first start; one that the settings name is not,
 * for a name that is mistyped would be another key.
 * @throws MasterKeyError
 */
export async function configuredMasterKeys(settings: Settings): Promise<MasterKeys> {
  const { subjectsKeyCommand, subjectsKeyFile } = settings;
  const keys = subjectsKeyCommand === undefined ? await ofFile(masterKeyFile(settings), subjectsKeyFile === undefined) : ofProgram(subjectsKeyCommand);
  await keys.current();
  return keys;
}

async function ofFile(file: string, mayMake: boolean): Promise<MasterKeys> {
  const read = async (): Promise<string> => {
    const text = await readSecretFile(file);
    if (text === undefined) throw new MasterKeyError(`The master key of personal words, ${file}, is not there. Bring it back; for a new ledger make it: openssl rand -base64 32.`);
    return text;
  };
  if (mayMake && (await readSecretFile(file)) === undefined) await makeSecretFile(file, newMasterLine());
  return masterKeysOf(read);
}

function ofProgram(command: string): MasterKeys {
  return commandMasterKeys(async (what, input) => {
    try {
      return await askProgram(command, what, input, LONGEST);
    } catch (error) {
      throw new MasterKeyError(`${command} did not do “${what}” for the master key of personal words.`, { cause: error });
    }
  });
}
