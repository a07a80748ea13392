const SIGNAL = 'SIGUSR1';

/**
 * Keeps Node's inspector shut, which a SIGUSR1 opens to every user of the machine where nobody listens to that signal:
 * as long as nobody else does, it ends this process, as it would any other.
 * https://nodejs.org/api/process.html#signal-events
 */
export function keepInspectorShut(): void {
  const end = () => {
    if (process.listenerCount(SIGNAL) > 1) return;
    process.off(SIGNAL, end);
    process.kill(process.pid, SIGNAL);
  };
  process.on(SIGNAL, end);
}
