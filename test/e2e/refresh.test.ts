import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { beside, besideOnce, each, machine, needing, type Place } from '../support/e2e-machine.ts';
import { answers, asking, FreshSite } from '../support/e2e-refresh.ts';
import {
  changedFilesWith,
  cpuSeconds,
  family,
  holders,
  megabytes,
  type Process,
  processes,
  scanFiles,
  scanProcesses,
} from '../support/e2e-scan.ts';
import { passesSignals, READY } from '../support/e2e-signals.ts';
import { Site, until } from '../support/e2e-site.ts';
import { storesOf } from '../support/e2e-stores.ts';

const { image, sts, awsImage, rootlessAws } = machine;
const tell = (text: string) => process.stderr.write(`e2e: ${text}\n`);
const GET = 'sh /run/vaultrun/get';
const sleep = (seconds: number) => new Promise(resolve => setTimeout(resolve, seconds * 1000));

/** What an hour costs of the processes that are to stay, the first of them vaultrun's own. */
async function atRest(
  title: string,
  count: number,
  all: () => Process[],
  calm = 5000,
): Promise<void> {
  // Nothing but what stays: at a look, a `ps` takes the place of the engine's wait for a moment.
  let since = performance.now();
  const settled = () => {
    if (all().length !== count) since = performance.now();
    return performance.now() - since > calm;
  };
  const measure = async () => {
    await until(settled, 'rest', 200);
    const cpu = () => all().map(each => cpuSeconds(each.pid));
    const before = cpu();
    const seconds = 32;
    await sleep(seconds);
    return cpu().map((used, i) => ((used - (before[i] ?? 0)) / seconds) * 3600);
  };
  const sum = (times: readonly number[]) => times.reduce((total, each) => total + each, 0);
  let perHour = await measure();
  // V8 tidies up once in a while; an hour has a few such moments, and not one in every half a minute.
  if (sum(perHour) >= 1) perHour = await measure();
  const words = all().map(
    (each, i) => `${perHour[i]?.toFixed(2)} CPU s an hour and ${megabytes(each.pid).toFixed(1)} MB`,
  );
  tell(`at rest, ${title}: ${words.join('; the engine’s own ')}`);
  expect(sum(perHour)).toBeLessThan(1);
  expect(megabytes(all()[0]?.pid ?? 0)).toBeLessThan(60);
}

/** A process and its children, itself first. */
const withChildren = (pid: number) => () =>
  processes()
    .filter(each => each.pid === pid || each.parent === pid)
    .sort((one, other) => Number(other.pid === pid) - Number(one.pid === pid));

// First, so that the others run while it measures: it counts its own CPU time, not the clock's.
beside(
  'the refresher at rest takes next to nothing',
  ['docker', 'podman'],
  [20, 24],
  async place => {
    const site = new FreshSite(place, 3600);
    const { engine, node } = place;
    await site.ran(site.freshIn('sleep 300', '-d'));
    const [refresher] = site.refreshers();
    const title = `${engine.name}, ${node.name}`;
    // With docker, its `wait` sleeps beside it.
    const waits = engine.program === 'docker' ? 1 : 0;
    const rests = [atRest(`-d, ${title}`, 1 + waits, withChildren(refresher?.pid ?? 0))];
    // In the foreground that is vaultrun itself, with the engine's client as its child; V8 tidies up after what it had to
    // load for the start, and a little later.
    if (engine.program === 'docker') {
      const running = site.start(site.freshIn('echo up; sleep 300'));
      await running.stdout.saw('up');
      rests.push(atRest(`attached, ${title}`, 2, withChildren(running.pid), 12_000));
    }
    await Promise.all(rests);
    for (const id of site.containers()) site.engine('kill', id);
    await site.idle();
    site.remove();
  },
);

