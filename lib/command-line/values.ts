import type { Parsed } from '../arguments.ts';
import { Failed, usage } from '../errors.ts';
import { type Settings, toBoolean } from '../settings.ts';
import { OPTIONS, type Option, SETTINGS } from './options.ts';

/**
 * Looks options up by name: what the command line gives, else the settings, checked.
 * The functions throw Failed 'usage' or 'setting' for a wrong value.
 */
export function valuesOf(given: Parsed['given'], settings: Settings) {
  return {
    value: (name: string) => single(optionNamed(name), given, settings),
    flag: (name: string) => switched(optionNamed(name), given, settings),
    list: (name: string) => several(optionNamed(name), given, settings),
  };
}

export function optionNamed(name: string): Option {
  const option = [...OPTIONS, ...SETTINGS].find(o => o.name === name);
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

/** @throws Failed 'usage' for an empty or a wrong value, with the place that it comes from */
export function verify(option: Option, text: string, origin = `--${option.name}`): void {
  const problem = text === '' ? 'the value is empty' : option.check?.(text);
  if (problem) {
    const near = option.among && { word: text, among: [...option.among] };
    // The help of a run is the general one; it leaves out what a run does not know.
    const [other] = option.commands.includes('run') ? [] : option.commands;
    throw usage(`${origin}: ${problem}`, `see vaultrun ${other ? `${other} ` : ''}--help`, near);
  }
}
