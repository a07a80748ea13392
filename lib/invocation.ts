import type { Parsed } from './arguments.ts';
import { shellQuoted } from './environment/quote.ts';
import { KEYS } from './environment/verdict.ts';
import { type Failed, usage } from './errors.ts';
import {
  COMMANDS,
  type CommandName,
  type EngineName,
  type Format,
  OPTIONS,
  type Option,
} from './options.ts';
import type { Settings } from './settings.ts';
import { optionNamed, valuesOf, verify } from './values.ts';

/** What one call of vaultrun asks for, as plain data; every later stage reads this and nothing else. */
export interface Invocation {
  command: 'run' | 'exec' | 'env';
  source: Source;
  /** where the profile's name comes from, when that is a repository's `.env` */
  profileOfRepository: boolean;
  region: string | undefined;
  account: string | undefined;
  engine: EngineName | undefined;
  /** the credentials stand in files that are kept fresh, not in the environment */
  refresh: boolean;
  /** where a shell comes from for an image without one */
  busyboxImage: string | undefined;
  format: Format;
  pass: string[];
  drop: string[];
  mask: boolean;
  dryRun: boolean;
  quiet: boolean;
  verbose: boolean;
  /** everything behind the first `--`, untouched */
  words: string[];
}

/** Where the credentials come from. */
export type Source =
  | {
      kind: 'aws-vault';
      profile: string;
      noSession: boolean;
      duration: string | undefined;
      mfaToken: string | undefined;
    }
  | { kind: 'credential-process'; command: string; profile: string | undefined };

/**
 * The run that the words, the settings and the environment add up to.
 * @throws Failed 'usage' or 'setting' for what is missing, doubled or wrong
 */
