import { spawn } from 'node:child_process';

/** A program gets this long to answer. Milliseconds. */
const PATIENCE = 10_000;

/**
 * Asks a program that keeps a secret for us, such as a client of a key service or of a hardware module: runs
 * `<command> <what>` without a shell, gives it the input, and resolves with what it printed.
 * @throws Error saying how it ended, when it failed, took too long, or said more than `longest` characters
 */
export function askProgram(command: string, what: string, input: Uint8Array | string, longest: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE);
    const child = spawn(command, [what], { stdio: ['pipe', 'pipe', 'ignore'], signal, killSignal: 'SIGKILL', windowsHide: true });
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
      if (answer.length > longest) child.kill('SIGKILL');
    });
    child.on('error', reject);
    // It may end without reading all: its exit status says what that meant.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('close', (status, ended) => {
      if (status === 0) resolve(answer);
      else reject(new Error(`“${what}” ended with ${ended ?? `status ${status ?? 'unknown'}`}`));
    });
  });
}