// Asked twice a second.
beside(
  'the helper outlives five sets of 12 s',
  ['docker', 'rootless podman'],
  [20],
  async place => {
    const [life, work] = [12, 48];
    const site = new FreshSite(place, life);
    const running = site.start(site.freshIn(asking(work)));
    expect((await running.ended).stderr).toBe('');
    const seen = answers(running);
    const left = seen.map(({ at, end }) => (end - at) / 1000);
    const sets = new Set(seen.map(({ end }) => end));
    tell(
      `the helper, ${place.engine.name}: ${seen.length} answers from ${sets.size} sets, at least ${Math.min(...left)} s left`,
    );
    expect(sets.size).toBeGreaterThanOrEqual(5);
    expect(left.filter(seconds => !(seconds > 0))).toEqual([]);
    // One question a set; the last may have come too late to be seen.
    expect([0, 1]).toContain(site.calls() - sets.size);
    expect(site.left()).toEqual([]);
    site.remove();
  },
);

/** A test of every engine in a site of its own, which is to end with nothing left. */
function everywhere(title: string, run: (site: FreshSite, place: Place) => Promise<void>): void {
  besideOnce(title, async place => {
    const site = new FreshSite(place, 3600);
    await run(site, place);
    expect(site.left()).toEqual([]);
    site.remove();
  });
}

everywhere('uid 1000, read-only, without capabilities: the helper answers', async site => {
  const words = [
    '--user=1000',
    '--read-only',
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
  ];
  const line = `id; ${GET}; cat /run/vaultrun/config; env; ls /root/.aws $AWS_SHARED_CREDENTIALS_FILE`;
  const { stdout, stderr } = await site.ran(site.freshIn(line, ...words));
  expect(stdout).toContain('uid=1000');
  const set = JSON.parse(/^\{.*\}$/m.exec(stdout)?.[0] ?? '');
  expect(set).toMatchObject({ Version: 1, SecretAccessKey: site.secret });
  expect(stdout).toMatch(/^\[default\]\nregion = eu-west-1\ncredential_process = sh /m);
  const variables = stdout.split('\n').filter(text => /^AWS_\w+=/.test(text));
  expect(variables.sort()).toEqual([
    'AWS_CONFIG_FILE=/run/vaultrun/config',
    'AWS_DEFAULT_REGION=eu-west-1',
    'AWS_EC2_METADATA_DISABLED=true',
    'AWS_REGION=eu-west-1',
    'AWS_SDK_LOAD_CONFIG=1',
    'AWS_SHARED_CREDENTIALS_FILE=/run/vaultrun/credentials',
  ]);
  expect(stderr).not.toMatch(/vaultrun/);
});

everywhere('the secret is where the mount is, and nowhere else', async (site, place) => {
  const stdio = ['pipe', 'pipe', 'pipe'] as const;
  const running = site.start(site.freshIn(`${GET} >/dev/null; echo up; cat`), {
    stdio: [...stdio],
  });
  await running.stdout.saw('up');
  const [id = ''] = site.containers();
  expect(site.engine('inspect', id)).not.toContain(site.secret);
  expect(holders(site.secret)).toBe(0);
  expect(scanProcesses(site.secret)).toEqual([]);
  // Where it has to be, and the proof that the scan finds it.
  const [found = ''] = scanFiles(site.secret, [`${site.env.XDG_RUNTIME_DIR}`]);
  expect(found).toMatch(/\/vaultrun-[^/]+\/mnt\/c\/\d{13}\.json$/);
  const folder = found.replace(/\/mnt\/.*$/, '');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(`${folder}/mnt`).mode & 0o777).toBe(0o755);
  expect(statSync(found).mode & 0o777).toBe(0o644);

  const name = `${site.name()}-commit`;
  site.engine('commit', id, name);
  for (const words of [`save ${name}`, `export ${id}`]) {
    // Podman opens /dev/stdout, and what Node makes for a child is no pipe but a socket.
    const line = `${place.engine.program} ${words} | cat`;
    const [file, ...args] = site.as(['/bin/sh', '-c', line]);
    const { stdout } = spawnSync(file, args, { env: site.env, cwd: site.cwd, maxBuffer: 64 << 20 });
    expect(stdout.length).toBeGreaterThan(1e6);
    for (const text of [site.secret, site.token]) expect(stdout.includes(text)).toBe(false);
  }
  site.engine('rmi', name);
  const { pid } = running;
  tell(
    `beside the container, ${place.engine.name}, ${place.node.name}: ${megabytes(pid).toFixed(1)} MB`,
  );
  await until(() => megabytes(pid) < 60, 'less than 60 MB at rest', 100);
  running.child.stdin?.end();
  expect((await running.ended).status).toBe(0);
});

