// What of vaultrun stands beside a container that runs: how many processes, and their resident memory.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { IMAGE, whyNoDocker } from './docker.mjs';
import { forEachNode } from './nodes.mjs';
import { descendants, executable, residentBytes } from './processes.mjs';
import { median } from './statistics.mjs';
import { notRun, row } from './table.mjs';

const NAME = 'memory';
const BAR_MB = 60;
/** After this the start's garbage has been as far collected as it will be. */
const SETTLE_MS = 1000;

export async function measureMemory({ stage, nodes, quick, progress }) {
  if (!existsSync('/proc/self/status')) return [notRun(NAME, 'there is no /proc here')];
  const env = stage.dockerEnvironment();
  const why = whyNoDocker(env);
  if (why) return [notRun(NAME, why)];
  const rounds = quick ? 1 : 5;
  return forEachNode(nodes, NAME, async node => {
    progress(`Node ${node.version}, ${rounds} runs`);
    const counts = [];
    const sizes = [];
    for (let i = 0; i < rounds; i++) {
      const found = await besideContainer(node.path, stage, env);
      counts.push(found.length);
      sizes.push(found.reduce((sum, bytes) => sum + bytes, 0) / 1e6);
    }
    const name = `${NAME}, Node ${node.major}`;
    const count = Math.max(...counts);
    const ours = `${count} process${count === 1 ? '' : 'es'}`;
    return node.replaces
      ? [row(name, { ours, figure: count, digits: 0, unit: ' left', bar: 0 })]
      : [row(name, { ours, figure: median(sizes), digits: 1, unit: ' MB', bar: BAR_MB })];
  });
}

/** Runs a container until its stdin ends, and looks meanwhile. */
async function besideContainer(node, stage, env) {
  const container = 'echo ready; read -r line; exit 0';
  const child = execa(node, [stage.vaultrun, 'dev', '--', IMAGE, 'sh', '-c', container], {
    cwd: stage.folder,
    env,
    extendEnv: false,
    reject: false,
    timeout: 60_000,
  });
  const ended = child.then(({ shortMessage }) => {
    throw new Error(`the container did not start: ${shortMessage}`);
  });
  // The container may also end as it should, after it was looked at.
  ended.catch(() => {});
  await Promise.race([once(child.stdout, 'data'), ended]);
  await sleep(SETTLE_MS);
  const found = descendants(child.pid).filter(pid => executable(pid) === node);
  const sizes = found.map(residentBytes);
  child.stdin.end();
  await child;
  return sizes;
}
