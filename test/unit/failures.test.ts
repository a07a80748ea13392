import { near } from '../../lib/command-line/near.ts';
import { type Failure, statusOf } from '../../lib/errors.ts';
import { render, tell } from '../../lib/failures.ts';

type Kind = Failure['kind'];

/** One of every kind at least; the compiler sees to it that none is missing. */
const FAILURES: {
  [K in Kind]: [Extract<Failure, { kind: K }>, ...Extract<Failure, { kind: K }>[]];
} = {
  usage: [
    { kind: 'usage', problem: '--region is given twice', hint: 'give it once' },
    {
      kind: 'usage',
      problem: "--engine: 'dokcer' is not one of docker, podman",
      hint: 'write one of them',
      near: { word: 'dokcer', among: ['docker', 'podman'] },
    },
  ],
  windows: [{ kind: 'windows' }],
  option: [
    { kind: 'option', fault: 'unknown', word: '--x', command: undefined },
    { kind: 'option', fault: 'unknown', word: '-it', command: 'exec' },
    { kind: 'option', fault: 'takes no value', word: '--no-session', command: 'run' },
    { kind: 'option', fault: 'wants a value', word: '--region', command: 'env' },
  ],
  'no-dashes': [
    { kind: 'no-dashes', command: undefined, positionals: [], typed: [], npm: '' },
    {
      kind: 'no-dashes',
      command: 'exec',
      positionals: ['dev', 'a b'],
      typed: [{ name: 'region', words: ['--region', 'x'] }],
      npm: 'npm run x --',
    },
  ],
  'no-profile': [
    { kind: 'no-profile', example: 'vaultrun env dev', unknown: ['VAULTRUN_PROFIL', 'VAULTRUN_X'] },
  ],
  profiles: [{ kind: 'profiles', words: ['dev', 'prod', 'x'] }],
  setting: [
    {
      kind: 'setting',
      origin: '.env of this folder',
      problem: 'VAULTRUN_PASS: a repository may not set it',
      hint: 'take it out of the file',
    },
  ],
  loop: [
    { kind: 'loop', profile: 'dev' },
    { kind: 'loop', profile: undefined },
  ],
  'source-circle': [{ kind: 'source-circle', circle: ['dev', 'prod', 'dev'] }],
  'vault-missing': [{ kind: 'vault-missing' }],
  'vault-start': [{ kind: 'vault-start', code: 'EACCES' }],
  'vault-failed': [
    { kind: 'vault-failed', profile: 'dev', ending: 'status 1', hints: ['try again'] },
  ],
  'vault-answer': [
    {
      kind: 'vault-answer',
      profile: 'it’s',
      problem: 'there is no secret key',
      vault: 'vaultrun vault',
    },
  ],
  'vault-container': [
    {
      kind: 'vault-container',
      engine: 'docker',
      image: 'toolbox',
      status: 125,
      vault: 'vaultrun vault',
    },
    {
      kind: 'vault-container',
      engine: 'podman',
      image: 'toolbox',
      status: 127,
      vault: 'vaultrun vault',
    },
  ],
  'vault-remote': [{ kind: 'vault-remote', host: 'build.example' }],
  'vault-config': [{ kind: 'vault-config', file: '/home/me/.aws/config', code: 'EACCES' }],
  passphrase: [
    { kind: 'passphrase', problem: 'nothing was typed for the passphrase', hint: 'one line' },
  ],
  'mfa-code': [
    { kind: 'mfa-code', profile: 'dev', problem: 'nobody can be asked', hint: 'give --mfa-token' },
  ],
  'process-failed': [{ kind: 'process-failed', ending: 'status 3' }],
  'process-answer': [
    { kind: 'process-answer', problem: 'it is no JSON', ended: false },
    { kind: 'process-answer', problem: 'it has expired already', ended: true },
  ],
  account: [
    { kind: 'account', wanted: '123456789012', found: '210987654321', setting: undefined },
    { kind: 'account', wanted: '123456789012', found: undefined, setting: undefined },
    { kind: 'account', wanted: '1', found: '2', setting: 'VAULTRUN_ACCOUNT in .env' },
  ],
  'command-missing': [
    { kind: 'command-missing', command: 'make', found: false, code: 'ENOENT', status: 127 },
    { kind: 'command-missing', command: 'make', found: true, code: 'ENOENT', status: 127 },
  ],
  mask: [{ kind: 'mask', code: 'ENOENT' }],
  output: [{ kind: 'output', code: 'EPIPE' }],
  'engine-missing': [
    { kind: 'engine-missing', engines: ['podman'] },
    { kind: 'engine-missing', engines: ['docker', 'podman'] },
  ],
  'engine-start': [{ kind: 'engine-start', engine: 'docker', code: 'EACCES' }],
  'engine-refused': [{ kind: 'engine-refused', engine: 'finch', reason: 'it shows the values' }],
  'refresh-engine': [{ kind: 'refresh-engine', reason: 'it runs on another machine' }],
  'refresh-daemon': [{ kind: 'refresh-daemon', engine: 'docker', image: 'img' }],
  'refresh-image': [
    { kind: 'refresh-image', engine: 'docker', image: 'img', never: false },
    { kind: 'refresh-image', engine: 'docker', image: 'img', never: true },
  ],
  'refresh-question': [
    { kind: 'refresh-question', engine: 'docker', question: 'run --help', ending: 'status 1' },
  ],
  'refresh-conflict': [{ kind: 'refresh-conflict', name: 'AWS_PROFILE', place: 'the image' }],
  'refresh-answer': [{ kind: 'refresh-answer', problem: 'they have ended already' }],
  'refresh-shell': [
    {
      kind: 'refresh-shell',
      image: 'busybox:musl',
      problem: 'it cannot be pulled',
      hint: 'name another image',
    },
  ],
  renewal: [
    { kind: 'renewal', profile: 'dev', reason: 'it failed', until: '12:00', command: 'x' },
    { kind: 'renewal', profile: undefined, reason: 'it failed', until: '12:00', command: '' },
  ],
  'handed-on': [{ kind: 'handed-on', code: 'EAGAIN' }],
  value: [{ kind: 'value', name: 'AWS_ENV', problem: 'it holds a line break' }],
  'runtime-folder': [
    { kind: 'runtime-folder', tried: [{ folder: '/run/user/1000', code: 'EACCES' }] },
  ],
  unexpected: [{ kind: 'unexpected', name: 'TypeError', code: 'unknown error' }],
};

