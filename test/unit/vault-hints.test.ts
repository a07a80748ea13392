import { type Seen, vaultHints } from '../../lib/credentials/vault-hints.ts';
import { select } from '../../lib/environment/select.ts';
import { parseProfiles } from '../../lib/host/aws-config.ts';
import { misspelt } from '../../lib/settings/misspelt-settings.ts';
import { unknownNames } from '../../lib/settings/unknown-names.ts';
import { settingNames } from '../../lib/settings.ts';

const CONFIG = `
[default]
region = eu-west-1
[profile dev]
[profile mfa]
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile role]
source_profile = mfa
[profile sso]
sso_session = mine
[profile included]
include_profile = role
`;
const FILE = { AWS_VAULT_BACKEND: 'file' };
const PRESET = { ...FILE, AWS_VAULT_FILE_PASSPHRASE: 'x' };
const container = { engine: undefined, image: 'toolbox', volume: 'team' };

type Given = Partial<Omit<Seen, 'request' | 'profiles'>> &
  Partial<Seen['request']> & { config?: string };

function hintsFor({
  broken,
  env,
  terminal,
  stored,
  storeless,
  config,
  ...request
}: Given): string[] {
  return vaultHints({
    request: {
      profile: 'dev',
      noSession: false,
      duration: undefined,
      mfaToken: undefined,
      region: undefined,
      container: undefined,
      passphraseCommand: undefined,
      ...request,
    },
    env: env ?? {},
    profiles: parseProfiles(config ?? CONFIG),
    broken: broken ?? false,
    terminal: terminal ?? false,
    stored,
    storeless: storeless ?? false,
  });
}

const REGION =
  'no region is known to ask AWS in: --region NAME, or region = NAME in the AWS config';
const ADD = "if no keys are stored for 'dev' yet: vaultrun vault -- add dev";
const RIGHT = 'if the vault did not open, see whether AWS_VAULT_FILE_PASSPHRASE is right';
const VOLUME = "if the vault did not open, see whether the passphrase is that of the volume 'team'";
const LOCKED =
  'the vault may be locked and there is no terminal: unlock it, or AWS_VAULT_BACKEND=file with AWS_VAULT_FILE_PASSPHRASE';
const NEXT = 'an MFA code is good once and for half a minute: try again with the next one';
const INACTIVE = (profile: string) =>
  `if AWS refused the session, the keys of '${profile}' may be inactive`;
const DOCTOR = 'to see what else may be wrong: vaultrun doctor';

