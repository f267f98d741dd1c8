import { join, resolve } from 'node:path';
import { commandMasterKeys, MasterKeyError, masterKeysOf, newMasterLine, type MasterKeys } from '@covenant/confidentiality';
import { askProgram, makeSecretFile, readSecretFile, type Settings } from '@covenant/platform';

/** A program's longest answer: a batch of 500 wrapped keys. Characters. */
const LONGEST = 200_000;

/** Where the master key of personal words is kept, unless a program keeps it. */
export const masterKeyFile = ({ subjectsKeyFile, dataDir }: Settings): string => resolve(subjectsKeyFile ?? join(dataDir, 'subjects.key'));

/** The configured master keys; the file is made on the first start. @throws MasterKeyError */
export async function configuredMasterKeys(settings: Settings): Promise<MasterKeys> {
  const { subjectsKeyCommand } = settings;
  const keys = subjectsKeyCommand === undefined ? await ofFile(masterKeyFile(settings)) : ofProgram(subjectsKeyCommand);
  await keys.current();
  return keys;
}

async function ofFile(file: string): Promise<MasterKeys> {
  const read = async (): Promise<string> => {
    const text = await readSecretFile(file);
    if (text === undefined) throw new MasterKeyError(`The master key of personal words, ${file}, is gone.`);
    return text;
  };
  if ((await readSecretFile(file)) === undefined) await makeSecretFile(file, newMasterLine());
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
