// What a start costs: `vaultrun dev -- img` with an engine and a vault that do nothing, against `node -e 0`.
import { forEachNode } from './nodes.mjs';
import { interleave, median, ratioError } from './statistics.mjs';
import { row } from './table.mjs';

/** Of Node 22 the design says nothing; it replaces itself as 24 does. */
const BARS = { 20: 1.9, 24: 1.75 };
const WARM_UPS = 3;
/** How often a sample runs its command: the shell cuts user and system time to a millisecond, once per sample. */
const TIMES = 5;

/**
 * The CPU (user and system) of a command and all its descendants. Node tells its own only, /proc counts in ticks of
 * 10 ms and GNU time is not on macOS; bash's `times` has what wait4(2) adds up for a shell's children, in milliseconds,
 * wherever there is a bash (dash has ticks again).
 */
const CPU = `for ((i = 0; i < ${TIMES}; i++)); do "$@" >/dev/null || exit; done; times`;

export function cpuMilliseconds(stage, command, env) {
  const [, children] = stage
    .bash(CPU, ['bash', ...command], env)
    .trim()
    .split('\n');
  const [user, system] = [...children.matchAll(/(\d+)m([\d.,]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds.replace(',', '.')),
  );
  return ((user + system) * 1000) / TIMES;
}

export function measureStartup({ stage, nodes, quick, progress }) {
  const rounds = quick ? 5 : 40;
  const env = stage.idleEnvironment();
  return forEachNode(nodes, 'start-up CPU', async ({ major, version, path }) => {
    progress(`Node ${version}, ${rounds} pairs`);
    const { ours, bare } = await interleave(
      {
        bare: () => cpuMilliseconds(stage, [path, '-e', '0'], env),
        ours: () => cpuMilliseconds(stage, [path, stage.vaultrun, 'dev', '--', 'img'], env),
      },
      rounds,
      WARM_UPS,
    );
    return [
      row(`start-up CPU, Node ${major}`, {
        ours: `${median(ours).toFixed(1)} ms`,
        theirs: `node -e 0: ${median(bare).toFixed(1)} ms`,
        figure: median(ours) / median(bare),
        unit: ' x',
        bar: BARS[major],
        error: ratioError(ours, bare),
      }),
    ];
  });
}