everywhere("nothing of it is in the engine's own folders", async site => {
  const stamp = site.write('tmp/stamp', '');
  const written = () => changedFilesWith([site.secret, site.token], storesOf(site), stamp);
  const fresh = site.start(site.freshIn(`${GET} >/dev/null; echo up; sleep 60`));
  await fresh.stdout.saw('up');
  expect(await written()).toEqual([]);
  // A plain run's is there: the proof that the scan finds it.
  const plain = site.start(site.in('sh', '-c', 'echo up; sleep 60'));
  await plain.stdout.saw('up');
  expect(await written()).not.toEqual([]);
  site.engine('kill', ...site.containers());
  await Promise.all([fresh.ended, plain.ended]);
});

everywhere('TERM, INT and HUP reach it, and nothing is left', async site => {
  const traps = 'trap "echo INT" INT; trap "echo HUP" HUP; trap "exit 7" TERM';
  const line = `${traps}; ${READY}; echo up; while :; do sleep 0.05; done`;
  const running = site.start(site.freshIn(line));
  await running.stdout.saw('up');
  await passesSignals(running.pid, running.stderr);
  expect(site.left()).toHaveLength(1);
  for (const name of ['INT', 'HUP'] as const) {
    running.child.kill(`SIG${name}`);
    await running.stdout.saw(`${name}\n`);
  }
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ status: 7, stdout: 'up\nINT\nHUP\n' });
});

// Podman's client ends of what comes before it passes signals on, and leaves a container that never starts.
everywhere(
  'a signal while the engine starts: all ends, or the container is kept fresh',
  async site => {
    const line = 'trap "exit 7" TERM; echo up; while :; do sleep 0.05; done';
    const starting = site.start(site.freshIn(line));
    const client = () => family(starting.pid).some(({ argv }) => argv.includes('--env-file'));
    const up = site.start(site.freshIn(line));
    for (const [running, moment] of [
      [starting, until(client, "the engine's client")],
      [up, up.stdout.saw('up')],
    ] as const) {
      await moment;
      running.child.kill('SIGTERM');
      // Docker's own client loses one between the making of a container and its start; that container comes up.
      if (running === starting) {
        const again = () => running.child.kill('SIGTERM');
        running.stdout.saw('up').then(again, () => {});
      }
      const { status, signal } = await running.ended;
      tell(`SIGTERM at the start, ${site.place.engine.name}: ${signal ?? `status ${status}`}`);
    }
    const ids = site
      .engine('ps', '-q', '--filter', `label=${site.label}`)
      .split('\n')
      .filter(Boolean);
    expect(site.refreshers()).toHaveLength(ids.length);
    expect(site.left()).toHaveLength(ids.length);
    for (const id of ids) {
      expect(site.engine('exec', id, 'sh', '/run/vaultrun/get')).toContain(site.secret);
      site.engine('kill', id);
    }
    await site.idle();
  },
);

everywhere(
  'the status is the container’s, and an engine that fails leaves nothing either',
  async site => {
    expect((await site.ran(site.freshIn('exit 9'))).status).toBe(9);
    const words = site.fresh('--network=none', image, '/no/such/program');
    expect((await site.ran(words)).status).toBe(127);
    expect((await site.ran(site.freshIn('true', '-v', 'nonsense:::'))).status).toBe(125);
  },
);

beside(
  '-d: a refresher of its own, that ends with the container',
  ['docker', 'podman'],
  [20],
  async place => {
    const site = new FreshSite(place, 18);
    const name = site.name();
    const docker = place.engine.program === 'docker';
    const { status, stdout } = await site.ran(
      site.freshIn('sleep 60', docker ? '-dit' : '--detach', '--name', name),
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^[0-9a-f]{64}\n$/);
    expect(site.left()).toHaveLength(1);
    const [refresher] = site.refreshers();
    expect(refresher).toBeDefined();
    // Another run does not sweep what is in use.
    await site.ran(site.in('true'));
    await sleep(20);
    expect(site.engine('exec', name, 'sh', '/run/vaultrun/get')).toContain(site.secret);
    expect(site.calls()).toBeGreaterThan(1);
    tell(
      `${place.engine.name}: the refresher of -d ${megabytes(refresher?.pid ?? 0).toFixed(1)} MB`,
    );
    site.engine('kill', name);
    await site.idle();
    const log = site.read('home/.local/state/vaultrun/refresh.log');
    expect(log).toMatch(/keeping [\s\S]*the container has ended\n$/);
    expect(log).not.toContain(site.secret);
    site.remove();
  },
);

