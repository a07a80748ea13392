import { family } from './e2e-scan.ts';
import { until } from './e2e-site.ts';

/** Podman starts to pass signals on a moment after the container's start; the container tells of the first. */
export const READY = `trap "trap '' WINCH; echo ready >&2" WINCH`;

/** Longer than an engine takes to pass one on. */
const KNOCK_MS = 400;

/** Knocks with a signal that harms nobody until the container with {@link READY} answers. */
export async function passesSignals(pid: number, printed: { text: string }): Promise<void> {
  const engines = family(pid).filter(
    ({ argv }) => argv[1] === 'run' && argv.includes('--env-file'),
  );
  const first = engines.find(({ parent }) => engines.every(other => other.pid !== parent));
  for (let knocked = Number.NEGATIVE_INFINITY; !printed.text.includes('ready'); ) {
    await until(
      () => printed.text.includes('ready') || performance.now() - knocked > KNOCK_MS,
      'an answer or the next knock',
    );
    if (printed.text.includes('ready')) break;
    if (first) process.kill(first.pid, 'SIGWINCH');
    knocked = performance.now();
  }
  // A ^C that meets podman's helper, still busy with the knock, would be lost with it.
  const busy = () => family(pid).some(({ argv }) => /runc|crun/.test(argv[0] ?? ''));
  let quiet = performance.now();
  const passed = () => {
    if (busy()) quiet = performance.now();
    return performance.now() - quiet > KNOCK_MS;
  };
  await until(passed, 'the end of the helpers that passed on the knocks', 50);
}
