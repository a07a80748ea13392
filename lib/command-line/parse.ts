import parser from 'yargs-parser';
import { type Parsed, parseWords } from '../arguments.ts';
import { Failed, usage } from '../errors.ts';
import { type CommandName, OPTIONS } from './options.ts';
import { typedOptions } from './typed.ts';

type Command = CommandName | undefined;

const HELP = { name: 'help', letter: 'h' };
const VERSION = { name: 'version' };
const FLAGS = OPTIONS.filter(o => o.kind === 'flag');
const VALUES = OPTIONS.filter(o => o.kind !== 'flag');
const KNOWN = new Set(
  [HELP, VERSION, ...OPTIONS].flatMap((o: { name: string; letter?: string }) => [o.name, o.letter]),
);

/**
 * Reads vaultrun's own part of argv, where there are options in it; a run without any starts faster without this file.
 * @throws Failed 'option' or 'usage' for one that is unknown, given twice, or has a value too many or none
 */
export function parse(own: readonly string[]): Parsed {
  const { argv, error } = parser.detailed([...own], {
    // Counted, so that a flag given twice can be told.
    count: [HELP.name, VERSION.name, ...FLAGS.map(o => o.name)],
    string: ['_', ...VALUES.map(o => o.name)],
    // With a count of words to take, a flag leaves the next word alone, be it `true`, and a value takes one.
    narg: Object.fromEntries([
      ...[HELP, VERSION, ...FLAGS].map(o => [o.name, 0]),
      ...VALUES.map(o => [o.name, 1]),
    ]),
    alias: Object.fromEntries(
      [HELP, ...OPTIONS].flatMap(o => (o.letter ? [[o.name, [o.letter]]] : [])),
    ),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    },
  });
  // The parser keeps the words under this name.
  const underscore = own.find(word => /^--_(?:=|$)/.test(word));
  if (underscore !== undefined) refuse(underscore, undefined);
  const { _: words, ...options } = argv;
  const parsed = parseWords(words.map(String));
  const { command } = parsed;
  const wantsHelp = Number(options.help) > 0 || parsed.help;
  if (!wantsHelp) refuseUnknown(Object.keys(options), own, command);
  if (error && !wantsHelp) throw wrongValue(error.message, command);
  const given = new Map<string, true | string | string[]>();
  for (const option of OPTIONS) {
    const value: unknown = options[option.name];
    if (wantsHelp || value === undefined || value === 0) continue;
    if (option.kind === 'list') given.set(option.name, [value].flat().map(String));
    else if (Array.isArray(value) || (Number(value) > 1 && option.kind === 'flag'))
      throw usage(`--${option.name} is given twice`, 'give it once');
    else given.set(option.name, option.kind === 'flag' ? true : String(value));
  }
  const version = Number(options.version) > 0;
  return { ...parsed, help: wantsHelp, version, given, typed: typedOptions(own) };
}

/**
 * The first word that is no option of ours, as it was typed, without its value.
 * @throws Failed 'option'
 */
function refuseUnknown(keys: readonly string[], own: readonly string[], command: Command): void {
  const key = keys.find(name => !KNOWN.has(name));
  // A letter of ours with something behind it is missed by no parser: `-n5`.
  const word =
    key === undefined
      ? own.find(w => /^-[^-]/.test(w) && !/^-[nqh]+(?:=|$)/.test(w))
      : (own.find(w => /^-[^-]/.test(w) && w.includes(key, 1) && key.length === 1) ?? `--${key}`);
  if (word !== undefined) refuse(word, command);
}

function refuse(word: string, command: Command): never {
  throw new Failed({ kind: 'option', fault: 'unknown', word: word.replace(/=.*/s, ''), command });
}

/** Our own words for what the parser found wrong: a value too many, or none. */
function wrongValue(message: string, command: Command): Failed {
  const [, key = ''] = /: (\S+)$/.exec(message) ?? [];
  const fault = /unexpected/.test(message) ? 'takes no value' : 'wants a value';
  return new Failed({
    kind: 'option',
    fault,
    word: key.length > 1 ? `--${key}` : `-${key}`,
    command,
  });
}
