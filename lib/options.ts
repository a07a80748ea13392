/** The first words that are no profile. */
export const COMMANDS = ['run', 'exec', 'env', 'vault', 'doctor', 'init', 'completion'] as const;
export type CommandName = (typeof COMMANDS)[number];

/** The commands that hand credentials on. */
const DELIVERIES = ['run', 'exec', 'env'] as const;
/** Ditto, and the one that checks whether they could. */
const CHECKED = [...DELIVERIES, 'doctor'] as const;

/** The commands that aws-vault has a part in, wherever it lives. */
const VAULTS = [...DELIVERIES, 'vault', 'doctor'] as const;

/** What `vaultrun env` prints. */
export const FORMATS = ['env', 'json', 'export', 'credential-process'] as const;
export type Format = (typeof FORMATS)[number];

/** The container engines, in the order in which they are looked for on PATH. */
export const ENGINES = ['docker', 'podman', 'nerdctl', 'finch', 'container'] as const;
export type EngineName = (typeof ENGINES)[number];

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
  /** the only values that it can have */
  among?: readonly string[];
  /** what is wrong with a value, or nothing */
  check?: (value: string) => string | undefined;
}

// https://pkg.go.dev/time#ParseDuration, without the sign and the bare zero
const DURATION = /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

const profile = (value: string) =>
  /^[-@]/.test(value)
    ? `a profile's name cannot begin with '${value[0]}': aws-vault would take it for an option or a file`
    : /\p{Cc}/u.test(value)
      ? "a profile's name cannot hold a control character"
      : undefined;

const duration = (value: string) =>
  DURATION.test(value) ? undefined : 'wants a Go duration such as 1h, 90m or 1h30m';

const region = (value: string) =>
  /^[a-z0-9][a-z0-9_-]*$/i.test(value) ? undefined : 'wants the name of a region such as eu-west-1';

const oneOf = (words: readonly string[]) => (value: string) =>
  words.includes(value) ? undefined : `wants one of ${words.join(', ')}, not '${value}'`;

const engine = oneOf(ENGINES);
const format = oneOf(FORMATS);

const account = (value: string) =>
  /^\d{12}$/.test(value) ? undefined : 'wants the twelve digits of an account, and no dashes';

const mfaToken = (value: string) =>
  /^\d{6}$/.test(value) ? undefined : 'wants the six digits of an MFA code';

const image = (value: string) =>
  /^[^\s-]\S*$/.test(value) ? undefined : 'wants the name of an image';

const volume = (value: string) =>
  /^[a-zA-Z0-9][\w.-]*$/.test(value) ? undefined : 'wants the name of a volume, which is no path';

const variable = (value: string) =>
  /^[^\s=#,\0][^\s=,\0]*$/.test(value)
    ? undefined
    : 'wants the name of a variable; give it once for each';

const passed = (value: string) => {
  if (!value.includes('*')) return variable(value);
  // A pattern may only ever mean AWS_ names: the fixed start of it has to agree with that.
  const start = value.slice(0, value.indexOf('*'));
  return (
    variable(value) ??
    (start.startsWith('AWS_') || 'AWS_'.startsWith(start)
      ? undefined
      : 'a pattern reaches AWS_* only; name any other variable in full')
  );
};

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
    check: profile,
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
    check: duration,
  },
  {
    name: 'region',
    kind: 'value',
    value: 'R',
    setting: 'VAULTRUN_REGION',
    repository: 'any',
    commands: CHECKED,
    about: "overrides the profile's region",
    check: region,
  },
  {
    name: 'mfa-token',
    kind: 'value',
    value: 'N',
    setting: 'VAULTRUN_MFA_TOKEN',
    repository: 'never',
    commands: CHECKED,
    about: 'six digits, instead of the question on the terminal',
    check: mfaToken,
  },
  {
    name: 'account',
    kind: 'value',
    value: 'ID',
    setting: 'VAULTRUN_ACCOUNT',
    repository: 'any',
    commands: CHECKED,
    about: 'the account that the credentials must belong to',
    check: account,
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
    check: format,
  },
  {
    name: 'engine',
    kind: 'value',
    value: 'NAME',
    setting: 'VAULTRUN_ENGINE',
    repository: 'any',
    commands: VAULTS,
    about: `${ENGINES.join(', ')} (the first on PATH, in this order)`,
    among: ENGINES,
    check: engine,
  },
  {
    name: 'vault-image',
    kind: 'value',
    value: 'IMAGE',
    setting: 'VAULTRUN_VAULT_IMAGE',
    repository: 'never',
    commands: VAULTS,
    about: 'aws-vault runs in a container of this image, not on the host',
    check: image,
  },
  {
    name: 'vault-volume',
    kind: 'value',
    value: 'NAME',
    setting: 'VAULTRUN_VAULT_VOLUME',
    repository: 'never',
    commands: VAULTS,
    about: 'the volume that holds its encrypted files (vaultrun-vault)',
    check: volume,
  },
  {
    name: 'pass',
    kind: 'list',
    value: 'NAME',
    setting: 'VAULTRUN_PASS',
    repository: 'never',
    commands: CHECKED,
    about: 'let a variable of the host in; AWS_* patterns too',
    check: passed,
  },
  {
    name: 'drop',
    kind: 'list',
    value: 'NAME',
    setting: 'VAULTRUN_DROP',
    repository: 'never',
    commands: CHECKED,
    about: 'keep a variable out; beats --pass',
    check: variable,
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
    about: 'no notices',
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
