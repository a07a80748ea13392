// What a start costs of the other ways to hand credentials on, against `node -e 0` as a run's own start is. None has a bar.
import { forEachNode } from './nodes.mjs';
import { cpuMilliseconds } from './startup.mjs';
import { interleave, median, ratioError } from './statistics.mjs';
import { row } from './table.mjs';

const WARM_UPS = 3;
const WAYS = {
  env: ['env', 'dev'],
  'env --format credential-process': ['env', '--format=credential-process', 'dev'],
  exec: ['exec', 'dev', '--', 'true'],
  '--credential-process': ['--credential-process=idle-source', '--', 'img'],
  '--account': ['--account=029608264753', '--credential-process=idle-source', '--', 'img'],
};

export function measureDelivery({ stage, nodes, quick, progress }) {
  const rounds = quick ? 3 : 8;
  const env = stage.idleEnvironment();
  return forEachNode(nodes, 'delivery', async ({ major, version, path }) => {
    progress(`Node ${version}, ${rounds} rounds of ${Object.keys(WAYS).length + 1}`);
    const { bare, ...ours } = await interleave(
      {
        bare: () => cpuMilliseconds(stage, [path, '-e', '0'], env),
        ...Object.fromEntries(
          Object.entries(WAYS).map(([name, args]) => [
            name,
            () => cpuMilliseconds(stage, [path, stage.vaultrun, ...args], env),
          ]),
        ),
      },
      rounds,
      WARM_UPS,
    );
    return Object.entries(ours).map(([name, times]) =>
      row(`${name}, Node ${major}`, {
        ours: `${median(times).toFixed(1)} ms`,
        theirs: `node -e 0: ${median(bare).toFixed(1)} ms`,
        figure: median(times) / median(bare),
        unit: ' x',
        error: ratioError(times, bare),
      }),
    );
  });
}
