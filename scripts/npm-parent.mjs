/**
 * npm runs us through a shell. When npm is told to end, it ends that shell and leaves us behind: what we notice is
 * that our parent is another one. A Ctrl-C in a terminal reaches us directly.
 */
export function endWithNpm() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}
