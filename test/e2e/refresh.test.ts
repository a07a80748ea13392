import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { ENGINES, each, machine, needing } from '../support/e2e-machine.ts';
import { answers, asking, cpuSeconds, FreshSite } from '../support/e2e-refresh.ts';
import {
  family,
  holders,
  megabytes,
  processes,
  scanFiles,
  scanProcesses,
} from '../support/e2e-scan.ts';
import { Site, until } from '../support/e2e-site.ts';
import { STAND_INS } from '../support/world.ts';

const { image, sts, awsImage, vault } = machine;
const tell = (text: string) => process.stderr.write(`e2e: ${text}\n`);
const GET = 'sh /run/vaultrun/get';
const sleep = (seconds: number) => new Promise(resolve => setTimeout(resolve, seconds * 1000));

each('--refresh', ENGINES, [20, 24], place => {
  let site: FreshSite;
  beforeAll(() => {
    site = new FreshSite(place, 3600);
  });
  afterAll(() => site.remove());
  afterEach(() => expect(site.left()).toEqual([]));

  test('uid 1000, read-only, without capabilities: the helper answers', async () => {
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

  test('the secret is in no inspect, environment, argv or committed image', async () => {
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
    expect(found).toMatch(/\/vaultrun-[^/]+\/mnt\/c\/\d{10}\.json$/);
    const folder = found.replace(/\/mnt\/.*$/, '');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(`${folder}/mnt`).mode & 0o777).toBe(0o755);
    expect(statSync(found).mode & 0o777).toBe(0o644);
    const name = `${site.name()}-commit`;
    site.engine('commit', id, name);
    const [file, ...args] = site.as([place.engine.program, 'save', name]);
    const saved = spawnSync(file, args, { env: site.env, cwd: site.cwd, maxBuffer: 64 << 20 });
    expect(saved.stdout.length).toBeGreaterThan(1e6);
    expect(saved.stdout.includes(site.secret)).toBe(false);
    site.engine('rmi', name);
    const { pid } = running;
    tell(
      `beside the container, ${place.engine.name}, ${place.node.name}: ${megabytes(pid).toFixed(1)} MB`,
    );
    expect(megabytes(pid)).toBeLessThan(60);
    running.child.stdin?.end();
    expect((await running.ended).status).toBe(0);
  });

  // Podman's client dies of a signal that comes before it listens (see terminal.test.ts); the container is then handed
  // on, as the last suite shows. So only the engine that listens from the start is sent them here.
  if (place.engine.program === 'docker') {
    test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
      '%s ends it, and nothing is left',
      async signal => {
        const running = site.start(
          site.freshIn('trap "exit 7" TERM INT HUP; echo up; sleep 30 & wait'),
        );
        await running.stdout.saw('up');
        expect(site.left()).toHaveLength(1);
        running.child.kill(signal);
        expect((await running.ended).status).toBe(7);
      },
    );
  }

  test('the status is the container’s, and an engine that fails leaves nothing either', async () => {
    expect((await site.ran(site.freshIn('exit 9'))).status).toBe(9);
    const words = site.fresh('--network=none', image, '/no/such/program');
    expect((await site.ran(words)).status).toBe(127);
    expect((await site.ran(site.freshIn('true', '-v', 'nonsense:::'))).status).toBe(125);
  });

  test('what would win over the mount is refused', async () => {
    const { status, stderr } = await site.ran(
      site.freshIn('true', '--net=none', '-teAWS_ACCESS_KEY_ID=x'),
    );
    expect(status).toBe(125);
    expect(stderr).toMatch(/error: the -e behind the '--' sets AWS_ACCESS_KEY_ID/);
  });
});

each('a container that outlives five sets', ['docker', 'rootless podman'], [20], place => {
  test('never sees an expired one', async () => {
    const site = new FreshSite(place, 12);
    const running = site.start(site.freshIn(asking(46)));
    expect((await running.ended).stderr).toBe('');
    const seen = answers(running);
    const left = seen.map(({ at, end }) => (end - at) / 1000);
    const sets = new Set(seen.map(({ end }) => end));
    tell(
      `${place.engine.name}: ${seen.length} answers, ${sets.size} sets, at least ${Math.min(...left)} s left`,
    );
    expect(sets.size).toBeGreaterThanOrEqual(5);
    expect(left.filter(seconds => !(seconds > 0))).toEqual([]);
    expect(site.calls()).toBe(sets.size);
    expect(site.left()).toEqual([]);
    site.remove();
  }, 90_000);
});

