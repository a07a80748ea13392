import parser from 'yargs-parser';
import { Failed, usage } from './errors.ts';
import { COMMANDS, type CommandName, OPTIONS } from './options.ts';

/** argv, cut at its first `--` before any parser sees it. */
export interface Cut {
  own: string[];
  words: string[] | undefined;
}

export function cut(argv: readonly string[]): Cut {
  const at = argv.indexOf('--');
  return at < 0
    ? { own: [...argv], words: undefined }
    : { own: argv.slice(0, at), words: argv.slice(at + 1) };
}

export interface Parsed {
  help: boolean;
  version: boolean;
  /** the first word, where that is the name of a command */
  command: Command;
  positionals: string[];
  /** by option name: true for a flag, the text of a value, the texts of a list */
  given: ReadonlyMap<string, true | string | string[]>;
}

type Command = CommandName | undefined;

const HELP = { name: 'help', letter: 'h' };
const VERSION = { name: 'version' };
const FLAGS = OPTIONS.filter(o => o.kind === 'flag');
const VALUES = OPTIONS.filter(o => o.kind !== 'flag');
const KNOWN = new Set(
  [HELP, VERSION, ...OPTIONS].flatMap((o: { name: string; letter?: string }) => [o.name, o.letter]),
);

/**
 * Reads vaultrun's own part of argv.
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
  const { _: words, ...options } = argv;
  const positionals = words.map(String);
  const wantsHelp = Number(options.help) > 0 || positionals[0] === 'help';
  if (positionals[0] === 'help') positionals.shift();
  const first = positionals[0];
  const command = COMMANDS.find(name => name === first);
  if (words[0] === 'help' && first !== undefined && command === undefined) {
    throw usage(`there is no command '${first}'`, `the commands are ${COMMANDS.join(', ')}`, {
      word: first,
      among: [...COMMANDS],
    });
  }
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
  return {
    help: wantsHelp,
    version: Number(options.version) > 0,
    command,
    positionals: command ? positionals.slice(1) : positionals,
    given,
  };
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
  if (word !== undefined) {
    throw new Failed({ kind: 'option', fault: 'unknown', word: word.replace(/=.*/s, ''), command });
  }
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