beside(
  'left with the detach keys, or by its client: a refresher takes over',
  ['docker'],
  [24],
  async place => {
    const site = new FreshSite(place, 18);
    const words = site.freshIn('echo up; cat >/dev/null');
    const terminal = site.terminal('exec "$@"', words);
    await terminal.saw('up');
    terminal.type('\u0010\u0011');
    expect((await terminal.ended).status).toBe(0);
    expect(site.refreshers()).toHaveLength(1);

    const running = site.start(site.freshIn('echo up; sleep 60'));
    await running.stdout.saw('up');
    const [client] = family(running.pid).filter(({ argv }) => argv[1] === 'run');
    if (!client) throw new Error('no client');
    process.kill(client.pid, 'SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    expect(site.refreshers()).toHaveLength(2);
    await sleep(20);
    const ids = site.containers();
    expect(ids).toHaveLength(2);
    for (const id of ids) {
      expect(site.engine('exec', id, 'sh', '/run/vaultrun/get')).toContain(site.secret);
      site.engine('kill', id);
    }
    await site.idle();
    site.remove();
  },
);

beside(
  'an image without sh gets a static busybox from another image',
  ['docker', 'podman'],
  [20],
  async place => {
    const site = new FreshSite(place, 3600);
    const bare = `${site.name()}-bare`;
    const build = `mkdir root && cp /bin/busybox root/ && tar -C root -c busybox | ${place.engine.program} import - ${bare}`;
    expect((await site.runCommand(['/bin/sh', '-c', build])).status).toBe(0);
    const words = [
      '--network=none',
      '--read-only',
      '--user=12345',
      bare,
      '/busybox',
      'ash',
      '-c',
      GET,
    ];
    const refused = await site.ran(site.fresh(...words), { env: { VAULTRUN_BUSYBOX_IMAGE: bare } });
    expect(refused.stderr).toMatch(/error: the image has no sh, and .* gives none/);
    const env = { VAULTRUN_BUSYBOX_IMAGE: image };
    for (const _ of ['taken', 'kept']) {
      const { stdout, stderr } = await site.ran(site.fresh(...words), { env });
      expect(stderr).toBe('');
      expect(stdout).toContain(site.secret);
    }
    site.engine('rmi', bare);
    expect(site.containers()).toEqual([]);
    site.remove();
  },
);

/** The real aws CLI in a container of this place, with a session of the vault. */
async function asksAws(place: Place, words: readonly string[]): Promise<void> {
  const site = new Site(place);
  site.machineVault(`[profile dev]\nregion = eu-west-1\nendpoint_url = ${sts}\n`);
  await site.stored('dev', {
    AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE2',
    AWS_SECRET_ACCESS_KEY: 'stored',
  });
  const call = `aws sts get-caller-identity --output json --endpoint-url ${sts}; aws configure list`;
  const own = ['--refresh', `--engine=${place.engine.program}`, 'dev', '--'];
  const container = ['--label', site.label, '--network=host', ...words];
  const command = [`${awsImage}`, 'sh', '-c', call];
  const { stdout, stderr } = await site.ran([...own, ...container, ...command]);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout.slice(0, stdout.indexOf('}') + 1))).toMatchObject({
    Account: '123456789012',
  });
  expect(stdout).toMatch(/access_key .*custom-process/);
  site.remove();
}

// At the top, so that it runs beside the others.
if (sts && rootlessAws) {
  beside('the real aws CLI asks', ['rootless podman'], [20], place =>
    asksAws(place, ['-e', 'AWS_PROFILE=dev']),
  );
} else needing(false, 'the real aws CLI asks: rootless podman', () => {});

needing(sts && awsImage, '--refresh and the real aws CLI', () => {
  each('aws sts get-caller-identity', ['docker'], [20, 24], place => {
    test.each([[[]], [['-e', 'AWS_PROFILE=dev']]])('with a session of the vault %j', words =>
      asksAws(place, words),
    );
  });
});
