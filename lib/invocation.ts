import type { Call } from './call.ts';
import { refuseBesideProcess } from './command-line/foreign.ts';
import type { Format } from './command-line/options.ts';
import { valuesOf } from './command-line/values.ts';
import { wordsOf } from './command-line/words.ts';
import type { EngineName } from './engines.ts';
import { KEYS } from './environment/verdict.ts';
import { usage } from './errors.ts';
import { profileOf } from './profile.ts';
import { type VaultContainer, vaultContainerOf } from './vault/place.ts';

/** What one call of vaultrun asks for, as plain data; every later stage reads this and nothing else. */
export interface Invocation {
  command: 'run' | 'exec' | 'env';
  source: Source;
  /** where the profile's name comes from, when that is a repository's `.env` */
  profileOfRepository: boolean;
  region: string | undefined;
  account: string | undefined;
  /** the setting that says so, and where it stands; undefined: the command line, or nobody */
  accountSetting: string | undefined;
  /** the user's own, that a repository's came before */
  ownAccount: string | undefined;
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
      /** where aws-vault runs; undefined: on the host */
      container: VaultContainer | undefined;
      /** prints the passphrase of the file backend; a word for a shell, of the user's own */
      passphraseCommand: string | undefined;
    }
  | { kind: 'credential-process'; command: string; profile: string | undefined };

/**
 * The run that the words, the settings and the environment add up to.
 * @throws Failed 'usage' or 'setting' for what is missing, doubled or wrong
 */
export function toInvocation(
  command: Invocation['command'],
  { parsed, words, settings, env }: Call,
): Invocation {
  const { given } = parsed;
  const { value, flag, list } = valuesOf(given, settings);
  const behind = wordsOf(command, parsed, words, env);
  const process = given.has('vault-image') ? undefined : value('credential-process');
  const ofSettings = settings.get('credential-process');
  if (process !== undefined && ofSettings && !given.has('credential-process')) {
    refuseBesideProcess(given, ofSettings);
  }
  const container = vaultContainerOf(given, settings);
  const refresh = command === 'run' && flag('refresh');
  if (refresh && process === undefined && flag('no-session')) {
    throw usage(
      'long-lived keys have no end, so --refresh has nothing to do for --no-session',
      'leave one of the two out; a setting of yours is off for one run with VAULTRUN_REFRESH=false',
    );
  }
  const passphraseCommand = value('passphrase-command');
  if (command !== 'run' && given.has('engine') && container === undefined) {
    throw usage(
      `'vaultrun ${command}' needs no engine`,
      'leave --engine out; it is for aws-vault in a container (--vault-image), and for vaultrun run',
    );
  }
  if (refresh && process === undefined && container && passphraseCommand === undefined) {
    if (!env.AWS_VAULT_FILE_PASSPHRASE) {
      throw usage(
        '--refresh asks the vault again while nobody can be asked for its passphrase',
        'set VAULTRUN_PASSPHRASE_COMMAND to a command that prints it, or leave --refresh out',
      );
    }
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
            container,
            passphraseCommand,
          },
    profileOfRepository,
    region: value('region'),
    account: value('account'),
    accountSetting: given.has('account') ? undefined : settings.get('account')?.origin,
    ownAccount: given.has('account') ? undefined : settings.get('account')?.behind?.value,
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

function keepKeys(names: string[], why: string): string[] {
  const key = names.find(name => KEYS.includes(name));
  if (key) throw usage(`${why} ${key}`, `leave ${key} out of the list`);
  return names;
}
