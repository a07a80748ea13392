import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MASK, MaskedWorld } from '../support/masked-world.ts';
import { Terminal } from '../support/terminal.ts';
import { BIN, CREDENTIALS, NODES, World } from '../support/world.ts';

const SECRET = CREDENTIALS.AWS_SECRET_ACCESS_KEY;
const TOKEN = CREDENTIALS.AWS_SESSION_TOKEN;
const base64 = (text: string) => Buffer.from(text).toString('base64');
/** A stand-in engine's way to its env-file. */
const FILE = 'while [ "$1" != --env-file ]; do shift; done; file=$2';

describe.each(NODES)('%s', (_, node) => {
  let world: MaskedWorld;
  beforeEach(() => {
    world = new MaskedWorld(node);
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });

  test('the secret key and the token are masked on stdout and stderr, the key id is not', async () => {
    world.program('docker', `${FILE}; cat "$file"; cat "$file" >&2; exit 3`);
    const { stdout, stderr, status } = await world.engine();
    const lines = { ...CREDENTIALS, AWS_SECRET_ACCESS_KEY: MASK, AWS_SESSION_TOKEN: MASK };
    const expected = Object.entries(lines).map(([name, value]) => `${name}=${value}`);
    expect(stdout.trim().split('\n').sort()).toEqual(expected.sort());
    expect(stderr).toBe(stdout);
    expect(status).toBe(3);
  });

  test('so are their encoded forms', async () => {
    world.write(
      'work/forms',
      `${encodeURIComponent(TOKEN)} ${base64(`user:${SECRET}`)} ${base64(TOKEN)}`,
    );
    const { stdout } = await world.exec('cat forms');
    const [percent, within, alone] = stdout.replaceAll(MASK, '***').split(' ');
    expect([percent, alone]).toEqual(['***', '***']);
    // A character at either end that stands for a neighbour's bits too stays.
    expect(within).toMatch(/^dXNlcj\w?\*{3}\w{0,2}=*$/);
  });

  test('the option does what the setting does', async () => {
    const args = ['exec', '--mask', 'dev', '--', 'echo', SECRET];
    const { stdout } = await world.run(args, { with: node, env: { VAULTRUN_MASK: '' } });
    expect(stdout).toBe(`${MASK}\n`);
  });

  test('without --mask nothing is', async () => {
    world.program('docker', `${FILE}; cat "$file"`);
    const { stdout } = await world.run(['dev', '--', 'img'], {
      with: node,
      env: { VAULTRUN_MASK: '' },
    });
    expect(stdout).toContain(SECRET);
  });

  test.each([
    ['closes descriptors', 'podman', '# sudo'],
    ['runs in a virtual machine', 'nerdctl', '# limactl'],
  ])('an engine that %s is masked too', async (_, engine, mark) => {
    world.program(engine, `${mark}\n${FILE}; cat "$file"; exit 3`);
    const { stdout, status } = await world.engine(engine);
    expect(stdout).toContain(`AWS_SESSION_TOKEN=${MASK}\n`);
    expect(status).toBe(3);
  });

  test('a prompt comes at once, and is answered', async () => {
    const { child, heard } = world.talk(
      'for i in 1 2 3; do printf "%s name: " $(date +%s%3N); read -r it; done; echo "hello $it"',
    );
    child.stdout.on('data', data => {
      if (`${data}`.endsWith('name: ')) child.stdin.write('you\n');
    });
    expect((await child).stdout).toMatch(/name: hello you$/);
    const waits = heard.flatMap(({ text, at }) =>
      /^\d+ name: $/.test(text) ? [at - Number.parseInt(text, 10)] : [],
    );
    expect(waits).toHaveLength(3);
    // What is held back waits a second; of three, a busy machine does not make each wait for half of that.
    expect(Math.min(...waits)).toBeLessThan(500);
  });

  test('a tail that could be the start of a secret waits a second', async () => {
    const { child, heard } = world.talk(
      'printf "%s is wJalr" $(date +%s%3N); read -r it; echo "$it"',
    );
    child.stdout.on('data', data => {
      if (`${data}`.endsWith('wJalr')) child.stdin.end('XUt\n');
    });
    await child;
    expect(heard.map(({ text }) => text.replace(/^\d+/, ''))).toEqual([' is ', 'wJalr', 'XUt\n']);
    const [first, tail] = heard;
    const waited = (tail?.at ?? 0) - Number.parseInt(first?.text ?? '', 10);
    expect(waited).toBeGreaterThan(900);
  });

  test('a secret that is printed in two halves is masked', async () => {
    const halves = [SECRET.slice(0, 20), SECRET.slice(20)];
    const { stdout } = await world.exec(
      `printf ${halves[0]}; sleep 0.1; printf ${halves[1]}; printf .`,
    );
    expect(stdout).toBe(`${MASK}.`);
  });

  test.each([
    [
      'letter by letter',
      `printf '%s' '${SECRET}' | while read -rn1 c; do printf %s "$c"; sleep 0.06; done`,
    ],
    [
      'in two halves while vaultrun is stopped',
      `printf ${SECRET.slice(0, 20)}; sleep 0.3; kill -STOP $PPID; printf ${SECRET.slice(20)}; sleep 2; kill -CONT $PPID`,
    ],
  ])('a secret that is printed %s is masked', async (_, script) => {
    const { child } = world.talk(`exec bash -c '${script.replaceAll("'", "'\\''")}'`);
    expect((await child).stdout).toBe(MASK);
  });

  test('so is one whose reader pauses, and more than a pipe holds waits', async () => {
    const lines = `yes ${SECRET} | head -n 20000`;
    const { stdout } = await world.bash(
      `"$1" "$2" exec dev -- sh -c '${lines}' | (sleep 3; sort | uniq -c)`,
    );
    expect(stdout.trim()).toBe(`20000 ${MASK}`);
  });

  test('50 MB of any bytes arrive as they are', async () => {
    writeFileSync(join(world.cwd, 'data'), randomBytes(50_000_000));
    const { stdout, stderr } = await world.bash(
      '"$1" "$2" exec dev -- cat data | sha256sum; sha256sum <data; "$1" "$2" exec dev -- cat data >copy; cmp data copy',
    );
    const [ours, theirs] = stdout.split('\n');
    expect({ ours, stderr }).toEqual({ ours: theirs, stderr: '' });
  });

  test('with 2>&1 what goes to stdout and stderr stays in order', async () => {
    const numbers = Array.from({ length: 400 }, (_, i) => i);
    const script = 'i=0; while [ $i -lt 400 ]; do echo $i >&$((i % 2 + 1)); i=$((i+1)); done';
    const { stdout } = await world.bash(`"$1" "$2" exec dev -- sh -c '${script}' 2>&1 | cat`);
    expect(stdout.split('\n').map(Number)).toEqual(numbers);
  });

  test('a script may open /dev/stdout and /dev/stderr', async () => {
    const { stdout, stderr } = await world.exec(
      `echo ${SECRET} >/dev/stdout; echo ${TOKEN} >/dev/stderr`,
    );
    expect({ stdout, stderr }).toEqual({ stdout: `${MASK}\n`, stderr: `${MASK}\n` });
  });

  test('a terminal is the command’s own, and one notice says so', async () => {
    const words =
      '"$1" "$2" exec --mask dev -- sh -c \'test -t 1 && echo tty; cat "$VAULTRUN_ENV_FILE" >&2\'';
    const on = (script: string) =>
      new Terminal('bash', ['--norc', '-c', script, 'bash', node, BIN], {
        cwd: world.cwd,
        env: world.env,
      });
    const both = on(words);
    await both.ended;
    expect(both.screen).toMatch(
      /^vaultrun: nothing is masked: stdout and stderr are terminals\ntty\n/,
    );
    expect(both.screen).toContain(SECRET);
    const one = on(`${words} 2>err`);
    await one.ended;
    expect(one.screen).toBe('tty\n');
    expect(readFileSync(join(world.cwd, 'err'), 'utf8')).toContain(`KEY=${MASK}\n`);
  });
});

test('--mask is for what runs something, and a dry run says how', async () => {
  const world = new World();
  world.program('docker', 'exit 0');
  world.program('aws-vault', 'exit 1');
  const refused = await world.run(['env', '--mask', 'dev']);
  expect(refused).toMatchObject({ status: 125, stdout: '' });
  expect(refused.stderr).toContain("--mask belongs to 'vaultrun run' and 'vaultrun exec'");
  const dry = await world.run(['--mask', '--dry-run', 'dev', '--', 'img'], {
    with: NODES.at(-1)?.[1] ?? process.execPath,
  });
  expect(dry).toMatchObject({ status: 0, stderr: '' });
  expect(dry.stdout).toContain('docker run --rm -i --env-file /dev/fd/3 img\n');
  world.remove();
});
