import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { Dockerd } from '../support/e2e-dockerd.ts';
import { beside, machine } from '../support/e2e-machine.ts';
import { answers, asking, endOf, FreshSite } from '../support/e2e-refresh.ts';
import { until } from '../support/e2e-site.ts';

const { image } = machine;
const sleep = (seconds: number) => new Promise(resolve => setTimeout(resolve, seconds * 1000));

beside(
  'a source that fails is told once, named by the helper after the end, and recovered from',
  ['docker'],
  [20],
  async place => {
    const site = new FreshSite(place, 9);
    const running = site.start(site.freshIn(asking(40)));
    await running.stdout.saw('Expiration');
    site.fail(true);
    await running.stdout.saw(/vaultrun: the credentials have ended and could not be renewed/);
    site.fail(false);
    const before = answers(running).find(({ end }) => end > 0)?.end ?? 0;
    await until(() => (answers(running).at(-1)?.end ?? 0) > before, 'fresh ones');
    running.child.kill('SIGTERM');
    const { stderr, stdout } = await running.ended;
    expect(stderr.match(/error: the credentials cannot be renewed/g)).toHaveLength(1);
    expect(stderr).toMatch(/hint: vaultrun goes on trying/);
    expect(stderr + stdout.replace(/"SecretAccessKey":"[^"]*"/g, '')).not.toContain(site.secret);
    // While the old set lived it was handed out; an expired one never.
    for (const { at, end } of answers(running)) if (end) expect(end - at).toBeGreaterThan(0);
    site.remove();
  },
);

beside(
  'asleep (SIGSTOP) past the end of a set: the helper says so, and after it they are fresh at once',
  ['docker'],
  [20],
  async place => {
    const site = new FreshSite(place, 6);
    const running = site.start(site.freshIn(asking(40)));
    await running.stdout.saw('Expiration');
    running.child.kill('SIGSTOP');
    await running.stdout.saw(/the vaultrun that renewed them is gone/).catch(() => {
      // Nobody reads the pipe of a stopped client's parent; the client itself goes on.
      throw new Error(running.stdout.text);
    });
    const before = answers(running).length;
    running.child.kill('SIGCONT');
    const woken = Date.now();
    const fresh = () =>
      answers(running)
        .slice(before)
        .find(({ end }) => end > 0);
    const { at } = await until(fresh, 'fresh ones');
    // The container looks twice a second, and starting a source takes a moment.
    expect(at - woken).toBeLessThan(8000);
    running.child.kill('SIGTERM');
    await running.ended;
    site.remove();
  },
);

beside(
  'vaultrun killed: the container goes on, its helper then names vaultrun, and the next run sweeps',
  ['docker'],
  [20],
  async place => {
    const site = new FreshSite(place, 15);
    const name = site.name();
    const running = site.start(site.freshIn('echo up; sleep 60', '--name', name));
    await running.stdout.saw('up');
    running.child.kill('SIGKILL');
    const get = () => {
      const [file, ...args] = site.as([
        place.engine.program,
        'exec',
        name,
        'sh',
        '/run/vaultrun/get',
      ]);
      return spawnSync(file, args, { env: site.env, encoding: 'utf8' });
    };
    expect(get().stdout).toContain(site.secret);
    await sleep(16);
    const { status, stdout, stderr } = get();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^vaultrun: the credentials have ended, and the vaultrun that renewed/);
    expect(site.left()).toHaveLength(1);
    await site.ran(site.in('true'));
    expect(site.left()).toEqual([]);
    expect(get().stderr).toContain('vaultrun');
    site.remove();
  },
);

/** What the container's helper answers from outside. */
function helper(site: FreshSite, name: string) {
  const { engine } = site.place;
  const [file, ...args] = site.as([engine.program, 'exec', name, 'sh', '/run/vaultrun/get']);
  return spawnSync(file, args, { env: site.env, encoding: 'utf8' });
}

/** When the newest set in the container ends, in milliseconds; NaN: the helper has none at this moment. */
function end(site: FreshSite, name: string): number {
  return endOf(helper(site, name).stdout);
}

