import { spawn } from 'node:child_process';
import { BOTH_WAYS, ENGINES, each, machine } from '../support/e2e-machine.ts';
import { CodeJudge } from '../support/e2e-mfa.ts';
import { family, stateOf } from '../support/e2e-scan.ts';
import { passesSignals, READY } from '../support/e2e-signals.ts';
import { Running, Site, until } from '../support/e2e-site.ts';

const { image } = machine;

/** Says which of the three are a terminal. */
const SAY = 'for i in 0 1 2; do [ -t $i ] && echo "t$i" || echo "n$i"; done';
const LOOK = ['sh', '-c', SAY];
/** Podman by itself loses output of a command that ends before its input does: 3 of 120 plain runs under load. */
const READ_AND_LOOK = ['sh', '-c', `cat >/dev/null; ${SAY}`];
/** Docker tells the container the size a moment after its start. */
const SIZE = 'until [ "$(stty size 2>/dev/null)" = "41 97" ]; do sleep 0.02; done; stty size; tty';

each('a terminal', ENGINES, BOTH_WAYS, place => {
  const site = new Site(place);
  afterAll(() => site.remove());

  test('all three: the container has one of the same size', async () => {
    const look = await site.terminal('exec "$@"', site.in(...LOOK)).ended;
    expect(look).toMatchObject({ stdout: 't0\r\nt1\r\nt2\r\n', status: 0 });
    const size = await site.terminal('exec "$@"', site.in('sh', '-c', SIZE)).ended;
    expect(size).toMatchObject({ stdout: expect.stringMatching(/41 97\r\n\/dev\//), status: 0 });
  });

  test.each([
    ['stdin', '"$@" </dev/null 2>&1', READ_AND_LOOK],
    ['stdin piped', 'echo | "$@"', READ_AND_LOOK],
    ['stdout piped', '"$@" | cat', LOOK],
    ['stderr redirected', '"$@" 2>/dev/null', LOOK],
  ])('none where %s is elsewhere', async (_, line, command) => {
    const { stdout } = await site.terminal(line, site.in(...command)).ended;
    expect(stdout).toMatch(/n0\s+n1\s+n2/);
    expect(stdout).not.toMatch(/not a TTY/i);
  });

  test('stderr stays apart from stdout where it is redirected', async () => {
    const args = site.in('sh', '-c', 'echo out; echo err >&2');
    const { stdout } = await site.terminal('"$@" 2>err.txt', args).ended;
    expect(stdout).toBe('out\r\n');
    expect(site.read('work/err.txt')).toBe('err\n');
  });

  test('an interactive shell', async () => {
    const terminal = site.terminal('exec "$@"', site.in('sh'));
    await terminal.saw(/[#$] /);
    terminal.type('echo $((6*7))-$AWS_REGION\r');
    await terminal.saw('42-eu-west-1');
    terminal.type('exit 5\r');
    expect((await terminal.ended).status).toBe(5);
  });

  test("^C is the container's one SIGINT, with -t", async () => {
    const trap =
      'trap "echo INT" INT; trap "echo END; exit 6" TERM; echo up; while :; do sleep 0.05; done';
    const name = site.name();
    const args = site.args('--network=none', '--name', name, image, 'sh', '-c', trap);
    const terminal = site.terminal('exec "$@"', args);
    await terminal.saw('up\r\n');
    terminal.type('\x03');
    await terminal.saw('INT\r\n');
    site.engine('kill', '--signal=TERM', name);
    const { stdout, status } = await terminal.ended;
    expect(status).toBe(6);
    expect(stdout.match(/INT\r\n/g)).toHaveLength(1);
  });

  test("^C is the container's one SIGINT, without -t", async () => {
    const trap = `trap "echo INT >&2" INT; trap "exit 6" TERM; ${READY}; echo up >&2`;
    const command = `${trap}; while :; do sleep 0.05; done`;
    const name = site.name();
    const args = site.args('--network=none', '--name', name, image, 'sh', '-c', command);
    const terminal = site.terminal('trap "" INT; (trap - INT; exec "$@") >/dev/null', args);
    await terminal.saw('up\r\n');
    await passesSignals(terminal.pty.pid, terminal.screen);
    terminal.type('\x03');
    await terminal.saw('INT\r\n');
    site.engine('kill', '--signal=TERM', name);
    const { stdout, status } = await terminal.ended;
    expect(status).toBe(6);
    expect(stdout.match(/INT\r\n/g)).toHaveLength(1);
  });

  test('closed descriptors do no harm', async () => {
    const args = site.in('sh', '-c', 'env; cat; exit 3');
    const inputless = await site.shell('"$@" <&-', args);
    expect(inputless.status).toBe(3);
    expect(inputless.stdout).toContain(`AWS_SECRET_ACCESS_KEY=${site.secret}\n`);
    expect((await site.shell('"$@" >&- 2>&-', args)).status).toBe(3);
    expect(await site.shell('"$@" 2>&-', args)).toMatchObject({ status: 3, stderr: '' });
    expect((await site.shell('"$@" <&- >&- 2>&-', args)).status).toBe(3);
  });
});

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGINT'] as const;

each('signals to vaultrun', ENGINES, BOTH_WAYS, place => {
  const site = new Site(place);
  afterAll(() => site.remove());
  const traps = SIGNALS.map(signal => signal.slice(3)).map(
    name => `trap "echo ${name}; [ ${name} = TERM ] && exit 4" ${name}`,
  );
  const command = [
    'sh',
    '-c',
    `${traps.join('; ')}; ${READY}; echo up; while :; do sleep 0.02; done`,
  ];

  test('each reaches the container, every time', async () => {
    const name = site.name();
    const running = site.start(site.args('--network=none', '--name', name, image, ...command));
    await running.stdout.saw('up\n');
    await passesSignals(running.pid, running.stderr);
    for (const signal of [...SIGNALS.filter(each => each !== 'SIGTERM'), 'SIGHUP'] as const) {
      const before = running.stdout.text;
      running.child.kill(signal);
      await running.stdout.saw(new RegExp(`^${before}${signal.slice(3)}\n$`));
    }
    running.child.kill('SIGTERM');
    const { status, stdout } = await running.ended;
    expect(status).toBe(4);
    expect(stdout).toBe('up\nHUP\nQUIT\nUSR1\nUSR2\nINT\nHUP\nTERM\n');
  });

  test("a command that refuses SIGTERM is not killed by vaultrun's impatience", async () => {
    const name = site.name();
    const deaf = 'trap "echo no" TERM; trap "exit 8" USR1';
    const command = `${deaf}; ${READY}; echo up; while :; do sleep 0.02; done`;
    const words = ['--network=none', '--name', name, image, 'sh', '-c', command];
    const running = site.start(site.args(...words));
    await running.stdout.saw('up\n');
    await passesSignals(running.pid, running.stderr);
    for (let times = 1; times < 3; times += 1) {
      running.child.kill('SIGTERM');
      await running.stdout.saw('no\n'.repeat(times));
    }
    running.child.kill('SIGUSR1');
    expect(await running.ended).toMatchObject({ status: 8 });
  });
});

each("^Z and ^C as docker's own", ['docker'], BOTH_WAYS, place => {
  const site = new Site(place);
  afterAll(() => site.remove());
  const command = [
    'sh',
    '-c',
    'trap "exit 6" TERM; trap : INT TSTP; echo up >&2; while :; do sleep 0.05; done',
  ];

  /** The signals that the daemon was asked to send to a container, and whether its client stands stopped. */
  async function typed(line: string, args: string[], name: string, key: string): Promise<unknown> {
    const filter = ['--filter', `container=${name}`, '--filter', 'event=kill'];
    const format = '{{.Actor.Attributes.signal}}';
    // From a moment ago on, for it may not listen yet when the key is typed.
    const since = ['--since', `${Math.floor(Date.now() / 1000)}`];
    const events = new Running(
      spawn('docker', ['events', ...since, ...filter, '--format', format]),
    );
    const terminal = site.terminal(line, args);
    await terminal.saw('up\r\n');
    terminal.type(key);
    const number = key === '\x1a' ? '20' : '2';
    await events.stdout.saw(`${number}\n`);
    const states = family(terminal.pty.pid).map(({ pid }) => stateOf(pid));
    site.engine('kill', '--signal=TERM', name);
    const { status } = await terminal.ended;
    await events.stdout.saw('15\n');
    events.child.kill();
    await events.ended;
    return { status, signals: events.stdout.text, stopped: states.includes('T') };
  }

  test.each([
    ['^Z', '\x1a', '20\n15\n'],
    ['^C', '\x03', '2\n15\n'],
  ])('%s without -t', async (_, key, signals) => {
    const line = 'trap "" INT TSTP; (trap - INT TSTP; exec "$@") >/dev/null';
    const name = site.name();
    const words = ['--network=none', '--name', name, image, ...command];
    const ours = await typed(line, site.args(...words), name, key);
    expect(ours).toEqual({ status: 6, signals, stopped: false });
    const bare = site.name();
    const plain = ['docker', 'run', '--rm', '-i', ...words.map(w => (w === name ? bare : w))];
    const theirs = await typed(`${line.replace('"$@"', quoted(plain))}`, [], bare, key);
    expect(ours).toEqual(theirs);
  });
});

function quoted(words: readonly string[]): string {
  return words.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}

each('questions on the terminal', ['docker'], BOTH_WAYS, place => {
  const site = new Site(place);
  const keys = {
    AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE2',
    AWS_SECRET_ACCESS_KEY: site.secret,
  };
  let judge: CodeJudge | undefined;
  beforeAll(async () => {
    // Without an STS the stand-in is itself the judge of the code; the real aws-vault needs one.
    if (machine.sts) judge = await CodeJudge.start(machine.sts, '123456');
    const endpoint = judge ? `endpoint_url = ${judge.url}\n` : '';
    const mfa = `mfa_serial = arn:aws:iam::123456789012:mfa/me\n${endpoint}`;
    site.machineVault(`[profile dev]\nregion = eu-west-1\n${mfa}`);
    await site.stored('dev', keys);
  });
  beforeEach(() => site.runCommand(['aws-vault', 'clear']));
  afterAll(() => {
    judge?.stop();
    site.remove();
  });

  test('is asked for on the terminal while stdin is piped into the container', async () => {
    const command = 'cat; [ -n "$AWS_SESSION_TOKEN" ] && echo " and a token"';
    const args = site.in('sh', '-c', command);
    const terminal = site.terminal('printf "piped data" | "$@" >out.txt; echo "status $?"', args);
    await terminal.saw(/MFA code for .*: /);
    terminal.type('123456\r');
    await terminal.saw(/status \d+/);
    expect((await terminal.ended).stdout).toContain('status 0');
    expect(site.read('work/out.txt')).toBe('piped data and a token\n');
  });

  test('the wrong one starts no container', async () => {
    const args = site.in('echo', 'started');
    const terminal = site.terminal('"$@"; echo "status $?"', args);
    await terminal.saw(/MFA code for .*: /);
    terminal.type('654321\r');
    const { stdout } = await terminal.ended;
    expect(stdout).toContain('status 125');
    expect(stdout).not.toContain('started');
  });

  test('the passphrase too is asked for on the terminal, and its blank line does no harm', async () => {
    const { AWS_VAULT_FILE_PASSPHRASE, ...env } = site.env;
    expect(AWS_VAULT_FILE_PASSPHRASE).toBe('e2e');
    const args = ['--mfa-token=123456', ...site.in('cat')];
    const line = 'unset AWS_VAULT_FILE_PASSPHRASE; echo piped | "$@" >out.txt; echo "status $?"';
    const terminal = site.terminal(line, args, env);
    await terminal.saw(/passphrase/i);
    terminal.type('e2e\r');
    expect((await terminal.ended).stdout).toContain('status 0');
    expect(site.read('work/out.txt')).toBe('piped\n');
  });

  test('^C at the question ends it all, with no container', async () => {
    const args = site.in('echo', 'started');
    const terminal = site.terminal('exec "$@"', args);
    await terminal.saw(/MFA code for .*: /);
    terminal.type('\x03');
    const { stdout, status, signal } = await terminal.ended;
    expect(stdout).not.toContain('started');
    expect([status, signal]).not.toEqual([0, undefined]);
    await until(() => site.left().length === 0, 'an empty runtime folder');
  });
});
