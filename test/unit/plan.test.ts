import { type Plan, plan } from '../../lib/injection/plan.ts';

/** The way for these words of the user's. */
const planOf = (words: string[], env: NodeJS.ProcessEnv = {}): Plan =>
  plan({
    platform: 'linux',
    canReplace: true,
    env,
    words,
    textBytes: 500,
    argumentBytes: 500,
    engineFile: 'direct',
    descriptorLost: false,
  });

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
