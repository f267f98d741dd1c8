// One at a time: two commands started together must not install or build over each other.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs `work` while holding `file`. A lock whose holder is dead is taken over; a file without a holder's number is
 * one that is being written, or was left by a process that died writing it, and is believed for two seconds.
 */
export async function withLock(file, say, work) {
  await acquire(file, say);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

async function acquire(file, say) {
  let told = false;
  let nameless = 0;
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    nameless = holder === 0 ? nameless + 1 : 0;
    if (holder !== undefined && (nameless > 20 || (holder > 0 && !isAlive(holder)))) rmSync(file, { force: true });
    else {
      if (!told && holder > 0) say(`Another command (process ${holder}) is preparing this folder; waiting for it …`);
      told ||= holder > 0;
      await pause(100);
    }
  }
}

/** The holder's process id; 0 while it is not written; undefined when the file is gone. */
function holderOf(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