test.each<[string, Given, string[]]>([
  [
    'an AWS config that is broken',
    { broken: true, env: PRESET },
    ['the AWS config cannot be read: vaultrun doctor dev'],
  ],
  [
    'no keys, with a passphrase',
    { env: PRESET, stored: false },
    ["no keys are stored for 'dev' yet: vaultrun vault -- add dev"],
  ],
  [
    'a passphrase typed',
    { env: FILE, terminal: true, stored: true },
    ['the passphrase may have been wrong: try again', INACTIVE('dev'), `${DOCTOR} dev`],
  ],
  [
    'a passphrase in the environment',
    { env: PRESET, stored: true, noSession: true },
    [RIGHT, `${DOCTOR} dev`],
  ],
  [
    'an empty one there',
    {
      env: { ...FILE, AWS_VAULT_FILE_PASSPHRASE: '' },
      stored: true,
      noSession: true,
      terminal: true,
    },
    ['AWS_VAULT_FILE_PASSPHRASE is set, but empty: set or unset it', `${DOCTOR} dev`],
  ],
  [
    'a passphrase command',
    { env: FILE, passphraseCommand: 'x', stored: true, noSession: true },
    ['if the vault did not open, see what VAULTRUN_PASSPHRASE_COMMAND prints', `${DOCTOR} dev`],
  ],
  [
    'encrypted files and no terminal',
    { env: FILE, stored: true, noSession: true },
    [
      'the vault is locked and there is no terminal: set AWS_VAULT_FILE_PASSPHRASE',
      `${DOCTOR} dev`,
    ],
  ],
  ['any backend and no terminal', {}, [LOCKED, ADD, `${DOCTOR} dev`]],
  [
    'a passphrase and no backend',
    { env: { AWS_VAULT_FILE_PASSPHRASE: 'x' } },
    [
      'AWS_VAULT_FILE_PASSPHRASE opens encrypted files alone: AWS_VAULT_BACKEND=file as well',
      ADD,
      `${DOCTOR} dev`,
    ],
  ],
  [
    'no backend and no session bus',
    { storeless: true },
    [
      'aws-vault finds no key store without a session bus: AWS_VAULT_BACKEND=file (or pass)',
      `${DOCTOR} dev`,
    ],
  ],
  [
    'any backend on a terminal',
    { terminal: true },
    ['if a passphrase was asked for, it may have been wrong: try again', ADD, `${DOCTOR} dev`],
  ],
  [
    'another backend and no terminal',
    { env: { AWS_VAULT_BACKEND: 'pass' } },
    ['the vault may be locked and there is no terminal: unlock it first', ADD, `${DOCTOR} dev`],
  ],
  [
    'another backend on a terminal',
    { env: { AWS_VAULT_BACKEND: 'pass' }, terminal: true },
    [ADD, `${DOCTOR} dev`],
  ],
  [
    'an empty volume',
    { container },
    [VOLUME, 'if no keys are stored in it yet: vaultrun vault -- add dev', `${DOCTOR} dev`],
  ],
  ['a wrong code', { profile: 'mfa', mfaToken: '000000', env: PRESET }, [NEXT, `${DOCTOR} mfa`]],
  [
    'a wrong code typed, of the source of a role',
    { profile: 'role', terminal: true, env: { AWS_VAULT_BACKEND: 'pass' } },
    [NEXT, `${DOCTOR} role`],
  ],
  [
    'a wrong code in the container',
    { profile: 'mfa', mfaToken: '000000', container },
    [NEXT, VOLUME, `${DOCTOR} mfa`],
  ],
  [
    'no terminal for a code',
    { profile: 'mfa', env: PRESET },
    [
      'the profile wants an MFA code and there is no terminal to ask on: --mfa-token N',
      `${DOCTOR} mfa`,
    ],
  ],
  [
    'keys from elsewhere',
    { profile: 'sso', env: { AWS_VAULT_BACKEND: 'pass' }, terminal: true },
    [INACTIVE('sso'), `${DOCTOR} sso`],
  ],
  [
    'the same without a session',
    { profile: 'sso', noSession: true, env: { AWS_VAULT_BACKEND: 'pass' }, terminal: true },
    ["aws-vault's own message stands above", `${DOCTOR} sso`],
  ],
  [
    'a length',
    { duration: '12h', env: { AWS_VAULT_BACKEND: 'pass' }, terminal: true },
    ['if the session was refused, AWS may not allow a length of 12h', ADD, `${DOCTOR} dev`],
  ],
  ['no region', { config: '[profile dev]', env: PRESET, stored: true }, [REGION, RIGHT]],
  [
    'no region, for long-lived keys',
    { config: '[profile dev]', env: PRESET, stored: true, noSession: true },
    [RIGHT, `${DOCTOR} dev`],
  ],
  [
    'no region, for a role',
    {
      config: '[profile dev]\nrole_arn = x\nsource_profile = other',
      env: PRESET,
      stored: false,
      noSession: true,
    },
    [REGION, RIGHT],
  ],
  ...['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL'].map(
    (name): [string, Given, string[]] => [
      `no region, and ${name}`,
      { config: '[profile dev]', env: { ...PRESET, [name]: 'x' }, stored: true },
      [RIGHT, INACTIVE('dev'), `${DOCTOR} dev`],
    ],
  ),
  [
    'keys from elsewhere by way of an included profile',
    { profile: 'included', env: PRESET, stored: false },
    [
      'the profile wants an MFA code and there is no terminal to ask on: --mfa-token N',
      `${DOCTOR} included`,
    ],
  ],
  [
    'a misspelt profile',
    { profile: 'dve', env: FILE, stored: false },
    ["'dve' is not in the AWS config; did you mean 'dev'?"],
  ],
  [
    'a profile in the wrong letters',
    { profile: 'DEV' },
    ["'DEV' is not in the AWS config; did you mean 'dev'?"],
  ],
  [
    'a profile with keys alone',
    { profile: 'devs', env: PRESET, stored: true, noSession: true },
    [RIGHT, `${DOCTOR} devs`],
  ],
  [
    'a profile of nobody',
    { profile: 'my prod', terminal: true },
    [
      "'my prod' is not in the AWS config; add its keys: vaultrun vault -- add 'my prod'",
      'or see the profiles: vaultrun vault -- list',
      'if a passphrase was asked for, it may have been wrong: try again',
      `${DOCTOR} 'my prod'`,
    ],
  ],
  [
    'image and profile swapped',
    { profile: 'myimage', behind: 'dev', terminal: true },
    [
      "'dev' behind the '--' is a profile: are the two swapped?",
      "'myimage' is not in the AWS config; add its keys: vaultrun vault -- add myimage",
      'or see the profiles: vaultrun vault -- list',
      `${DOCTOR} myimage`,
    ],
  ],
])('%s', (_, given, hints) => {
  expect(hintsFor(given)).toEqual(hints);
});

