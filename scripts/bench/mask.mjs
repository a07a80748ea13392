// What --mask costs: CPU of the whole pipeline (the command, vaultrun and the reader), for text in which every pair of
// letters may begin a secret. By CPU and not by the clock, so that it is one core's rate whatever else runs.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forEachNode } from './nodes.mjs';
import { cpuMilliseconds } from './startup.mjs';
import { median } from './statistics.mjs';
import { row } from './table.mjs';

const NAME = 'mask';
const BAR = 200;
const FILE_BYTES = 64 * 2 ** 20;

const PIPED = '"$@" | cat >/dev/null';

export function measureMask({ stage, nodes, quick, progress }) {
  const env = stage.idleEnvironment();
  const file = join(stage.folder, 'base64');
  writeFileSync(file, randomBytes((FILE_BYTES / 4) * 3).toString('base64'));
  const copies = quick ? 2 : 8;
  const rounds = quick ? 1 : 3;
  const megabytes = (FILE_BYTES * copies) / 1e6;
  const command = ['cat', ...Array(copies).fill(file)];
  return forEachNode(nodes, NAME, ({ major, version, path }) => {
    progress(`Node ${version}, ${rounds} times ${megabytes.toFixed(0)} MB`);
    const seconds = words =>
      median(
        Array.from(
          { length: rounds },
          () => cpuMilliseconds(stage, ['bash', '-c', PIPED, 'bash', ...words], env) / 1000,
        ),
      );
    const plain = seconds(command);
    const ours = seconds([path, stage.vaultrun, 'exec', '--mask', 'dev', '--', ...command]);
    return [
      row(`${NAME}, Node ${major}`, {
        ours: `${ours.toFixed(2)} s`,
        theirs: `cat | cat: ${plain.toFixed(2)} s`,
        figure: megabytes / ours,
        unit: ' MB/s',
        digits: 0,
        bar: BAR,
        least: true,
      }),
    ];
  });
}
