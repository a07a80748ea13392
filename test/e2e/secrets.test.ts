import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BOTH_WAYS, ENGINES, each, machine } from '../support/e2e-machine.ts';
import {
  environmentOf,
  family,
  filesBelow,
  holders,
  megabytes,
  processes,
  scanFiles,
  scanProcesses,
} from '../support/e2e-scan.ts';
import { Site, until } from '../support/e2e-site.ts';
import { endUnstarted, removeAll, settled, storedSecrets } from '../support/e2e-stores.ts';
import { BIN } from '../support/world.ts';

const tell = (text: string) => process.stderr.write(`e2e: ${text}\n`);

/** Where a file of vaultrun could be. (The vault's answer lies elsewhere: it is the test's own.) */
function foldersOf({ home, runtime, cwd, bin, tmp, env }: Site): string[] {
  return [home, runtime, cwd, bin, tmp, `${env.XDG_RUNTIME_DIR}`, '/dev/shm'];
}

const LIVING = ['sh', '-c', 'echo up; cat >/dev/null; exit 9'];

each('while the container runs', ENGINES, [20, 22, 24], place => {
  const site = new Site(place);
  afterAll(() => site.remove());
  const args = site.in(...LIVING);

  test('the secret is in no argv, in no environment but its own, and in no file', async () => {
    const running = site.start(args, { stdio: ['pipe', 'pipe', 'pipe'] });
    await running.stdout.saw('up');
    expect(holders(site.secret)).toBeGreaterThan(0);
    expect(scanProcesses(site.secret)).toEqual([]);
    expect(scanFiles(site.secret, foldersOf(site))).toEqual([]);
    expect(site.left()).toEqual([]);
    running.child.stdin?.end();
    expect(await running.ended).toMatchObject({ status: 9, stderr: '' });
    expect(holders(site.secret)).toBe(0);
    expect(scanFiles(site.secret, foldersOf(site))).toEqual([]);
  });

  test('vaultrun is gone, or one process of at most 60 MB', async () => {
    const running = site.start(args, { stdio: ['pipe', 'pipe', 'pipe'] });
    await running.stdout.saw('up');
    const ours = family(running.pid).filter(({ argv }) => argv.includes(BIN));
    const sizes = ours.map(({ pid }) => megabytes(pid));
    if (place.node.replaces) {
      expect(ours).toEqual([]);
      const [engine] = processes().filter(({ pid }) => pid === running.pid);
      expect(engine?.argv.slice(1, 4)).toEqual(['run', '--rm', '-i']);
      expect(family(running.pid).filter(({ program }) => program.includes('node'))).toEqual([]);
    } else {
      expect(ours.map(({ pid }) => pid)).toEqual([running.pid]);
      expect(sizes[0]).toBeLessThan(60);
    }
    const what = sizes.map(size => `${size.toFixed(1)} MB`).join() || 'none';
    tell(`beside the container, ${place.engine.name}, ${place.node.name}: ${what}`);
    running.child.stdin?.end();
    expect((await running.ended).status).toBe(9);
  });

  test('the engine finds none of it in its own environment, nor any word of ours', async () => {
    const running = site.start(args, { stdio: ['pipe', 'pipe', 'pipe'] });
    await running.stdout.saw('up');
    // podman starts others, which may still bear its words as they end.
    const engine = family(running.pid)
      .filter(({ argv }) => argv[1] === 'run' && argv[2] === '--rm')
      .flatMap(({ pid }) => environmentOf(pid) || []);
    expect(engine.length).toBeGreaterThan(0);
    for (const environ of engine) {
      expect(environ).not.toMatch(/VAULTRUN|AWS_ACCESS_KEY_ID|AWS_SESSION_TOKEN/);
      expect(environ).toContain(`XDG_RUNTIME_DIR=${site.env.XDG_RUNTIME_DIR}`);
    }
    running.child.stdin?.end();
    await running.ended;
  });
});

/** What these runs have left: a rootless user's runtime folder is everybody's. */
const leftBy = (site: Site, pids: ReadonlySet<number>) =>
  site.left().filter(name => pids.has(Number(name.split('-')[1])));

/**
 * Starts runs and kills each at a random moment of a run's length, until so many were met alive; their process ids.
 */