test('of the names in the environment only a near one is told', () => {
  const names = [
    'VAULTRUN_ENGNE',
    'VAULTRUN_no_session',
    'VAULTRUN_HOME',
    'VAULTRUN_E2E',
    'VAULTRUN_',
  ];
  const ours = ['VAULTRUN_ENGINE', 'VAULTRUN_ACTIVE', 'VAULTRUN_ENV_FILE', 'PATH'];
  const env = Object.fromEntries([...names, ...ours].map(name => [name, 'x']));
  const { settings } = select(new Map(), env, { pass: [], drop: [] });
  expect(unknownNames(settings, settingNames())).toEqual(names);
  expect(misspelt(names, settingNames())).toEqual([
    {
      problem: 'VAULTRUN_ENGNE is no setting, so nothing reads it',
      hint: 'did you mean VAULTRUN_ENGINE?',
    },
    {
      problem: 'VAULTRUN_no_session is no setting, so nothing reads it',
      hint: 'did you mean VAULTRUN_NO_SESSION?',
    },
  ]);
});

test('lines to be pasted say again what the command line said of the container', () => {
  const given = ['--vault-image=tool box', '--engine=podman'];
  const hints = hintsFor({ profile: 'nosuch', container: { ...container, given } });
  expect(hints.filter(hint => hint.includes('vaultrun '))).toEqual([
    "'nosuch' is not in the AWS config; add its keys: vaultrun vault '--vault-image=tool box' --engine=podman -- add nosuch",
    "or see the profiles: vaultrun vault '--vault-image=tool box' --engine=podman -- list",
    "to see what else may be wrong: vaultrun doctor '--vault-image=tool box' --engine=podman nosuch",
  ]);
});

test('pass that is not on PATH is told as that, and not as a locked vault', () => {
  const hints = (env: Record<string, string>) =>
    hintsFor({ env: { AWS_VAULT_BACKEND: 'pass', ...env } })[0];
  expect(hints({ PATH: '/nowhere' })).toMatch(/^AWS_VAULT_BACKEND is pass, which is not on PATH/);
  const other = { PATH: '/usr/bin:/bin', AWS_VAULT_PASS_CMD: 'sh' };
  expect(hints(other)).toMatch(/^the vault may be locked/);
});