describe.each(Object.entries(FAILURES))('%s', (_, failures) => {
  test.each((failures as Failure[]).map(failure => [failure] as const))('%j', failure => {
    const { error, hints } = tell(failure);
    expect(hints.length).toBeGreaterThan(0);
    expect(hints.length).toBeLessThanOrEqual(4);
    for (const text of [error, ...hints]) {
      // A name may begin with a capital (AWS_…), a sentence may not; nor does it end with a full stop.
      expect(text).not.toMatch(/^[A-Z][a-z ]/);
      expect(text).not.toMatch(/[.\s]$/);
      expect(text).not.toMatch(/^\s|undefined|\[object/);
      expect(text).not.toMatch(/\p{Cc}/u);
      expect(text.length).toBeGreaterThan(5);
      expect(text.length).toBeLessThanOrEqual(190);
    }
    expect(statusOf(failure)).toBeGreaterThanOrEqual(125);
    const lines = render(failure, false).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines[0]).toBe(`vaultrun: error: ${error}`);
    expect(lines.slice(1)).toEqual(hints.map(hint => `vaultrun: hint: ${hint}`));
  });
});

test.each<[string, string[], string | undefined]>([
  ['dve', ['default', 'dev'], 'dev'],
  ['DEV', ['default', 'dev'], 'dev'],
  ['Prod', ['dev', 'PROD'], 'PROD'],
  ['dev', ['DEV', 'dev'], 'dev'],
  ['vde', ['dev'], undefined],
  ['developmnet', ['dev', 'development'], 'development'],
  ['dev1', ['dev'], 'dev'],
  ['staging', ['dev', 'default'], undefined],
  ['', ['dev'], undefined],
  ['dev', [], undefined],
])('%j among %j is near to %j', (word, among, meant) => {
  expect(near(word, among)).toBe(meant);
});

test.each([
  ['docker compose up', /one word with spaces/],
  ['/opt/my tools/make', /program of the host/],
  ['make', /program of the host/],
])('the hint where %j is not there', (command, hint) => {
  const found = { found: false, code: 'ENOENT', status: 127 } as const;
  const failure = { kind: 'command-missing', command, ...found } as const;
  expect(tell(failure).hints).toEqual([expect.stringMatching(hint)]);
});

test('where no engine is on PATH, naming another cannot help', () => {
  const hints = (...engines: string[]) => tell({ kind: 'engine-missing', engines }).hints;
  expect(hints('podman')).toEqual(['install it, or name another with --engine']);
  expect(hints('docker', 'podman')).toEqual(['install one of them, or put it on PATH']);
});

test('what steers a terminal is not written to one', () => {
  const words = ['de\u001b]0;x\u0007v', 'b\nvaultrun: error: forged'];
  const text = render({ kind: 'profiles', words }, false);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(text).not.toMatch(/^vaultrun: error: forged/m);
});
