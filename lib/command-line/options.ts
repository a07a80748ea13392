import { ENGINES } from '../engines.ts';
import * as check from './option-checks.ts';

/** The first words that are no profile. */
export const COMMANDS = ['run', 'exec', 'env', 'vault', 'doctor', 'init', 'completion'] as const;
export type CommandName = (typeof COMMANDS)[number];
/** A profile of such a name wants --profile, where no command stands in front. */
export const RESERVED: readonly string[] = [...COMMANDS, 'help'];

/** The commands that hand credentials on. */
const DELIVERIES = ['run', 'exec', 'env'] as const;
/** Ditto, and the one that checks whether they could. */
const CHECKED = [...DELIVERIES, 'doctor'] as const;

/** The commands that aws-vault has a part in, wherever it lives. */
const VAULTS = [...DELIVERIES, 'vault', 'doctor'] as const;

/** What `vaultrun env` prints. */
export const FORMATS = ['env', 'json', 'export', 'credential-process'] as const;
export type Format = (typeof FORMATS)[number];

/** What a repository's `.env` may set: nothing, any right value, or a boolean only to this value. */
export type Repository = 'never' | 'any' | 'off';

export interface Option {
  /** the long name, without the dashes */
  name: string;
  letter?: string;
  kind: 'flag' | 'value' | 'list';
  /** the word for its value in the help */
  value?: string;
  /** the same setting in the environment and the two files; none: the command line alone */
  setting?: string;
  repository: Repository;
  /** the commands that know it */
  commands: readonly CommandName[];
  about: string;
  /** the commands that know it in one case only, and which */
  only?: { commands: readonly CommandName[]; about: string };
  /** the only values that it can have */
  among?: readonly string[];
  /** what is wrong with a value, or nothing */
  check?: check.Check;
}

