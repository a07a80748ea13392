import type { Parsed } from './arguments.ts';
import { KEYS } from './environment/verdict.ts';
import { Failed, usage } from './errors.ts';
import { COMMANDS, type EngineName, OPTIONS, type Option } from './options.ts';
import { type Settings, toBoolean } from './settings.ts';

/** What one call of vaultrun asks for, as plain data; every later stage reads this and nothing else. */
export interface Invocation {
  profile: string;
  /** where the profile's name comes from, when that is a repository's `.env` */
  profileOfRepository: boolean;
  noSession: boolean;
  duration?: string;
  region?: string;
  mfaToken?: string;
  engine?: EngineName;
  pass: string[];
  drop: string[];
  dryRun: boolean;
  quiet: boolean;
  verbose: boolean;
  /** the run options, the image and its command: everything behind the first `--`, untouched */
  words: string[];
}

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
  if (words === undefined) throw forgotten(parsed, env);
  if (words.length === 0) {
    throw usage("nothing stands behind '--'", 'write the image there: vaultrun dev -- myimage sh');
  }
  const { given } = parsed;
  const value = (name: string) => single(optionNamed(name), given, settings);
  const flag = (name: string) => switched(optionNamed(name), given, settings);
  const list = (name: string) => several(optionNamed(name), given, settings);
  const engine = value('engine') as EngineName | undefined;
  return {
    ...profileOf(parsed, settings, env),
    noSession: flag('no-session'),
    ...some('duration', value('duration')),
    ...some('region', value('region')),
    ...some('mfaToken', value('mfa-token')),
    ...(engine ? { engine } : {}),
    pass: keepKeys(list('pass'), 'the keys come from the vault alone; --pass cannot replace'),
    drop: keepKeys(list('drop'), 'no container could use the rest; --drop cannot take away'),
    dryRun: flag('dry-run'),
    quiet: flag('quiet'),
    verbose: flag('verbose'),
    words,
  };
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
): Pick<Invocation, 'profile' | 'profileOfRepository'> {
  const option = optionNamed('profile');
  const named = given.get('profile');
  const words = [...(named === undefined ? [] : [String(named)]), ...positionals];
  if (words.length > 1) {
    throw usage(
      `${words.length} profiles: ${words.map(w => `'${w}'`).join(' and ')}`,
      "name one; the image and its command belong behind '--'",
    );
  }
  const setting = settings.get('profile');
  const fallback = env.AWS_PROFILE ? 'AWS_PROFILE' : 'AWS_VAULT';
  const profile = words[0] ?? setting?.value ?? env[fallback];
  if (profile === undefined || (profile === '' && words.length === 0)) {
    throw usage(
      'no profile is named',
      'name it: vaultrun dev -- myimage sh (or set VAULTRUN_PROFILE or AWS_PROFILE)',
    );
  }
  const origin = words.length > 0 ? 'profile' : (setting?.origin ?? fallback);
  verify(option, profile, origin);
  return { profile, profileOfRepository: words.length === 0 && setting?.origin === '.env' };
}

function optionNamed(name: string): Option {
  const option = OPTIONS.find(o => o.name === name);
  if (!option) throw new Error(`no option ${name}`);
  return option;
}

function single(option: Option, given: Parsed['given'], settings: Settings): string | undefined {
  const words = given.get(option.name);
  const setting = settings.get(option.name);
  const text = words === undefined ? setting?.value : String(words);
  if (text !== undefined) verify(option, text, words === undefined ? setting?.origin : undefined);
  return text;
}

function several(option: Option, given: Parsed['given'], settings: Settings): string[] {
  const words = given.get(option.name);
  const setting = settings.get(option.name);
  const texts = words ? [words].flat().map(String) : (setting?.value.split(/[\s,]+/) ?? []);
  const wanted = words ? texts : texts.filter(text => text !== '');
  for (const text of wanted) verify(option, text, words ? undefined : setting?.origin);
  return wanted;
}

function switched(option: Option, given: Parsed['given'], settings: Settings): boolean {
  if (given.has(option.name)) return true;
  const setting = settings.get(option.name);
  if (!setting) return false;
  const on = toBoolean(setting.value);
  if (on === undefined) {
    throw new Failed({
      kind: 'setting',
      origin: setting.origin,
      problem: `'${setting.value}' is neither true nor false`,
      hint: 'write true or false',
    });
  }
  return on;
}

function verify(option: Option, text: string, origin = `--${option.name}`): void {
  const problem = text === '' ? 'the value is empty' : option.check?.(text);
  if (problem) throw usage(`${origin}: ${problem}`, 'see vaultrun --help');
}

function some<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}

function forgotten({ positionals, command }: Parsed, env: NodeJS.ProcessEnv): Failed {
  // https://docs.npmjs.com/cli/v11/using-npm/scripts: set by npm for what it runs
  const npm = env.npm_command === 'exec' || env.npm_command === 'run-script';
  const hint = npm
    ? "npm keeps the first '--' for itself: npm exec vaultrun -- dev -- myimage sh, or use npx"
    : 'the image stands behind it: vaultrun dev -- myimage sh';
  const [first] = positionals;
  return new Failed({
    kind: 'usage',
    problem: "there is no '--' before the image",
    hint,
    ...(first !== undefined && !command ? { near: { word: first, among: [...COMMANDS] } } : {}),
  });
}