each('a source that fails', ['docker'], [20], place => {
  test('is told once, named by the helper after the end, and recovered from', async () => {
    const site = new FreshSite(place, 9);
    const running = site.start(site.freshIn(asking(40)));
    await running.stdout.saw('Expiration');
    site.fail(true);
    await running.stdout.saw(/vaultrun: the credentials have ended and could not be renewed/);
    site.fail(false);
    const before = answers(running).at(0)?.end ?? 0;
    await until(() => (answers(running).at(-1)?.end ?? 0) > before, 'fresh ones');
    running.child.kill('SIGTERM');
    const { stderr, stdout } = await running.ended;
    expect(stderr.match(/error: the credentials cannot be renewed/g)).toHaveLength(1);
    expect(stderr).toMatch(/hint: vaultrun goes on trying/);
    expect(stderr + stdout.replace(/"SecretAccessKey":"[^"]*"/g, '')).not.toContain(site.secret);
    // While the old set lived it was handed out; an expired one never.
    for (const { at, end } of answers(running)) if (end) expect(end - at).toBeGreaterThan(0);
    site.remove();
  }, 90_000);
});

each('SIGSTOP past the end of a set', ['docker'], [20], place => {
  test('the helper says so meanwhile; after SIGCONT they are fresh at once', async () => {
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
    await until(
      () =>
        answers(running)
          .slice(before)
          .some(({ end }) => end > 0),
      'fresh ones',
    );
    running.child.kill('SIGTERM');
    await running.ended;
    site.remove();
  }, 60_000);
});

each('vaultrun killed', ['docker'], [20], place => {
  test('the container goes on, its helper then names vaultrun, and the next run sweeps', async () => {
    const site = new FreshSite(place, 8);
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
    await sleep(9);
    const { status, stdout, stderr } = get();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^vaultrun: the credentials have ended, and the vaultrun that renewed/);
    expect(site.left()).toHaveLength(1);
    await site.ran(site.in('true'));
    expect(site.left()).toEqual([]);
    expect(get().stderr).toContain('vaultrun');
    site.remove();
  }, 60_000);
});

each('-d', ['docker', 'podman'], [20], place => {
  test('a refresher of its own, that ends with the container', async () => {
    const site = new FreshSite(place, 9);
    const name = site.name();
    const { status, stdout } = await site.ran(site.freshIn('sleep 60', '-dit', '--name', name));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^[0-9a-f]{64}\n$/);
    expect(site.left()).toHaveLength(1);
    const [refresher] = site.refreshers();
    expect(refresher).toBeDefined();
    // Another run does not sweep what is in use.
    await site.ran(site.in('true'));
    await sleep(11);
    expect(site.engine('exec', name, 'sh', '/run/vaultrun/get')).toContain(site.secret);
    expect(site.calls()).toBeGreaterThan(1);
    tell(
      `${place.engine.name}: the refresher of -d ${megabytes(refresher?.pid ?? 0).toFixed(1)} MB`,
    );
    site.engine('kill', name);
    await until(() => site.refreshers().length === 0 && site.left().length === 0, 'the end');
    const log = site.read('home/.local/state/vaultrun/refresh.log');
    expect(log).toMatch(/keeping .*\n.*the container has ended\n$/);
    expect(log).not.toContain(site.secret);
    site.remove();
  }, 60_000);
});

