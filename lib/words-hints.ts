import { shellQuoted } from './environment/quote.ts';
import type { Failure } from './errors.ts';
import { didYouMean } from './near.ts';
import { COMMANDS, ENGINES } from './options.ts';

type NoDashes = Extract<Failure, { kind: 'no-dashes' }>;
type Profiles = Extract<Failure, { kind: 'profiles' }>;

/** First words that are commands of aws-vault: https://github.com/ByteNess/aws-vault/blob/main/USAGE.md */
const VAULTS_COMMANDS = ['add', 'list', 'rotate', 'remove', 'clear', 'login', 'export', 'proxy'];

/** What a word processor or a chat makes of two hyphens: the dashes of Unicode. */
const TYPOGRAPHY = /^[\u2010-\u2015\u2212]+/;

/** What is wrong where the `--` is missing. */
export function dashesProblem({ command, positionals }: NoDashes): string {
  if (command === 'exec') return "there is no '--' before the command";
  return positionals.length === 0 ? 'nothing to run' : "there is no '--' before the image";
}

/** Where the `--` most likely belongs, as a line to be pasted. */
export function dashesHints({ command, positionals, npm }: NoDashes): string[] {
  const [first, ...rest] = positionals;
  const start = command === undefined || command === 'run' ? 'vaultrun' : `vaultrun ${command}`;
  const example = command === 'exec' ? 'dev -- make deploy' : 'dev -- myimage sh';
  if (first === undefined) return [`${start} ${example}, or see vaultrun --help`];

  const dash = typography(positionals);
  if (dash !== undefined) return [dash];
  const single = rest.indexOf('-') + 1;
  if (single > 0) {
    const image = rest.slice(single);
    const behind = image.length > 0 ? shellQuoted(image) : example.replace(/^dev -- /, '');
    const before = shellQuoted(positionals.slice(0, single));
    return [`'-' is one dash, and two belong there: ${start} ${before} -- ${behind}`];
  }
  if (first === 'version') return ['the version: vaultrun --version'];
  if (VAULTS_COMMANDS.includes(first)) {
    const line = shellQuoted(positionals);
    return [`'${first}' is a command of aws-vault: vaultrun vault -- ${line}`];
  }
  if (command !== 'exec' && isEngine(first)) {
    const image =
      isRun(positionals) && rest[1] !== undefined ? shellQuoted(rest.slice(1)) : 'myimage sh';
    return [`vaultrun writes '${first} run' itself: vaultrun --engine ${first} dev -- ${image}`];
  }
  const words = command !== 'exec' && isRun(rest) ? rest.slice(2) : rest;
  const line = words.length > 0 ? `${shellQuoted([first])} -- ${shellQuoted(words)}` : example;
  const misspelt =
    command === undefined ? didYouMean({ word: first, among: [...COMMANDS, 'help'] }) : [];
  if (npm === '') {
    const what =
      misspelt.length > 0
        ? `if '${first}' is a profile, the image comes behind the '--'`
        : `the ${command === 'exec' ? 'command' : 'image'} comes behind it`;
    return [...misspelt, `${what}: ${start} ${line}`];
  }
  const behind = `${start.replace(/^vaultrun ?/, '')} ${line}`.trim();
  return [...misspelt, `npm keeps the first '--' for itself: ${npm} ${behind}`];
}

/** Which of several words was no profile, as far as it can be told. */
export function profilesHints({ words }: Profiles): string[] {
  const dash = typography(words);
  if (dash !== undefined) return [dash];
  if (words.some(word => word === 'true' || word === 'false')) {
    return ['a flag takes no true or false: write it alone, or leave it out'];
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
