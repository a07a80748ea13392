// What is piped into vaultrun: how fast it reaches the container, against docker by itself, and whether byte for byte.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { IMAGE, whyNoDocker } from './docker.mjs';
import { forEachNode } from './nodes.mjs';
import { interleave, median, ratioError } from './statistics.mjs';
import { blocks } from './stream.mjs';
import { notRun, row } from './table.mjs';

const NAME = 'stdin';
const BAR = 0.95;
const MEBIBYTE = 2 ** 20;
const STREAM = fileURLToPath(new URL('stream.mjs', import.meta.url));

const DOCKER = 'docker run --rm -i "$1"';
const OURS = '"$2" "$3" dev -- "$1"';

export async function measureStdin({ stage, nodes, quick, progress }) {
  const env = stage.dockerEnvironment();
  const why = whyNoDocker(env);
  if (why) return [notRun(NAME, why)];
  const [mebibytes, rounds] = quick ? [128, 2] : [1024, 5];
  const bytes = mebibytes * MEBIBYTE;
  const size = quick ? `${mebibytes} MiB` : '1 GiB';
  const expected = digest(bytes);
  return forEachNode(nodes, NAME, async ({ major, version, path }) => {
    progress(`Node ${version}, ${rounds} pairs of ${size}`);
    const pipe = (from, to) =>
      stage.bash(
        `set -o pipefail; ${from} | ${to}`,
        ['bash', IMAGE, path, stage.vaultrun, process.execPath, STREAM],
        env,
      );
    const rate = job => () => {
      const start = performance.now();
      pipe(`head -c ${bytes} /dev/zero`, `${job} sh -c 'cat >/dev/null'`);
      return (bytes / 1e6 / (performance.now() - start)) * 1000;
    };
    const { ours, docker } = await interleave(
      { docker: rate(DOCKER), ours: rate(OURS) },
      rounds,
      1,
    );
    const arrived = pipe(`"$4" "$5" ${bytes}`, `${OURS} sha256sum`);
    const identical = arrived.startsWith(expected);
    return [
      row(`${NAME} ${size}, Node ${major}`, {
        ours: `${median(ours).toFixed(0)} MB/s`,
        theirs: `docker: ${median(docker).toFixed(0)} MB/s`,
        figure: median(ours) / median(docker),
        unit: ' x',
        // A smaller stream tells more of the start than of the rate.
        bar: quick ? undefined : BAR,
        least: true,
        error: ratioError(ours, docker),
      }),
      {
        name: `${NAME} ${size}, Node ${major}`,
        theirs: `sha256 ${expected.slice(0, 12)}…`,
        ours: `${arrived.slice(0, 12)}…`,
        value: identical ? 'equal' : 'differs',
        bar: 'equal',
        ok: identical,
        miss: 'DIFFERS',
      },
    ];
  });
}

function digest(bytes) {
  const hash = createHash('sha256');
  for (const block of blocks(bytes)) hash.update(block);
  return hash.digest('hex');
}