async function kill(
  site: Site,
  wanted: number,
  args: () => string[],
  lanes = 2,
): Promise<Set<number>> {
  const pids = new Set<number>();
  // A run's length, learned from those that are not met, as the first ones cannot be; beside another lane, on a busy
  // machine, it changes.
  let length = 0;
  let kills = 0;
  let runs = 0;
  let folders = 0;
  const lane = async () => {
    while (kills < wanted) {
      runs += 1;
      const began = performance.now();
      const running = site.start(args(), { stdio: ['ignore', 'ignore', 'ignore'] });
      pids.add(running.pid);
      const timer =
        length > 0 && setTimeout(() => running.child.kill('SIGKILL'), Math.random() * length);
      const { signal } = await running.ended;
      if (timer) clearTimeout(timer);
      if (signal !== 'SIGKILL') {
        length += (performance.now() - began - length) / (length > 0 ? 3 : 1);
        continue;
      }
      kills += 1;
      // The other lane may sweep it away at any moment.
      if (leftBy(site, new Set([running.pid])).length > 0) folders += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const { engine, node } = site.place;
  tell(
    `${engine.name}, ${node.name}: ${kills} of ${runs} runs killed within ${length.toFixed()} ms, ${folders} left a folder`,
  );
  return pids;
}

/** What the killed runs have left may be empty folders and empty files, which the next run removes. */
async function nothingBut(site: Site, args: string[], pids: Set<number>): Promise<void> {
  await until(() => holders(site.secret) === 0, 'the end of the containers that lost their client');
  expect(scanFiles(site.secret, foldersOf(site))).toEqual([]);
  const left = leftBy(site, pids);
  const files = left.flatMap(name => filesBelow(`${site.env.XDG_RUNTIME_DIR}/${name}`));
  tell(`left: ${left.length} folders, ${files.length} empty files in them, 0 secrets`);
  for (const file of files) expect(readFileSync(file, 'utf8')).toBe('');
  const next = site.start(args);
  expect((await next.ended).status).toBe(0);
  expect(leftBy(site, pids.add(next.pid))).toEqual([]);
  // The next place was not fallen back on.
  expect(readdirSync(site.tmp)).toEqual([]);
}

each('SIGKILL at random moments, engine that only reads', ['docker'], BOTH_WAYS, place => {
  const KILLS = 460;
  test(`${KILLS} times: no secret is left`, async () => {
    const site = new Site(place);
    // The words are: run --rm -i --env-file FILE …
    site.program('docker', 'while read -r line; do :; done <"$5"');
    const args = site.in('true');
    const pids = await kill(site, KILLS, () => args);
    await until(
      () => !processes().some(({ argv }) => argv.some(word => word.includes(site.folder))),
      'the end of the orphans',
    );
    await nothingBut(site, args, pids);
    rmSync(join(site.bin, 'docker'));
    site.remove();
  }, 180_000);
});

/** With those above a thousand. Where vaultrun stays as the parent (Node 20), the engine's client goes on without it. */
const REAL_KILLS = [
  ['docker', 20, 10],
  ['docker', 24, 30],
  ['podman', 24, 20],
  ['rootless podman', 24, 20],
] as const;

for (const [engine, major, kills] of REAL_KILLS) {
  each('SIGKILL at random moments', [engine], [major], place => {
    test(`${kills} times: no secret is left, but in a container that the engine still has`, async () => {
      const site = new Site(place);
      const stamp = site.write('stamp', '');
      const words = () => ['--network=none', '--name', site.name(), machine.image, 'true'];
      const pids = await kill(site, kills, () => site.args(...words()));
      const containers = await settled(site);
      const unstarted = await endUnstarted(site.name().replace(/\d+$/, ''));
      await nothingBut(site, site.in('true'), pids);
      const { files } = await storedSecrets(site, stamp);
      expect(files.filter(file => !containers.some(id => file.includes(id)))).toEqual([]);
      await removeAll(site);
      const { files: later, databases } = await storedSecrets(site, stamp);
      tell(
        `${containers.length} containers made and not started, ${unstarted} starts that wait, ${files.length} files of them; later ${databases.length} databases`,
      );
      expect(later).toEqual([]);
      site.remove();
    }, 180_000);
  });
}
