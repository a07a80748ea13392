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
  command: CommandName | undefined;
  positionals: string[];
  /** by option name: true for a flag, the text of a value, the texts of a list */
  given: ReadonlyMap<string, true | string | string[]>;
}

const HELP = { name: 'help', letter: 'h' };
const VERSION = { name: 'version' };
const FLAGS = OPTIONS.filter(o => o.kind === 'flag');
const VALUES = OPTIONS.filter(o => o.kind !== 'flag');
const KNOWN = new Set(
  [HELP, VERSION, ...OPTIONS].flatMap((o: { name: string; letter?: string }) => [o.name, o.letter]),
);

/**
 * Reads vaultrun's own part of argv.
 * @throws Failed 'usage' for an unknown, repeated or empty option
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
  const wantsHelp = Number(options.help) > 0 || (own.length === 1 && own[0] === 'help');
  if (!wantsHelp) refuseUnknown(Object.keys(options), own);
  if (error && !wantsHelp) {
    throw usage(lowerFirst(error.message), 'see vaultrun --help');
  }
  const given = new Map<string, true | string | string[]>();
  for (const option of OPTIONS) {
    const value: unknown = options[option.name];
    if (value === undefined || value === 0) continue;
    if (option.kind === 'list') given.set(option.name, [value].flat().map(String));
    else if (Array.isArray(value) || (Number(value) > 1 && option.kind === 'flag'))
      throw usage(`--${option.name} is given twice`, 'give it once');
    else given.set(option.name, option.kind === 'flag' ? true : String(value));
  }
  const first = positionals[0];
  const command = COMMANDS.find(name => name === first);
  return {
    help: wantsHelp,
    version: Number(options.version) > 0,
    command,
    positionals: command ? positionals.slice(1) : positionals,
    given,
  };
}

/** A letter of ours with something behind it that no parser misses: `-n5`. */
function swallowed(own: readonly string[]): string | undefined {
  return own.find(word => /^-[^-]/.test(word) && !/^-[nqh]+$/.test(word))?.slice(1);
}

/** Docker's own options, as people type them in front of the `--`. */
const ENGINES_OWN = new Set([
  't',
  'i',
  'd',
  'e',
  'v',
  'p',
  'u',
  'w',
  'rm',
  'name',
  'env-file',
  'env',
]);

function refuseUnknown(keys: readonly string[], own: readonly string[]): void {
  const unknown = keys.find(key => !KNOWN.has(key)) ?? swallowed(own);
  if (unknown === undefined) return;
  const typed =
    unknown.length === 1 || own.includes(`-${unknown}`) ? `-${unknown}` : `--${unknown}`;
  const word = own.find(w => w.startsWith('-') && !w.startsWith('--') && w.includes(unknown));
  const shown = unknown.length === 1 && word ? word.replace(/=.*/s, '') : typed;
  throw new Failed({
    kind: 'usage',
    problem: `unknown option '${shown}'`,
    hint: ENGINES_OWN.has(unknown)
      ? `it belongs to the engine, behind the '--': vaultrun dev -- ${shown} … myimage`
      : 'see vaultrun --help',
    near: { word: unknown, among: OPTIONS.map(o => o.name), prefix: '--' },
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