export function toInvocation(
  parsed: Parsed,
  words: string[] | undefined,
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Invocation {
  const command = commandOf(parsed);
  refuseForeign(parsed, command);
  const { given } = parsed;
  const { value, flag, list } = valuesOf(given, settings);
  const behind = wordsOf(command, parsed, words, env);
  const process = value('credential-process');
  const refresh = command === 'run' && flag('refresh');
  if (refresh && flag('mask')) {
    throw usage(
      '--mask knows the secrets of one session, and --refresh brings new ones',
      'leave one of the two out; a setting of yours is off for one run with VAULTRUN_MASK=false',
    );
  }
  if (refresh && process === undefined && flag('no-session')) {
    throw usage(
      'long-lived keys have no end, so --refresh has nothing to do for --no-session',
      'leave one of the two out; a setting of yours is off for one run with VAULTRUN_REFRESH=false',
    );
  }
  const { profile, profileOfRepository } = profileOf(parsed, settings, env, process === undefined);
  return {
    command,
    source:
      process !== undefined
        ? { kind: 'credential-process', command: process, profile }
        : {
            kind: 'aws-vault',
            profile: profile ?? '',
            noSession: flag('no-session'),
            duration: value('duration'),
            mfaToken: value('mfa-token'),
          },
    profileOfRepository,
    region: value('region'),
    account: value('account'),
    engine: value('engine') as EngineName | undefined,
    refresh,
    busyboxImage: value('busybox-image'),
    format: (value('format') ?? 'env') as Format,
    pass: keepKeys(list('pass'), 'the keys come from the vault alone; --pass cannot replace'),
    drop: keepKeys(list('drop'), 'no container could use the rest; --drop cannot take away'),
    mask: flag('mask'),
    dryRun: flag('dry-run'),
    quiet: flag('quiet'),
    verbose: flag('verbose'),
    words: behind,
  };
}

function commandOf({ command = 'run' }: Parsed): Invocation['command'] {
  if (command === 'run' || command === 'exec' || command === 'env') return command;
  throw usage(
    `the word '${command}' is kept for a command that this version does not have`,
    `a profile of that name: vaultrun --profile ${command} -- myimage sh`,
  );
}

/** What only aws-vault knows. */
const VAULTS_OWN = ['no-session', 'duration', 'mfa-token'];

function refuseForeign({ given }: Parsed, command: CommandName): void {
  for (const { name, commands } of OPTIONS) {
    if (given.has(name) && commands && !commands.includes(command)) {
      throw usage(
        `--${name} belongs to 'vaultrun ${commands.join("' and '")}'`,
        'leave it out here',
      );
    }
  }
  const vaults = given.has('credential-process') && VAULTS_OWN.find(name => given.has(name));
  if (vaults) {
    throw usage(
      `--${vaults} is for aws-vault, which --credential-process replaces`,
      'leave one of the two out',
    );
  }
}

function wordsOf(
  command: Invocation['command'],
  parsed: Parsed,
  words: string[] | undefined,
  env: NodeJS.ProcessEnv,
): string[] {
  if (command === 'env') {
    if (words === undefined) return [];
    throw usage(
      "'vaultrun env' runs nothing, so no '--' belongs to it",
      'to run something: vaultrun exec',
    );
  }
  const hint =
    command === 'run'
      ? 'write the image there: vaultrun dev -- myimage sh'
      : 'write the command there: vaultrun exec dev -- make deploy';
  if (words === undefined)
    throw command === 'run'
      ? forgotten(parsed, env)
      : usage("there is no '--' before the command", hint);
  if (words.length === 0) throw usage("nothing stands behind '--'", hint);
  const changed = words.findIndex(word => word.includes('\u{fffd}'));
  if (changed >= 0) {
    throw usage(
      `word ${changed + 1} behind the '--' is not UTF-8, and Node would change it`,
      'rename what it names',
    );
  }
  return words;
}

function keepKeys(names: string[], why: string): string[] {
  const key = names.find(name => KEYS.includes(name));
  if (key) throw usage(`${why} ${key}`, `leave ${key} out of the list`);
  return names;
}

function profileOf(
  { given, positionals }: Parsed,
  settings: Settings,
  env: NodeJS.ProcessEnv,
  needed: boolean,
): { profile: string | undefined; profileOfRepository: boolean } {
  const option = optionNamed('profile');
  const named = given.get('profile');
  const words = [...(named === undefined ? [] : [String(named)]), ...positionals];
  if (words.length > 1) {
    throw usage(
      `${words.length} profiles: ${words.map(w => `'${w}'`).join(' and ')}`,
      "name one; the image and its command belong behind '--'",
      { word: words[0] ?? '', among: [...COMMANDS] },
    );
  }
  const setting = settings.get('profile');
  const fallback = env.AWS_PROFILE ? 'AWS_PROFILE' : 'AWS_VAULT';
  const profile = words[0] ?? (setting?.value || env[fallback] || undefined);
  if (profile === undefined) {
    if (!needed) return { profile, profileOfRepository: false };
    throw usage(
      'no profile is named',
      'name it: vaultrun dev -- myimage sh (or set VAULTRUN_PROFILE or AWS_PROFILE)',
    );
  }
  const origin = words.length > 0 ? 'profile' : (setting?.origin ?? fallback);
  verify(option, profile, origin);
  return { profile, profileOfRepository: words.length === 0 && setting?.ofRepository === true };
}

function forgotten({ positionals, command }: Parsed, env: NodeJS.ProcessEnv): Failed {
  const [first, ...rest] = positionals;
  if (first === undefined) {
    return usage('nothing is said to be run', 'vaultrun dev -- myimage sh, or see vaultrun --help');
  }
  const line =
    rest.length > 0 ? `${shellQuoted([first])} -- ${shellQuoted(rest)}` : 'dev -- myimage sh';
  // https://docs.npmjs.com/cli/v11/using-npm/scripts: set by npm for what it runs
  const npm = env.npm_command === 'exec' || env.npm_command === 'run-script';
  const hint = npm
    ? `npm keeps the first '--' for itself: npm exec vaultrun -- ${line}`
    : `the image comes behind it: vaultrun ${line}`;
  const near = command ? undefined : { word: first, among: [...COMMANDS] };
  return usage("there is no '--' before the image", hint, near);
}
