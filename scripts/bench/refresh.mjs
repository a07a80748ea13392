// What --refresh costs beside a container while nothing has to be renewed: resident memory, and CPU by the hour.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { IMAGE, whyNoDocker } from './docker.mjs';
import { forEachNode } from './nodes.mjs';
import { cpuSeconds, residentBytes } from './processes.mjs';
import { notRun, row } from './table.mjs';

const NAME = '--refresh at rest';
const BAR_MB = 60;
const BAR_CPU = 1;
/** Long enough for V8 to have tidied up after the start, which it does once. */
const SETTLE_MS = 15_000;

export async function measureRefresh({ stage, nodes, quick, progress }) {
  if (!existsSync('/proc/self/status')) return [notRun(NAME, 'there is no /proc here')];
  const env = stage.dockerEnvironment();
  const why = whyNoDocker(env);
  if (why) return [notRun(NAME, why)];
  const seconds = quick ? 10 : 45;
  return forEachNode(nodes, NAME, async node => {
    progress(`Node ${node.version}, ${seconds} s`);
    const { bytes, cpu } = await atRest(node.path, stage, env, seconds);
    const name = `${NAME}, Node ${node.major}`;
    return [
      row(`${name}, memory`, { figure: bytes / 1e6, digits: 1, unit: ' MB', bar: BAR_MB }),
      row(`${name}, CPU`, {
        figure: (cpu / seconds) * 3600,
        unit: ' s an hour',
        bar: BAR_CPU,
      }),
    ];
  });
}

/** Runs a container until its stdin ends, and looks at the vaultrun beside it for so many seconds. */
async function atRest(node, stage, env, seconds) {
  const own = ['--refresh', `--credential-process='${stage.hourly}'`, '--region=eu-west-1', '-q'];
  const container = ['--network=none', IMAGE, 'sh', '-c', 'echo ready; read -r line; exit 0'];
  const child = execa(node, [stage.vaultrun, ...own, '--', ...container], {
    cwd: stage.folder,
    env,
    extendEnv: false,
    reject: false,
    timeout: (seconds + 60) * 1000,
  });
  const ended = child.then(({ shortMessage, stderr }) => {
    throw new Error(`the container did not start: ${stderr || shortMessage}`);
  });
  // The container may also end as it should, after it was looked at.
  ended.catch(() => {});
  await Promise.race([once(child.stdout, 'data'), ended]);
  await sleep(SETTLE_MS);
  const before = cpuSeconds(child.pid);
  await sleep(seconds * 1000);
  const found = { bytes: residentBytes(child.pid), cpu: cpuSeconds(child.pid) - before };
  child.stdin.end();
  await child;
  return found;
}
