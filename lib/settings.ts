import { readFileSync, statSync } from 'node:fs';
import { OPTIONS, type Option, SETTINGS } from './command-line/options.ts';
import { codeOf, Failed } from './errors.ts';

/** A value and the place that it comes from, for messages. */
export interface Setting {
  value: string;
  origin: string;
  ofRepository: boolean;
  /** the user's own, that a repository's came before */
  behind?: Setting;
}

/** The settings by option name, strongest source first. */
export type Settings = ReadonlyMap<string, Setting>;

/** Where settings come from, strongest first. */
export const SOURCES = ['environment', 'repository', 'user'] as const;
export type SettingSource = (typeof SOURCES)[number];

const REPOSITORY_FILE = '.env';
const OUT = 'take it out of the file; your own settings live in the environment or in config.env';
const PREFIX = 'VAULTRUN_';
const MOST_BYTES = 1024 * 1024;
const BY_SETTING = new Map(
  [...OPTIONS, ...SETTINGS].flatMap(o => (o.setting ? [[o.setting, o] as const] : [])),
);

/**
 * What the environment, the working directory's `.env` and the user's config.env say, in that order; what is empty in
 * the environment is unset, whatever the files say.
 * A `.env` belongs to whoever wrote the repository: a key of ours in it that is not for repositories ends the run.
 * @param sources those that are to be read
 * @throws Failed 'setting' for such a key, an unknown key of the user's file, or a file that cannot be read
 */
export async function readSettings(
  env: NodeJS.ProcessEnv,
  sources: readonly SettingSource[] = SOURCES,
): Promise<Settings> {
  const settings = new Map<string, Setting>();
  const add = (option: Option, value: string, origin: string, ofRepository = false) => {
    // Only the environment switches off: a repository could otherwise take away what the user has pinned.
    if (value === '' || env[option.setting ?? ''] === '') return;
    addWeaker(settings, option.name, { value, origin, ofRepository });
  };
  const from = (source: SettingSource) => sources.includes(source);
  for (const [key, option] of from('environment') ? BY_SETTING : []) {
    add(option, env[key] ?? '', key);
  }

  for (const [key, value] of from('repository') ? await fileKeys(REPOSITORY_FILE) : []) {
    const option = BY_SETTING.get(key);
    if (!option) {
      const names = settingNames().filter(name => BY_SETTING.get(name)?.repository !== 'never');
      const { unknownSetting } = await import('./settings/misspelt-settings.ts');
      throw unknownSetting(`${REPOSITORY_FILE} of this folder`, key, OUT, names);
    }
    const problem = forRepository(option, value);
    if (problem) {
      throw new Failed({
        kind: 'setting',
        origin: `${REPOSITORY_FILE} of this folder`,
        problem: `${key}: ${problem}`,
        hint: OUT,
      });
    }
    add(option, value, `${key} in ${REPOSITORY_FILE}`, true);
  }

  const own = from('user') ? userFile(env) : undefined;
  for (const [key, value] of own ? await fileKeys(own) : []) {
    const option = BY_SETTING.get(key);
    if (!option) {
      const names = settingNames();
      const { unknownSetting } = await import('./settings/misspelt-settings.ts');
      throw unknownSetting(`${own}`, key, `the settings are ${names.join(', ')}`, names);
    }
    add(option, value, `${key} in ${own}`);
  }
  return settings;
}

/** Adds what a weaker source says: it counts where nothing stands yet, and stays behind what a repository says. */
export function addWeaker(settings: Map<string, Setting>, name: string, setting: Setting): void {
  const before = settings.get(name);
  if (before === undefined) settings.set(name, setting);
  else if (before.ofRepository) settings.set(name, { ...before, behind: setting });
}

/** The settings without what a repository says. */
export function usersOwn(settings: Settings): Settings {
  return new Map(
    [...settings].flatMap(([name, setting]) => {
      const own = setting.ofRepository ? setting.behind : setting;
      return own ? [[name, own] as const] : [];
    }),
  );
}

/** The names of all settings. */
export function settingNames(): string[] {
  return [...BY_SETTING.keys()];
}

function forRepository(option: Option, value: string): string | undefined {
  if (option.repository === 'never') return 'a repository may not set it';
  if (option.repository === 'off' && toBoolean(value) !== false) {
    return 'a repository may set it to false only';
  }
  return undefined;
}

/** Reads a boolean setting; undefined: it is none. */
export function toBoolean(text: string): boolean | undefined {
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  if (/^(?:0|false|no|off)$/i.test(text)) return false;
  return undefined;
}

/** The user's own file, whether it is there or not; undefined: there is no place for one. */
export function userFile(env: NodeJS.ProcessEnv): string | undefined {
  // https://specifications.freedesktop.org/basedir-spec/latest/: a relative path counts as unset
  const base = env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : undefined;
  const folder = base ?? (env.HOME ? `${env.HOME}/.config` : undefined);
  return folder && `${folder}/vaultrun/config.env`;
}

async function fileKeys(path: string): Promise<[string, string][]> {
  const text = readIfThere(path);
  // Most `.env` files are none of vaultrun's business; dotenv is loaded only for one that may be.
  if (!text.includes(PREFIX)) return [];
  const { parseFile } = await import('./settings/settings-file.ts');
  return parseFile(text).filter(([key]) => key.startsWith(PREFIX));
}

function readIfThere(path: string): string {
  try {
    // Neither a virtualenv called .env nor a pipe that a secret manager serves is read.
    // What has no size is empty, or a file of /proc that may never answer.
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found?.isFile() || found.size === 0) return '';
    if (found.size > MOST_BYTES) throw Object.assign(new Error(), { code: 'EFBIG' });
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    throw new Failed({
      kind: 'setting',
      origin: path,
      problem: `the file cannot be read (${code})`,
      hint: 'make it readable, or move it away',
    });
  }
}
