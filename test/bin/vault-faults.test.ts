import { existsSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { BIN, CREDENTIALS, NODES, World } from '../support/world.ts';

const ANSWER = Object.entries(CREDENTIALS)
  .map(([name, value]) => `echo '${name}=${value}'`)
  .join('\n');

describe.each(NODES)('%s', (_, node) => {
  let world: World;
  let started: string;
  beforeEach(() => {
    world = new World();
    started = join(world.folder, 'started');
    world.program('docker', `touch '${started}'; shift 4; cat "$1"`);
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });
  const run = (env: Record<string, string> = {}) =>
    world.run(['dev', '--', 'img'], { with: node, env });

  test.each<[string, string, RegExp]>([
    [
      'fails',
      `${ANSWER}\necho 'aws-vault: error: exec: no' >&2; exit 1`,
      /no credentials .*\(status 1\)/,
    ],
    ['is killed', `${ANSWER}\nkill -KILL $$`, /\(killed by SIGKILL\)/],
    ['says nothing', 'exit 0', /AWS_ACCESS_KEY_ID is not in it/],
    [
      'prints garbage',
      'head -c 100000 /dev/urandom; echo',
      /AWS_ACCESS_KEY_ID is not in it|breaks off/,
    ],
    ['prints half', 'echo AWS_ACCESS_KEY_ID=AKIA', /AWS_SECRET_ACCESS_KEY is not in it/],
    ['breaks off', `${ANSWER}\nprintf AWS_SESSION_TOKEN=ha`, /breaks off/],
    [
      'contradicts itself',
      `${ANSWER}\necho AWS_SESSION_TOKEN=forged`,
      /AWS_SESSION_TOKEN stands there twice/,
    ],
    ['never stops printing', `${ANSWER}\nexec yes`, /far more than credentials/],
    ['leaves one that never stops printing', `(exec yes) &\nwait`, /far more than credentials/],
    ['cannot be executed', '#!/nowhere/sh\n', /aws-vault/],
  ])('an aws-vault that %s starts no container', async (_, script, told) => {
    world.program('aws-vault', script);
    const { status, stdout, stderr } = await run();
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(told);
    expect(stderr).toMatch(/^vaultrun: hint: ./m);
    expect(stderr).not.toMatch(/forged|wJalr|EXAMPLETOKEN/);
    expect(existsSync(started)).toBe(false);
  });

  test('that no key store is found where there is no session bus is told as what it is', async () => {
    const message = 'aws-vault: error: specified keyring backend not available, try --help';
    world.program('aws-vault', `echo '${message}' >&2; exit 1`);
    const nowhere = { PATH: world.bin, DBUS_SESSION_BUS_ADDRESS: '' };
    const { stderr } = await run(nowhere);
    const sure = process.platform === 'linux' && !existsSync(`/run/user/${userInfo().uid}/bus`);
    expect(/finds no key store .* AWS_VAULT_BACKEND=file/.test(stderr)).toBe(sure);
    const named = await run({ ...nowhere, AWS_VAULT_BACKEND: 'pass' });
    expect(named.stderr).not.toMatch(/key store/);
  });

  test('without aws-vault on PATH nothing is started', async () => {
    const { status, stderr } = await run({ PATH: `${world.bin}:/bin` });
    expect(status).toBe(125);
    expect(stderr).toMatch(/error: aws-vault is not on PATH\nvaultrun: hint: /);
    expect(existsSync(started)).toBe(false);
  });

  test('what it started does not go on printing when we are told to end', async () => {
    const fifo = join(world.folder, 'fifo');
    await execa('mkfifo', [fifo]);
    world.program('aws-vault', `sleep 1000 & echo $! >'${fifo}'; wait`);
    const child = world.background(['dev', '--', 'img'], node);
    const { stdout: pid } = await execa('cat', [fifo]);
    child.kill('SIGTERM');
    expect((await child).signal).toBe('SIGTERM');
    expect(existsSync(`/proc/${pid.trim()}/exe`)).toBe(false);
  });

  test('a blank line first is the file backend, not an error', async () => {
    world.program('aws-vault', `echo; ${ANSWER}`);
    expect(await run()).toMatchObject({ status: 0, stderr: '' });
  });

  test('a grandchild that holds its stdout delays nothing', async () => {
    const hold = join(world.folder, 'hold');
    await execa('mkfifo', [hold]);
    world.program('aws-vault', `${ANSWER}\n(read line <'${hold}') 2>/dev/null &\nexit 0`);
    expect(await run()).toMatchObject({ status: 0, stderr: '' });
    // It still waited there: now it may go.
    writeFileSync(hold, 'go\n');
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1'] as const)(
    'while it hangs, %s ends it and us',
    async signal => {
      const fifo = join(world.folder, 'fifo');
      await execa('mkfifo', [fifo]);
      world.program('aws-vault', `echo $$ >'${fifo}'; exec sleep 1000`);
      const child = world.background(['dev', '--', 'img'], node);
      const { stdout: pid } = await execa('cat', [fifo]);
      child.kill(signal);
      const outcome = await child;
      expect(outcome.signal).toBe(signal);
      expect(existsSync(`/proc/${pid.trim()}`)).toBe(false);
      expect(existsSync(started)).toBe(false);
    },
  );

  test('a variable with a line break forges nothing, in value or name', async () => {
    world.program('aws-vault', `${ANSWER}\nexec env`);
    const forged = 'x\nAWS_SESSION_TOKEN=forged\nAWS_ENDPOINT_URL=http://evil';
    const { stdout, status } = await run({
      HARMLESS: forged,
      'A\nAWS_ENDPOINT_URL': 'http://evil',
    });
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/forged|evil/);
  });

  test('its environment is ours, less what would lie in its answer', async () => {
    const seen = join(world.folder, 'seen');
    world.program('aws-vault', `env >'${seen}'\n${ANSWER}`);
    await run({
      AWS_VAULT: 'outer',
      AWS_VAULT_PROFILE_ENV: '1',
      AWS_CREDENTIAL_EXPIRATION: '2001-01-01T00:00:00Z',
      AWS_SESSION_EXPIRATION: '2001-01-01T00:00:00Z',
      AWS_VAULT_BACKEND: 'pass',
      LINES2: 'a\nb',
    });
    const { readFileSync } = await import('node:fs');
    const names = readFileSync(seen, 'utf8')
      .split('\n')
      .map(line => line.split('=')[0]);
    expect(names).toEqual(expect.arrayContaining(['HOME', 'AWS_VAULT_BACKEND', 'VAULTRUN_ACTIVE']));
    for (const gone of [
      'AWS_VAULT',
      'AWS_VAULT_PROFILE_ENV',
      'AWS_CREDENTIAL_EXPIRATION',
      'AWS_SESSION_EXPIRATION',
      'LINES2',
      'AWS_VAULT_PROMPT',
    ]) {
      expect(names).not.toContain(gone);
    }
  });

  test.each([
    ['itself', 'dev', 'dev'],
    ['itself by way of another', 'dev\tother', 'dev'],
  ])('a credential_process that calls %s is refused', async (_, active) => {
    world.program('aws-vault', ANSWER);
    const { status, stderr } = await run({ VAULTRUN_ACTIVE: active });
    expect(status).toBe(125);
    expect(stderr).toMatch(/profile 'dev' asks vaultrun for its own credentials/);
    expect((await run({ VAULTRUN_ACTIVE: 'third' })).status).toBe(0);
  });

  test('profiles that are each other’s source are refused, before aws-vault follows them for ever', async () => {
    const asked = join(world.folder, 'asked');
    world.program('aws-vault', `touch '${asked}'; ${ANSWER}`);
    world.write(
      'home/.aws/config',
      '[default]\nsource_profile = dev\n[profile dev]\ninclude_profile = more\n[profile more]\nsource_profile = base\n[profile base]\n',
    );
    const { status, stderr } = await run();
    expect(status).toBe(125);
    expect(stderr).toContain("error: the profiles are each other's source: dev → base → dev\n");
    expect(existsSync(asked)).toBe(false);
    // Its own source is none.
    world.write('home/.aws/config', '[profile dev]\nsource_profile = dev\n');
    expect((await run()).status).toBe(0);
  });

  test('the loop itself ends at its second turn', async () => {
    const turns = join(world.folder, 'turns');
    world.program('aws-vault', `echo turn >>'${turns}'; exec '${node}' '${BIN}' dev -- img`);
    expect((await run()).status).toBe(125);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(turns, 'utf8')).toBe('turn\n');
  });

  test('an engine that is missing is told before the vault is asked', async () => {
    const asked = join(world.folder, 'asked');
    world.program('aws-vault', `touch '${asked}'; ${ANSWER}`);
    const { status, stderr } = await world.run(['dev', '--engine=nerdctl', '--', 'img'], {
      with: node,
      env: { PATH: world.bin },
    });
    expect(status).toBe(125);
    expect(stderr).toMatch(/error: nerdctl is not on PATH/);
    expect(existsSync(asked)).toBe(false);
  });
});
