import { chmodSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { CTRL_BACKSLASH, CTRL_C, CTRL_Z } from '../support/terminal.ts';
import { KEYS, PASSPHRASE, VaultWorld } from '../support/vault-world.ts';
import { NODES } from '../support/world.ts';

const QUESTION = "Passphrase of the vault 'test-vault-volume': ";
const CODE = 'Enter MFA code for arn:aws:iam::123456789012:mfa/me: ';
/** Tells whether the terminal shows what is typed. */
const ECHO = 'stty -a | grep -o "[-]\\?echo "';

describe.each(NODES)('%s', (_, node) => {
  let world: VaultWorld;
  beforeAll(async () => {
    world = new VaultWorld(node);
    await world.stored('default', 'mfa');
  });
  beforeEach(() => world.settings());
  afterEach(() => expect(world.left()).toEqual([]));
  afterAll(() => world.remove());

  test('the passphrase is asked for, once and unseen, while stdin is piped into the container', async () => {
    const line = `echo piped | "$1" "$2" default -- myimage sh -c 'cat; env | grep -c TOKEN'; ${ECHO}`;
    const terminal = world.terminal(line);
    await terminal.shows(/volume': $/);
    terminal.type(`${PASSPHRASE}\r`);
    await terminal.ended;
    expect(terminal.screen).toBe(`${QUESTION}\npiped\n1\necho \n`);
  });

  test('a stty of the working directory is never run', async () => {
    const stty = world.write('work/stty', '#!/bin/sh\necho "ran a stranger" >/dev/tty\n');
    chmodSync(stty, 0o755);
    const terminal = world.terminal(`"$1" "$2" -n default -- myimage echo done`, {
      PATH: `:${world.env.PATH}`,
    });
    await terminal.shows(/volume': $/);
    terminal.type(`${PASSPHRASE}\r`);
    await terminal.ended;
    rmSync(stty);
    expect(terminal.screen).toMatch(/done\n/);
    expect(terminal.screen).not.toContain('stranger');
  });

  test.each([
    ['nothing', '\r', /nothing was typed for the passphrase/],
    ['the end of all input', '\u0004', /nothing was typed for the passphrase/],
    [
      'a wrong one',
      'wrong\r',
      /no credentials for profile 'default'[\s\S]*the passphrase is that of the volume/,
    ],
  ])('%s for an answer starts nothing', async (_, typed, told) => {
    const terminal = world.terminal(
      `"$1" "$2" -n default -- myimage echo started; echo "status $?"; ${ECHO}`,
    );
    await terminal.shows(/volume': $/);
    terminal.type(typed);
    await terminal.ended;
    expect(terminal.screen).toMatch(told);
    expect(terminal.screen).toMatch(/status 125\necho \n$/);
    expect(terminal.screen).not.toMatch(/started|wrong\n/);
  });

  test.each([
    ['^C', CTRL_C, 130],
    ['^\\', CTRL_BACKSLASH, 131],
  ])(
    '%s at the question ends us, and the terminal shows again what is typed',
    async (_, key, status) => {
      const trap = 'trap : INT QUIT; ulimit -c 0';
      const terminal = world.terminal(
        `${trap}; "$1" "$2" default -- myimage; echo "status $?"; ${ECHO}`,
      );
      await terminal.shows(/volume': $/);
      terminal.type(key);
      await terminal.ended;
      expect(terminal.screen.replace(/^.*core dumped.*\n|\^[C\\]|.*Quit.*\n/gm, '')).toMatch(
        new RegExp(`volume': \\n+.*status ${status}\\necho \\n$`),
      );
    },
  );

  test.each([
    ...(['TERM', 'HUP', 'USR1', 'USR2', 'ABRT', 'ALRM', 'PROF', 'SYS', 'TRAP', 'VTALRM'] as const),
    ...([
      'XCPU',
      ...(process.platform === 'linux' ? (['IO', 'PWR', 'STKFLT'] as const) : []),
    ] as const),
  ])('SIG%s as well', async signal => {
    const terminal = world.terminal(
      `ulimit -c 0; "$1" "$2" default -- myimage & echo "pid $!"; wait $!; echo "status $?"; ${ECHO}`,
    );
    const [, pid = ''] = /pid (\d+)/.exec(await terminal.shows(/pid \d+\n[\s\S]*volume': $/)) ?? [];
    process.kill(Number(pid), `SIG${signal}`);
    await terminal.ended;
    const status = 128 + constants.signals[`SIG${signal}`];
    expect(terminal.screen).toMatch(new RegExp(`status ${status}\\necho \\n$`));
  });

  test('^Z stops us with a terminal that shows what is typed; then the question comes again', async () => {
    const line = `set -m; "$1" "$2" default -- myimage echo done; echo; ${ECHO}; fg; ${ECHO}`;
    const terminal = world.terminal(line);
    await terminal.shows(/volume': $/);
    terminal.type(CTRL_Z);
    await terminal.shows(/\necho \n[\s\S]*volume': $/);
    terminal.type(`${PASSPHRASE}\r`);
    await terminal.ended;
    expect(terminal.screen).not.toContain(PASSPHRASE);
    expect(terminal.screen).toMatch(/done\necho \n$/);
  });

  describe('an MFA code', () => {
    beforeEach(() => world.settings(`VAULTRUN_PASSPHRASE_COMMAND=echo '${PASSPHRASE}'`));

    test.each([
      [
        'a wrong code',
        '000000\r',
        /MultiFactorAuthentication failed[\s\S]*an MFA code is good once/,
      ],
      ['no code', 'abc\r', /what was typed is not six digits/],
      ['nothing', '\r', /nothing was typed/],
    ])('%s starts nothing', async (_, typed, told) => {
      const terminal = world.terminal('"$1" "$2" role -- myimage echo started; echo "status $?"');
      await terminal.shows(/mfa\/me: $/);
      terminal.type(typed);
      await terminal.ended;
      expect(terminal.screen).toMatch(told);
      expect(terminal.screen).toMatch(/status 125\n$/);
      expect(terminal.screen).not.toContain('started');
      expect(terminal.screen.split('Enter MFA')).toHaveLength(2);
    });

    test('the code is asked for when a session is wanted, once, and not again while that lives', async () => {
      const line = 'echo piped | "$1" "$2" mfa -- myimage cat';
      const first = world.terminal(line);
      await first.shows(/mfa\/me: $/);
      first.type('123456\r');
      await first.ended;
      expect(first.screen).toBe(`${CODE}123456\npiped\n`);
      for (const profile of ['mfa', 'role']) {
        const more = world.terminal(line.replace('mfa', profile));
        await more.ended;
        expect(more.screen).toBe('piped\n');
      }
    });
  });

  test('a wrong passphrase for aws-vault on the host is what the first hint supposes', async () => {
    world.write('home/.config/vaultrun/config.env', '');
    const files = { AWS_VAULT_BACKEND: 'file' };
    const preset = { ...files, ...KEYS, AWS_VAULT_FILE_PASSPHRASE: PASSPHRASE };
    await world.vaultrun(['vault', '--', 'add', 'default', '--env'], preset);
    const terminal = world.terminal('"$1" "$2" -n default -- myimage echo started', files);
    await terminal.shows(/to unlock .*: $/);
    terminal.type('wrong\r');
    await terminal.ended;
    expect(terminal.screen).toMatch(/aws-vault gave no credentials for profile 'default'/);
    const [first = '', ...rest] = terminal.screen.split('hint:').slice(1);
    expect(first).toContain('the passphrase may have been wrong: try again\n');
    expect(rest.join('')).not.toMatch(/vault -- add/);
    expect(rest.join('')).toMatch(/vaultrun doctor default\n$/);
    expect(terminal.screen).not.toContain('started');
  });

  test('vaultrun vault has the terminal: aws-vault asks for itself', async () => {
    const terminal = world.terminal('"$1" "$2" vault -- add new');
    await terminal.shows(/volume': $/);
    terminal.type(`${PASSPHRASE}\r`);
    await terminal.shows(/Access Key ID: $/);
    terminal.type('AKIAQGAAAAAAEXAMPLE1\r');
    await terminal.shows(/Secret Access Key: $/);
    terminal.type('typed/secret\r');
    await terminal.shows(/leave this blank\): $/);
    terminal.type('\r');
    await terminal.ended;
    expect(terminal.screen).toMatch(/Added credentials to profile "new" in vault\n$/);
    expect(world.ran().at(-1)?.argv.slice(0, 4)).toEqual(['run', '--rm', '-i', '-t']);
    expect(world.read('home/.aws/config')).toMatch(/\[profile new\]\n$/);
  });
});
