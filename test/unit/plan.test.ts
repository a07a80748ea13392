import { type Facts, type Plan, plan } from '../../lib/injection/plan.ts';

/** The way for these words of the user's. */
const planOf = (words: string[], env: NodeJS.ProcessEnv = {}, other: Partial<Facts> = {}): Plan =>
  plan({
    platform: 'linux',
    canReplace: true,
    env,
    words,
    textBytes: 500,
    argumentBytes: 500,
    engineFile: 'direct',
    descriptorLost: false,
    ...other,
  });

const BESIDE: Plan = { way: 'descriptor', fd: 3, handOn: [] };
/** What one variable may hold, less some room. */
const LIMIT = 120 * 1024;

test.each<[words: string[], env: NodeJS.ProcessEnv, plan: Plan]>([
  [['img', 'sh'], {}, { way: 'replace' }],
  [['--preserve-fds', '0', 'img'], {}, { way: 'replace' }],
  [['--preserve-fds', '1', 'img'], {}, { way: 'descriptor', fd: 4, handOn: [3] }],
  [['--preserve-fds=0x2', 'img'], {}, { way: 'descriptor', fd: 5, handOn: [3, 4] }],
  [['--preserve-fd', '5', 'img'], {}, { way: 'descriptor', fd: 6, handOn: [5] }],
  [
    ['--preserve-fd=20,4', '--preserve-fd=7', 'img'],
    {},
    { way: 'descriptor', fd: 21, handOn: [20, 4, 7] },
  ],
  // podman counts the two together.
  [['--preserve-fds=1', 'img'], { LISTEN_FDS: '1' }, { way: 'descriptor', fd: 5, handOn: [3, 4] }],
  [['img'], { LISTEN_FDS: '2' }, { way: 'descriptor', fd: 5, handOn: [3, 4] }],
  [['img'], { LISTEN_FDS: '' }, { way: 'replace' }],
  // The user's own /dev/fd/N besides.
  [
    ['--env-file', '/dev/fd/4', '--preserve-fds=1', 'img'],
    {},
    { way: 'descriptor', fd: 5, handOn: [4, 3] },
  ],
  ...['-1', '1e9', '1_0', 'x', '1.5'].map((count): [string[], NodeJS.ProcessEnv, Plan] => [
    ['--preserve-fds', count, 'img'],
    {},
    { way: 'named', home: false },
  ]),
  [['img'], { LISTEN_FDS: 'many' }, { way: 'named', home: false }],
])('%j with %j', (words, env, expected) => {
  expect(planOf(words, env)).toEqual(expected);
});

test('without a program of its own to become, or a shell, this process stays', () => {
  expect(planOf(['img'], {}, { canReplace: false })).toEqual(BESIDE);
});

describe('all that the shell has to carry is below 120 KiB', () => {
  test.each<[what: string, env: NodeJS.ProcessEnv, other: Partial<Facts>, over: number]>([
    ['the text', {}, { argumentBytes: 0 }, 0],
    ['the arguments', {}, { textBytes: 0, argumentBytes: LIMIT }, 0],
    ['a variable’s value', { A: 'x'.repeat(1000) }, { argumentBytes: 0 }, 1011],
    ['in bytes, not in letters', { A: '🔑' }, { argumentBytes: 0 }, 15],
    ['a variable’s name', { ['A'.repeat(1000)]: '' }, { argumentBytes: 0 }, 1010],
  ])('%s', (_, env, other, over) => {
    const total = (bytes: number) =>
      other.argumentBytes === LIMIT
        ? planOf(['img'], env, { ...other, argumentBytes: bytes })
        : planOf(['img'], env, { ...other, textBytes: bytes - over });
    expect(total(LIMIT - 1)).toEqual({ way: 'replace' });
    expect(total(LIMIT)).toEqual(BESIDE);
  });
});

test.each([
  'spring.profiles.active',
  'a-b',
  '1A',
  'BASH_FUNC_printf%%',
  'BASH_FUNC_exec()',
  'SHELLOPTS',
  'IFS',
  'VAULTRUN_TEXT',
  'VAULTRUN_HANDOVER',
])('a shell would not leave %s as it is, and does not stand between', name => {
  expect(planOf(['img'], { [name]: 'x' })).toEqual(BESIDE);
});

test.each(['A', '_', 'a1', 'BASH_FUNC_mine%%', 'PATH'])('it keeps %s', name => {
  expect(planOf(['img'], { [name]: 'x' })).toEqual({ way: 'replace' });
});

test.each<[other: Partial<Facts>, plan: Plan]>([
  [{ engineFile: 'snap' }, { way: 'named', home: true }],
  [{ engineFile: 'virtual-machine' }, { way: 'named', home: true }],
  [{ descriptorLost: true }, { way: 'named', home: true }],
  [{ engineFile: 'closing-script' }, { way: 'through-parent' }],
  [
    { engineFile: 'closing-script', platform: 'darwin' },
    { way: 'named', home: false },
  ],
  [{ platform: 'darwin' }, { way: 'replace' }],
])('%j', (other, expected) => {
  expect(planOf(['img'], {}, other)).toEqual(expected);
});