function mount(...args: string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function remounted(how: 'ro' | 'rw', folder: string): boolean {
  return spawnSync('mount', ['-o', `remount,bind,${how}`, folder]).status === 0;
}

beside(
  'a runtime folder that is full, then read-only, at a renewal: told, and recovered from',
  ['docker'],
  [20],
  async place => {
    const site = new FreshSite(place, 9);
    const folder = `${site.folder}/small`;
    mkdirSync(folder, { mode: 0o700 });
    mount('-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', folder);
    site.env.XDG_RUNTIME_DIR = folder;
    const running = site.start(site.freshIn(asking(60)));
    try {
      await running.stdout.saw('Expiration');
      expect(site.left()).toHaveLength(1);
      for (const [code, spoil, mend] of [
        ['ENOSPC', () => fill(`${folder}/filler`), () => rmSync(`${folder}/filler`)],
        [
          'EROFS',
          // Not while a set is being written there.
          () => until(() => remounted('ro', folder), 'a moment without a writer'),
          () => remounted('rw', folder),
        ],
      ] as const) {
        const known = answers(running).findLast(({ end }) => end > 0)?.end ?? 0;
        await spoil();
        await running.stderr.saw(
          new RegExp(`error: the credentials cannot be renewed: .*written \\(${code}\\)`),
        );
        // Full, but its own to take away from: then the helper can say why as well.
        if (code === 'ENOSPC') {
          await running.stdout.saw(/vaultrun: .* could not be renewed: .*written \(ENOSPC\)/);
        }
        mend();
        await until(() => (answers(running).at(-1)?.end ?? 0) > known, 'fresh ones');
      }
      running.child.kill('SIGTERM');
      const { stderr } = await running.ended;
      expect(stderr.match(/cannot be renewed/g)).toHaveLength(2);
      for (const { at, end } of answers(running)) if (end) expect(end - at).toBeGreaterThan(0);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      spawnSync('umount', ['--lazy', folder]);
    }
    site.remove();
  },
);

function fill(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(1 << 20));
  } catch {
    // As much as there was room for.
  }
}

beside('runtime folders that cannot take it at the start', ['docker'], [20], async place => {
  const site = new FreshSite(place, 3600);
  // A namespace of its own: this machine's /dev/shm stays as it is.
  const within = (mounts: string, args: string[]) =>
    site.runCommand([
      'unshare',
      '--mount',
      '/bin/sh',
      '-c',
      `${mounts}; exec "$@"`,
      'sh',
      ...site.vaultrun(args),
    ]);
  const full = `mount -t tmpfs -o size=8k,mode=700 none '${site.runtime}'`;
  const next = await within(full, site.freshIn('sh /run/vaultrun/get'));
  expect(next).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringContaining(site.secret),
  });
  const rest = `mount -t tmpfs -o ro none /dev/shm; mount -t tmpfs -o size=8k,mode=1777 none '${site.tmp}'`;
  const none = await within(`${full}; ${rest}`, site.freshIn('true'));
  expect(none).toMatchObject({ status: 125, stdout: '' });
  expect(none.stderr).toMatch(/^vaultrun: error: no folder can take the credentials/);
  expect(none.stderr.match(/^vaultrun: hint: .*: (?:ENOSPC|EROFS)$/gm)).toHaveLength(3);
  expect(none.stderr).not.toContain(site.secret);
  expect(site.containers()).toEqual([]);
  site.remove();
});

beside(
  'renamed, started again and removed while it runs',
  ['docker', 'podman'],
  [20],
  async place => {
    const site = new FreshSite(place, 9);
    const name = site.name();
    // What podman removes after its end cannot be started again.
    const kept = place.engine.program === 'podman' ? ['--rm=false'] : [];
    const words = ['--name', name, ...kept];
    const running = site.start(site.freshIn('trap exit TERM; sleep 90 & wait', ...words));
    await until(() => end(site, name) > 0, 'the container');
    const other = site.name();
    site.engine('rename', name, other);
    const first = await until(() => end(site, other), 'an answer');
    await until(() => end(site, other) > first, 'fresh ones under another name');
    site.engine('restart', other);
    const second = await until(() => end(site, other), 'an answer');
    await until(() => end(site, other) > second, 'fresh ones after the restart');
    site.engine('rm', '-f', other);
    const { status, stderr } = await running.ended;
    // Podman's client goes with the first life, and leaves the second to a refresher of its own.
    if (place.engine.program === 'docker') expect(status).toBe(137);
    expect(stderr).not.toMatch(/error:/);
    await site.idle();
    site.remove();
  },
);

beside(
  '--mask: the token of each new set is masked as that of the first',
  ['docker', 'rootless podman'],
  [20],
  async place => {
    const site = new FreshSite(place, 9);
    const ask = 'sh /run/vaultrun/get';
    const line = `trap exit TERM; while :; do ${ask}; ${ask} >&2; sleep 0.5; done`;
    const running = site.start(['--mask', ...site.freshIn(line)]);
    await running.stdout.saw('SessionToken');
    const asked = () => (site.calls() > 3 ? running.stdout.text.length : undefined);
    const length = await until(asked, 'a third renewal');
    // Of the newest set as well.
    await until(() => running.stdout.text.length > length + 2000, 'more of it');
    running.child.kill('SIGTERM');
    const { stdout, stderr } = await running.ended;
    for (const text of [stdout, stderr]) {
      expect(text).toMatch(/"SessionToken":"<masked by vaultrun>"/);
      expect(text).not.toContain(site.secret);
      expect(text).not.toContain(site.token);
    }
    site.remove();
  },
);