/** The one table of options: the parser, the settings and the help read it. */
export const OPTIONS: readonly Option[] = [
  {
    name: 'profile',
    kind: 'value',
    value: 'NAME',
    setting: 'VAULTRUN_PROFILE',
    repository: 'any',
    commands: [...CHECKED, 'init'],
    about: 'the profile, whatever its name',
    check: check.profile,
  },
  {
    name: 'no-session',
    letter: 'n',
    kind: 'flag',
    setting: 'VAULTRUN_NO_SESSION',
    repository: 'off',
    commands: CHECKED,
    about: 'long-lived keys, for the IAM calls that refuse a session',
  },
  {
    name: 'duration',
    kind: 'value',
    value: '1h',
    setting: 'VAULTRUN_DURATION',
    repository: 'any',
    commands: CHECKED,
    about: 'length of the session',
    check: check.duration,
  },
  {
    name: 'region',
    kind: 'value',
    value: 'R',
    setting: 'VAULTRUN_REGION',
    repository: 'any',
    commands: CHECKED,
    about: "overrides the profile's region",
    check: check.region,
  },
  {
    name: 'mfa-token',
    kind: 'value',
    value: 'N',
    setting: 'VAULTRUN_MFA_TOKEN',
    repository: 'never',
    commands: CHECKED,
    about: 'six digits, instead of the question on the terminal',
    check: check.mfaToken,
  },
  {
    name: 'account',
    kind: 'value',
    value: 'ID',
    setting: 'VAULTRUN_ACCOUNT',
    repository: 'any',
    commands: CHECKED,
    about: 'the account that the credentials must belong to',
    check: check.account,
  },
  {
    name: 'credential-process',
    kind: 'value',
    value: 'CMD',
    setting: 'VAULTRUN_CREDENTIAL_PROCESS',
    repository: 'never',
    commands: CHECKED,
    about: 'a command that prints the credentials, instead of aws-vault',
  },
  {
    name: 'format',
    kind: 'value',
    value: 'F',
    repository: 'never',
    commands: ['env'],
    about: `${FORMATS.join(', ')}`,
    among: FORMATS,
    check: check.oneOf(FORMATS),
  },
  {
    name: 'engine',
    kind: 'value',
    value: 'NAME',
    setting: 'VAULTRUN_ENGINE',
    repository: 'any',
    commands: VAULTS,
    about: `${ENGINES.join(', ')} (the first on PATH, in this order)`,
    only: { commands: ['exec', 'env', 'vault'], about: 'only beside --vault-image' },
    among: ENGINES,
    check: check.oneOf(ENGINES),
  },
  {
    name: 'vault-image',
    kind: 'value',
    value: 'IMAGE',
    setting: 'VAULTRUN_VAULT_IMAGE',
    repository: 'never',
    commands: VAULTS,
    about: 'aws-vault runs in a container of this image, not on the host',
    check: check.image,
  },
  {
    name: 'vault-volume',
    kind: 'value',
    value: 'NAME',
    setting: 'VAULTRUN_VAULT_VOLUME',
    repository: 'never',
    commands: VAULTS,
    about: 'the volume that holds its encrypted files (vaultrun-vault)',
    check: check.volume,
  },
  {
    name: 'pass',
    kind: 'list',
    value: 'NAME',
    setting: 'VAULTRUN_PASS',
    repository: 'never',
    commands: CHECKED,
    about: 'let a variable of the host in; AWS_* patterns too; repeatable',
    check: check.passed,
  },
  {
    name: 'drop',
    kind: 'list',
    value: 'NAME',
    setting: 'VAULTRUN_DROP',
    repository: 'never',
    commands: CHECKED,
    about: 'keep a variable out; beats --pass; repeatable',
    check: check.variable,
  },
  {
    name: 'refresh',
    kind: 'flag',
    setting: 'VAULTRUN_REFRESH',
    repository: 'never',
    commands: ['run', 'doctor'],
    about: 'deliver the credentials in files that are kept fresh, not in the environment',
  },
  {
    name: 'busybox-image',
    kind: 'value',
    value: 'IMAGE',
    setting: 'VAULTRUN_BUSYBOX_IMAGE',
    repository: 'never',
    commands: ['run', 'doctor'],
    about: 'where --refresh takes a shell from for images without one (busybox:musl)',
  },
  {
    name: 'mask',
    kind: 'flag',
    setting: 'VAULTRUN_MASK',
    repository: 'never',
    commands: ['run', 'exec'],
    about: 'hide the secret key and the token in what is printed, but on a terminal',
  },
  {
    name: 'dry-run',
    kind: 'flag',
    repository: 'never',
    commands: [...DELIVERIES, 'vault'],
    about: 'print the commands and what would be passed; asks the vault for nothing',
  },
  {
    name: 'deep',
    kind: 'flag',
    repository: 'never',
    commands: ['doctor'],
    about: 'ask for credentials too, and look at them from a throwaway container',
  },
  {
    name: 'json',
    kind: 'flag',
    repository: 'never',
    commands: ['doctor'],
    about: 'the report as an array of {check, status, detail, hint}',
  },
  {
    name: 'quiet',
    letter: 'q',
    kind: 'flag',
    setting: 'VAULTRUN_QUIET',
    repository: 'never',
    commands: COMMANDS,
    about: 'no notices, except of the profile or account that a repository has chosen',
    only: { commands: ['doctor'], about: 'what is ok is left out' },
  },
  {
    name: 'verbose',
    kind: 'flag',
    setting: 'VAULTRUN_VERBOSE',
    repository: 'never',
    commands: COMMANDS,
    about: 'every step with its time, never a value',
  },
];

/** What has no option: settings alone, of the environment and the user's own file. */
export const SETTINGS: readonly Option[] = [
  {
    name: 'passphrase-command',
    kind: 'value',
    setting: 'VAULTRUN_PASSPHRASE_COMMAND',
    repository: 'never',
    commands: VAULTS,
    about: "a command that prints the passphrase of aws-vault's encrypted files",
  },
];
