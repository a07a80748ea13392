import { ENGINES } from '../engines.ts';
import { shellQuoted } from '../environment/quote.ts';
import type { Failure } from '../errors.ts';
import { didYouMean } from './near.ts';
import { COMMANDS } from './options.ts';
import { knownTo, lineWith } from './typed.ts';
import { VAULTS_COMMANDS } from './vaults-commands.ts';

type NoDashes = Extract<Failure, { kind: 'no-dashes' }>;
type Profiles = Extract<Failure, { kind: 'profiles' }>;

/** What a word processor or a chat makes of two hyphens: the dashes of Unicode. */
const TYPOGRAPHY = /^[\u2010-\u2015\u2212]+/;

/** What is wrong where the `--` is missing. */
export function dashesProblem({ command, positionals }: NoDashes): string {
  if (command === 'exec') return "there is no '--' before the command";
  return positionals.length === 0 ? 'nothing to run' : "there is no '--' before the image";
}

/** Where the `--` most likely belongs, as a line to be pasted, with the options that were given. */
export function dashesHints({ command, positionals, typed, npm, chosen }: NoDashes): string[] {
  const named = typed.some(({ name }) => name === 'profile');
  const start = lineWith(command, typed);
  const behindIt = command === 'exec' ? 'make deploy' : 'myimage sh';
  const example = named ? `-- ${behindIt}` : `dev -- ${behindIt}`;
  const [first] = positionals;
  if (first === undefined) return [`${start} ${example}, or see vaultrun --help`];

  const dash = typography(positionals);
  if (dash !== undefined) return [dash];
  const before = named ? 0 : 1;
  const single = positionals.indexOf('-', before);
  if (single >= 0) {
    const behind = shellQuoted(positionals.slice(single + 1)) || behindIt;
    const line = [start, ...positionals.slice(0, single).map(word => shellQuoted([word]))];
    return [`'-' is one dash, and two belong there: ${line.join(' ')} -- ${behind}`];
  }
  if (first === 'version') return ['the version: vaultrun --version'];
  if (VAULTS_COMMANDS.includes(first)) {
    const vault = lineWith('vault', knownTo('vault', typed));
    return [`'${first}' is a command of aws-vault: ${vault} -- ${shellQuoted(positionals)}`];
  }
  const rest = positionals.slice(before);
  if (command !== 'exec' && !named && isEngine(first)) {
    const image = (isRun(positionals) && shellQuoted(rest.slice(1))) || behindIt;
    const others = typed.filter(({ name }) => name !== 'engine');
    const line = `${lineWith(undefined, others)} --engine ${first} dev -- ${image}`;
    return [`vaultrun writes '${first} run' itself: ${line}`];
  }
  const words = command !== 'exec' && isRun(rest) ? rest.slice(2) : rest;
  const profile = shellQuoted(positionals.slice(0, before));
  const line = words.length > 0 ? `${profile} -- ${shellQuoted(words)}`.trim() : example;
  const misspelt =
    command === undefined ? didYouMean({ word: first, among: [...COMMANDS, 'help'] }) : [];
  if (npm === '') {
    const what =
      misspelt.length > 0
        ? `if '${first}' is a profile, the image comes behind the '--'`
        : `the ${command === 'exec' ? 'command' : 'image'} comes behind it`;
    const all = `${start} -- ${shellQuoted(positionals)}`;
    return [
      ...misspelt,
      `${what}: ${start} ${line}`,
      ...(chosen && !named ? [`or, with the profile of ${chosen}: ${all}`] : []),
    ];
  }
  // Options of a script stand in it: npm takes those that are typed for its own.
  const own = npm.startsWith('npm exec') ? start : lineWith(command, []);
  const behind = `${own.replace(/^vaultrun ?/, '')} ${line}`.trim();
  return [...misspelt, `npm keeps the first '--' for itself: ${npm} ${behind}`];
}

/** Which of several words was no profile, as far as it can be told. */
export function profilesHints({ words }: Profiles): string[] {
  const dash = typography(words);
  if (dash !== undefined) return [dash];
  if (words.some(word => word === 'true' || word === 'false')) {
    return ['a flag takes no true or false: write it alone, or leave it out'];
  }
  const run = words.findIndex((_, at) => isRun(words.slice(at)));
  if (run >= 0) {
    const profile = shellQuoted(words.slice(0, run).slice(0, 1)) || 'dev';
    const line = `vaultrun --engine ${words[run]} ${profile} -- myimage sh`;
    return [`vaultrun writes '${words[run]} run' itself: ${line}`];
  }
  return [
    ...didYouMean({ word: words[0] ?? '', among: [...COMMANDS] }),
    "name one; the image and its command belong behind '--'",
  ];
}

function typography(words: readonly string[]): string | undefined {
  const dash = words.find(word => TYPOGRAPHY.test(word));
  return dash && `'${dash}' begins with a dash of a text, not of the keyboard: write '-' or '--'`;
}

function isEngine(word: string | undefined): boolean {
  return (ENGINES as readonly string[]).includes(`${word}`);
}

/** `docker run` and the like, which vaultrun writes itself. */
function isRun([first, second]: readonly string[]): boolean {
  return isEngine(first) && second === 'run';
}