beside('two at once in one runtime folder', ['docker'], [20, 24], async place => {
  const site = new FreshSite(place, 9);
  const names = [site.name(), site.name()];
  const [one, two] = names.map(name =>
    site.start(site.freshIn('trap exit TERM; echo up; sleep 60 & wait', '--name', name)),
  );
  await Promise.all([one?.stdout.saw('up'), two?.stdout.saw('up')]);
  expect(site.left()).toHaveLength(2);
  one?.child.kill('SIGTERM');
  await one?.ended;
  expect(site.left()).toHaveLength(1);
  const [, other = ''] = names;
  const first = await until(() => end(site, other), 'an answer');
  await until(() => end(site, other) > first, 'fresh ones of the other');
  two?.child.kill('SIGTERM');
  await two?.ended;
  expect(site.left()).toEqual([]);
  site.remove();
});

beside(
  'what cannot work starts no container, and asks for no credentials',
  ['docker'],
  [20],
  async place => {
    const site = new FreshSite(place, 3600);
    const baked = `${site.name()}-baked`;
    const keys = ['--change', 'ENV AWS_ACCESS_KEY_ID=AKIAQEXAMPLEDEFAULT2'];
    site.engine('create', '--name', baked, '--label', site.label, image, 'true');
    site.engine('commit', ...keys, baked, baked);
    site.engine('rm', baked);
    const contexts = ['context', 'create', 'far', '--docker', 'host=ssh://me@build.example.com'];
    site.engine(...contexts);
    const file = site.write('work/keys.env', 'A=b\nAWS_SESSION_TOKEN=x\n');
    const cases: [words: string[], env: Record<string, string>, problem: RegExp][] = [
      [['-teAWS_ACCESS_KEY_ID=x', '--net=none', image], {}, /the -e .* sets AWS_ACCESS_KEY_ID/],
      [['-e', 'AWS_CONFIG_FILE=/x', image], {}, /the -e .* sets AWS_CONFIG_FILE/],
      [['--env-file', file, image], {}, /keys\.env sets AWS_SESSION_TOKEN/],
      [[baked], {}, /the image .*-baked sets AWS_ACCESS_KEY_ID/],
      [
        ['no.such.example/image'],
        {},
        /the image no.such.example\/image is not there, and .* could not pull it/,
      ],
      [[image], { DOCKER_CONTEXT: 'far' }, /it runs on build\.example\.com/],
      [[image], { DOCKER_HOST: 'tcp://10.0.0.1:2376' }, /it runs on 10\.0\.0\.1/],
    ];
    for (const [words, env, problem] of cases) {
      const { status, stdout, stderr } = await site.ran(site.fresh(...words), { env });
      expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
      expect(stderr).toMatch(problem);
    }
    expect(site.containers()).toEqual([]);
    expect(existsSync(`${site.tmp}/calls`)).toBe(false);
    expect(site.left()).toEqual([]);
    site.engine('rmi', baked);
    site.remove();
  },
);

beside(
  'an engine that ends takes the container with it, and nothing is left',
  ['docker'],
  [20],
  async place => {
    const engine = new Dockerd();
    const site = new FreshSite(place, 3600);
    try {
      await engine.start();
      engine.load(image);
      site.env.DOCKER_HOST = engine.address;
      const running = site.start(site.freshIn('trap "exit 3" TERM; echo up; sleep 60 & wait'));
      await running.stdout.saw('up');
      await engine.stop();
      const { status, signal, stderr } = await running.ended;
      expect(signal).toBeUndefined();
      expect([3, 125]).toContain(status);
      expect(stderr).not.toMatch(/unforeseen|at .*\.cjs/);
      // Whether a container lives on is known once the engine answers again.
      await engine.start();
      await site.idle();
    } finally {
      await engine.remove();
      delete site.env.DOCKER_HOST;
    }
    site.remove();
  },
);

beside(
  'an engine that starts again beside its containers (live-restore)',
  ['docker'],
  [20],
  async place => {
    const engine = new Dockerd('--live-restore');
    const site = new FreshSite(place, 9);
    try {
      await engine.start();
      engine.load(image);
      site.env.DOCKER_HOST = engine.address;
      const name = site.name();
      const line = 'trap exit TERM; sleep 90 & wait';
      // Docker 20.10 removes those with --rm all the same.
      const running = site.start(site.freshIn(line, '--name', name, '--rm=false'));
      // An engine that does not yet count it as running would end it.
      await until(() => end(site, name) > 0, 'the container');
      await engine.stop();
      expect((await running.ended).status).toBe(125);
      expect(site.left()).toHaveLength(1);
      await engine.start();
      const first = await until(() => end(site, name), 'an answer');
      await until(() => end(site, name) > first, 'fresh ones');
      site.engine('rm', '-f', name);
      await site.idle();
    } finally {
      await engine.remove();
      delete site.env.DOCKER_HOST;
    }
    site.remove();
  },
);
