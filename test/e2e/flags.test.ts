import { eachOnce, machine } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

const { image } = machine;

eachOnce("the user's flags win", place => {
  let site: Site;
  beforeAll(() => {
    site = new Site(place);
  });
  afterAll(() => site.remove());

  test('without a word of the user the container is removed', async () => {
    const name = site.name();
    expect((await site.ran(site.args('--name', name, image, 'true'))).status).toBe(0);
    expect(site.engine('ps', '-aq', '--filter', `name=${name}`)).toBe('');
  });

  test('--rm=false keeps the container', async () => {
    const name = site.name();
    expect((await site.ran(site.args('--rm=false', '--name', name, image, 'true'))).status).toBe(0);
    expect(site.engine('ps', '-aq', '--filter', `name=${name}`)).not.toBe('');
    site.engine('rm', name);
  });

  test('stdin is open, and -i=false closes it', async () => {
    expect((await site.ran(site.in('cat'), { input: 'piped' })).stdout).toBe('piped');
    const args = site.args('-i=false', image, 'cat');
    expect(await site.ran(args, { input: 'piped' })).toMatchObject({ stdout: '', status: 0 });
  });

  test('a terminal gives one to the container, and -t=false takes it', async () => {
    const tty = site.terminal('exec "$@"', site.in('sh', '-c', 'tty; exit 3'));
    expect(await tty.ended).toMatchObject({ status: 3, stdout: expect.stringContaining('/dev/') });
    const none = site.terminal(
      'exec "$@"',
      site.args('-t=false', image, 'sh', '-c', 'tty; exit 4'),
    );
    expect(await none.ended).toMatchObject({
      status: 4,
      stdout: expect.stringContaining('not a tty'),
    });
  });

  test.each([
    ['-e', 'AWS_REGION=sa-east-1'],
    ['--env=AWS_REGION=sa-east-1'],
    ['--env-file', 'other'],
    ['--env-file=other'],
  ])('%s %s beats the region of the vault', async (...words) => {
    site.write('work/other', 'AWS_REGION=sa-east-1\n');
    const { stdout } = await site.ran(site.args(...words, image, 'env'));
    expect(stdout).toMatch(/^AWS_REGION=sa-east-1$/m);
    expect(stdout).not.toContain('AWS_REGION=eu-west-1');
    expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${site.secret}\n`);
  });

  test.each(['--env-file=nope', '--env-file-if-exists=nope'])(
    "%s behind the '--' is the engine's and not Node's",
    async flag => {
      const { status, stderr } = await site.ran(site.args(flag, image, 'true'));
      expect(status).toBe(125);
      expect(stderr).not.toMatch(/^node: |bad option/m);
      expect(stderr).toMatch(/nope|unknown flag/);
    },
  );

  test("bash's <( ) is read beside ours", async () => {
    const line = '"$@" --env-file <(echo MINE=1) "$IMAGE" env';
    const command = ['bash', '-c', line, 'bash', ...site.vaultrun(site.args('--network=none'))];
    const { stdout, status } = await site.runCommand(command, { env: { IMAGE: image } });
    expect(status).toBe(0);
    expect(stdout).toContain('MINE=1\n');
    expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${site.secret}\n`);
  });

  test("the caller's descriptor 3 is read, or its absence is an error: never our file in its place", async () => {
    site.write('work/three', 'MINE=3\n');
    const args = site.args('--network=none', '--env-file', '/dev/fd/3', image, 'env');
    const { stdout, status } = await site.shell('"$@" 3<three', args);
    if (status === 0) expect(stdout).toContain('MINE=3\n');
    else expect([status, stdout]).toEqual([125, '']);
  });

  test.each([
    ['quotes', [`"double"`, `'single'`, '`back`', '$HOME', '$(id)', '\\', '\\n']],
    ['spaces and empty strings', ['', ' ', '  a  b ', '\t', '']],
    [
      "a second '--' and what looks like ours",
      ['--', '--profile', 'x', '--', '--help', '-h', '-v'],
    ],
    ['line breaks', ['one\ntwo', '\n', 'crlf\r\n']],
    ['emoji and other letters', ['🔑', 'ключ', '键', '👩‍👩‍👧', 'e\u0301']],
    ['globs and redirections', ['*', '?', '>out', '|', '&', ';', '#', '!', '~', '{a,b}', '%s']],
    ['assignments', ['A=B', '-e', 'AWS_REGION=x', '--env-file=nope', '-t', '--rm=false']],
  ])('arguments arrive as they are: %s', async (_, words) => {
    const { stdout, status } = await site.ran(site.in('printf', '%s\\0', ...words));
    expect(status).toBe(0);
    expect(stdout.split('\0').slice(0, -1)).toEqual(words);
  });

  test('a long argument arrives whole', async () => {
    const word = 'x'.repeat(130_000);
    const { stdout, status } = await site.ran(site.in('printf', '%s', word));
    expect([status, stdout.length]).toEqual([0, word.length]);
  });

  test("--help behind the '--' is the engine's", async () => {
    const { stdout, status } = await site.ran(['dev', '--', '--help'], {
      env: { VAULTRUN_ENGINE: place.engine.program },
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/--cap-add/);
  });

  test("-v behind the '--' mounts", async () => {
    site.write('work/seen', 'through the mount');
    const args = site.args(
      '--network=none',
      '-v',
      `${site.cwd}:/here:ro`,
      image,
      'cat',
      '/here/seen',
    );
    expect(await site.ran(args)).toMatchObject({ stdout: 'through the mount', status: 0 });
  });

  test('nothing is left in the runtime folder', () => {
    expect(site.left()).toEqual([]);
  });
});
