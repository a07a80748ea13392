import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BOTH_WAYS, ENGINES, each } from '../support/e2e-machine.ts';
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

/** Starts runs and kills each at a random moment of a run's length, until so many were met alive. */
async function kill(site: Site, wanted: number, args: string[], lanes = 2): Promise<void> {
  // A run's length, learned from those that are not met; beside another lane, on a busy machine, it changes.
  let length = 700;
  let kills = 0;
  let runs = 0;
  let folders = 0;
  const lane = async () => {
    while (kills < wanted) {
      runs += 1;
      const running = site.start(args, { stdio: ['ignore', 'ignore', 'ignore'] });
      const timer = setTimeout(() => running.child.kill('SIGKILL'), Math.random() * length);
      const began = performance.now();
      const { signal } = await running.ended;
      clearTimeout(timer);
      if (signal !== 'SIGKILL') {
        length += (performance.now() - began - length) / 3;
        continue;
      }
      kills += 1;
      // The other lane may sweep it away at any moment.
      if (site.left().some(name => name.startsWith(`vaultrun-${running.pid}-`))) folders += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const { engine, node } = site.place;
  tell(
    `${engine.name}, ${node.name}: ${kills} of ${runs} runs killed within ${length.toFixed()} ms, ${folders} left a folder`,
  );
}

/** What the killed runs have left may be empty folders and empty files, which the next run removes. */
async function nothingBut(site: Site, args: string[]): Promise<void> {
  await until(() => holders(site.secret) === 0, 'the end of the containers that lost their client');
  expect(scanFiles(site.secret, foldersOf(site))).toEqual([]);
  const left = site.left();
  const files = left.flatMap(name => filesBelow(`${site.env.XDG_RUNTIME_DIR}/${name}`));
  tell(`left: ${left.length} folders, ${files.length} empty files in them, 0 secrets`);
  for (const file of files) expect(readFileSync(file, 'utf8')).toBe('');
  expect((await site.ran(args)).status).toBe(0);
  expect(site.left()).toEqual([]);
  // The next place was not fallen back on.
  expect(readdirSync(site.tmp)).toEqual([]);
}

each('SIGKILL at random moments, engine that only reads', ['docker'], BOTH_WAYS, place => {
  const KILLS = 450;
  test(`${KILLS} times: no secret is left`, async () => {
    const site = new Site(place);
    // The words are: run --rm -i --env-file FILE …
    site.program('docker', 'while read -r line; do :; done <"$5"');
    const args = site.in('true');
    await kill(site, KILLS, args);
    await until(
      () => !processes().some(({ argv }) => argv.some(word => word.includes(site.folder))),
      'the end of the orphans',
    );
    await nothingBut(site, args);
    rmSync(join(site.bin, 'docker'));
    site.remove();
  }, 180_000);
});

each('SIGKILL at random moments', ['docker'], BOTH_WAYS, place => {
  const KILLS = 50;
  test(`${KILLS} times: no secret is left`, async () => {
    const site = new Site(place);
    const args = site.in('true');
    await kill(site, KILLS, args);
    await nothingBut(site, args);
    await until(() => !site.engine('ps', '-q', '--filter', `label=${site.label}`), 'their end');
    tell(`${site.containers().length} containers whose client was killed before it started them`);
    site.remove();
  }, 180_000);
});
