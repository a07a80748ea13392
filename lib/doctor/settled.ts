import type { Call } from '../call.ts';
import { OPTIONS } from '../command-line/options.ts';
import { valuesOf } from '../command-line/values.ts';
import { type Failure, isFailed, usage } from '../errors.ts';
import { type Invocation, toInvocation } from '../invocation.ts';
import { profileOf } from '../profile.ts';
import { addWeaker, readSettings, type Setting, type SettingSource, SOURCES } from '../settings.ts';

/** What `vaultrun run` would make of the same words and settings, and what would keep it from that. */
export interface Settled {
  invocation: Invocation;
  /** undefined: none is named, and none is checked */
  profile: string | undefined;
  settings: ReadonlyMap<string, Setting>;
  /** in each source of settings, what ends a run */
  wrong: { source: SettingSource; failure: Failure }[];
}

/**
 * Reads words and settings as a run does; a wrong setting is kept as a finding and left out, so that the rest can
 * still be checked.
 * @throws Failed 'usage' for what is wrong on the command line itself
 */
export async function settle(call: Omit<Call, 'settings'>): Promise<Settled> {
  const { parsed, words, env } = call;
  refuseWrongWords(call);
  const wrong: Settled['wrong'] = [];
  const attempt = async <T>(source: SettingSource, read: () => T | Promise<T>, without: T) => {
    try {
      return await read();
    } catch (error) {
      if (!isFailed(error)) throw error;
      wrong.push({ source, failure: error.failure });
      return without;
    }
  };

  const settings = new Map<string, Setting>();
  for (const source of SOURCES) {
    const read = await attempt(source, () => readSettings(env, [source]), new Map());
    for (const [name, setting] of read) {
      // What nothing would read is not judged.
      if (settings.has(name) && !settings.get(name)?.ofRepository) continue;
      const right = await attempt(source, () => check(name, new Map([[name, setting]])), false);
      if (right) addWeaker(settings, name, setting);
    }
  }
  const isProcess = (from: ReadonlyMap<string, Setting>) =>
    !parsed.given.has('vault-image') &&
    (parsed.given.has('credential-process') || from.has('credential-process'));
  const own = { ...parsed, command: 'run' as const };
  const shell = { ...env };
  const named = await attempt(
    'environment',
    () => profileOf(own, settings, shell, false).profile,
    '',
  );
  if (named === '') {
    delete shell.AWS_PROFILE;
    delete shell.AWS_VAULT;
  }
  const profile = named || undefined;
  if (profile === undefined && parsed.given.has('deep')) {
    profileOf(own, settings, shell, !isProcess(settings));
  }
  const read = (from: ReadonlyMap<string, Setting>) =>
    toInvocation('run', {
      // A run needs a name; nothing that is said of it is told where none was given.
      parsed:
        profile === undefined && !isProcess(from) ? { ...own, positionals: ['default'] } : own,
      words: words ?? ['IMAGE'],
      settings: from,
      env: shell,
    });
  const invocation = await attempt('environment', () => read(settings), undefined);
  return { invocation: invocation ?? read(less(settings)), profile, settings, wrong };
}

/** @throws Failed 'usage' */
function refuseWrongWords({ parsed, words }: Omit<Call, 'settings'>): void {
  if (words?.length === 0) throw usage("nothing stands behind '--'", 'write an image there');
  profileOf(parsed, new Map(), {}, false);
  for (const name of parsed.given.keys()) read(name, parsed.given, new Map());
}

/** @throws Failed for a wrong value */
function check(name: string, settings: ReadonlyMap<string, Setting>): boolean {
  read(name, new Map(), settings);
  return true;
}

function read(
  name: string,
  given: Call['parsed']['given'],
  settings: ReadonlyMap<string, Setting>,
): void {
  const { value, flag, list } = valuesOf(given, settings);
  const kinds = { value, flag, list };
  kinds[OPTIONS.find(option => option.name === name)?.kind ?? 'value'](name);
}

/** Without those that contradict each other. */
function less(settings: ReadonlyMap<string, Setting>): Map<string, Setting> {
  const contradicting = ['refresh', 'pass', 'drop', 'credential-process'];
  return new Map([...settings].filter(([name]) => !contradicting.includes(name)));
}