each('left with the detach keys, or by its client', ['docker'], [24], place => {
  test('a refresher of its own takes over', async () => {
    const site = new FreshSite(place, 9);
    const words = site.freshIn('echo up; cat >/dev/null');
    const terminal = site.terminal('exec "$@"', words);
    await terminal.saw('up');
    terminal.type('\u0010\u0011');
    expect((await terminal.ended).status).toBe(0);
    expect(site.refreshers()).toHaveLength(1);

    const running = site.start(site.freshIn('echo up; sleep 60'));
    await running.stdout.saw('up');
    const [client] = family(running.pid).filter(({ argv }) => argv[1] === 'run');
    process.kill(client?.pid ?? 0, 'SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    expect(site.refreshers()).toHaveLength(2);
    await sleep(10);
    const ids = site.containers();
    expect(ids).toHaveLength(2);
    for (const id of ids) {
      expect(site.engine('exec', id, 'sh', '/run/vaultrun/get')).toContain(site.secret);
      site.engine('kill', id);
    }
    await until(() => site.refreshers().length === 0 && site.left().length === 0, 'the end');
    site.remove();
  }, 60_000);
});

each('an image without sh', ['docker', 'podman'], [20], place => {
  test('gets a static busybox from another image', async () => {
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
  }, 60_000);
});

needing(sts && awsImage, '--refresh and the real aws CLI', () => {
  each('aws sts get-caller-identity', ['docker'], [20, 24], place => {
    test.each([[[]], [['-e', 'AWS_PROFILE=dev']]])(
      'with a session of the vault %j',
      async words => {
        const site = new Site(place);
        const node = vault.path.startsWith(STAND_INS) ? `'${process.execPath}' ` : '';
        site.program('aws-vault', `exec ${node}'${vault.path}' "$@"`);
        Object.assign(site.env, {
          AWS_CONFIG_FILE: site.write(
            'config',
            `[profile dev]\nregion = eu-west-1\nendpoint_url = ${sts}\n`,
          ),
          AWS_VAULT_BACKEND: 'file',
          AWS_VAULT_FILE_DIR: `${site.tmp}/keys`,
          AWS_VAULT_FILE_PASSPHRASE: 'e2e',
        });
        const keys = { AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE2', AWS_SECRET_ACCESS_KEY: 'stored' };
        await site.runCommand(['aws-vault', 'add', 'dev', '--env'], { env: keys });
        const call = `aws sts get-caller-identity --output json --endpoint-url ${sts}; aws configure list`;
        const container = [
          '--label',
          site.label,
          '--network=host',
          ...words,
          `${awsImage}`,
          'sh',
          '-c',
          call,
        ];
        const { stdout, stderr } = await site.ran(['--refresh', 'dev', '--', ...container]);
        expect(stderr).toBe('');
        expect(JSON.parse(stdout.slice(0, stdout.indexOf('}') + 1))).toMatchObject({
          Account: '123456789012',
        });
        expect(stdout).toMatch(/access_key .*custom-process/);
        site.remove();
      },
    );
  });
});

each('the refresher at rest', ['docker', 'podman'], [20, 24], place => {
  test('takes next to nothing', async () => {
    const site = new FreshSite(place, 3600);
    await site.ran(site.freshIn('sleep 120', '-d'));
    const [refresher] = site.refreshers();
    const pid = refresher?.pid ?? 0;
    // With docker, its `wait` sleeps beside it.
    const beside = place.engine.program === 'docker' ? 1 : 0;
    const all = () => processes().filter(each => each.pid === pid || each.parent === pid);
    await until(() => all().length === 1 + beside, 'rest');
    await sleep(5);
    const cpu = () => all().map(each => cpuSeconds(each.pid));
    const before = cpu();
    const seconds = 32;
    await sleep(seconds);
    const perHour = cpu().map((used, i) => ((used - (before[i] ?? 0)) / seconds) * 3600);
    const words = all().map(
      (each, i) =>
        `${perHour[i]?.toFixed(2)} CPU s an hour and ${megabytes(each.pid).toFixed(1)} MB`,
    );
    tell(
      `at rest, ${place.engine.name}, ${place.node.name}: ${words.join('; the engine’s wait ')}`,
    );
    expect(perHour.reduce((sum, each) => sum + each, 0)).toBeLessThan(1);
    expect(megabytes(pid)).toBeLessThan(60);
    for (const id of site.containers()) site.engine('kill', id);
    await until(() => site.left().length === 0, 'the end');
    site.remove();
  }, 90_000);
});
