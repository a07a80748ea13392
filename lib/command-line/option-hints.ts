import type { Failure } from '../errors.ts';
import { didYouMean, near } from './near.ts';
import { type CommandName, OPTIONS, type Option } from './options.ts';

type WrongOption = Extract<Failure, { kind: 'option' }>;

/** What is wrong with the option itself. */
export function optionProblem({ fault, word }: WrongOption): string {
  return fault === 'unknown' ? `unknown option '${word}'` : `${word} ${fault}`;
}

/** How to mend it. */
export function optionHints({ fault, word, command }: WrongOption): string[] {
  const name = word.replace(/^-+/, '');
  const page = `see vaultrun ${command === undefined ? '' : `${command} `}--help`;
  if (fault === 'wants a value') {
    const value = OPTIONS.find(option => option.name === name)?.value ?? 'VALUE';
    return [`write it before the '--': ${word} ${value}`, page];
  }
  if (fault === 'takes no value') return [offIn(name)];

  const double = word.startsWith('--');
  const special = double ? undefined : letters(name);
  if (special !== undefined) return [special];
  if (!double && (OPTIONS.some(option => option.name === name) || near(name, LONG) !== undefined)) {
    return [`a long option has two dashes: --${near(name, LONG) ?? name}`];
  }
  if (Object.hasOwn(INSTEAD, name)) return [`${INSTEAD[name]}`];
  const switched = /^no-(.+)$/.exec(name)?.[1];
  if (OPTIONS.some(o => o.name === switched && o.kind === 'flag')) return [offIn(`${switched}`)];
  if (ENGINES_LONG.includes(name)) return [behind(`--${name}`, command)];
  const meant = spelt(name, command);
  return meant.length > 0 ? [...meant, page] : [page];
}

const LONG = OPTIONS.map(option => option.name);

/** The near names: of what this command knows, else of what another one does. */
function spelt(word: string, command: CommandName = 'run'): string[] {
  const ofCommand = (option: Option) => option.commands.includes(command);
  const names = OPTIONS.filter(ofCommand).map(option => option.name);
  const own = didYouMean({ word, among: [...names, 'help', 'version'], prefix: '--' });
  if (own.length > 0) return own;
  const meant = OPTIONS.find(option => option.name === near(word, LONG));
  if (meant) {
    return [`did you mean '--${meant.name}'? it belongs to 'vaultrun ${meant.commands[0]}'`];
  }
  return near(word, ENGINES_LONG) === undefined
    ? []
    : [behind(`--${near(word, ENGINES_LONG)}`, command)];
}

/** How a flag is switched off: it is, unless something says otherwise. */
function offIn(name: string): string {
  const option = OPTIONS.find(o => o.name === name || o.letter === name);
  const setting = option?.setting;
  return setting
    ? `leave it out to have it off; a setting of yours is off for one run with ${setting}=false`
    : 'write it alone, or leave it out';
}

function behind(word: string, command: CommandName | undefined): string {
  return command === 'exec'
    ? `it belongs to the command, behind the '--': vaultrun exec dev -- docker run ${word} … myimage`
    : `it belongs to the engine, behind the '--': vaultrun dev -- ${word} … myimage`;
}

/** Letters that docker run knows, and those that mean something else to aws-vault or to other tools. */
function letters(typed: string): string | undefined {
  if (typed === 't') {
    return "the engine's -t comes by itself on a terminal (or behind the '--'); aws-vault's -t is --mfa-token";
  }
  if (typed === 'd') {
    return "the engine's -d belongs behind the '--': vaultrun dev -- -d myimage; aws-vault's -d is --duration";
  }
  if (/^[it]+$/.test(typed)) {
    return "-i comes by itself, and -t where there is a terminal: leave it out; all else of the engine's belongs behind the '--'";
  }
  if (typed === 'V') return 'the version: vaultrun --version';
  if (typed === '?') return 'see vaultrun --help';
  if (/^[ditPq]+$/.test(typed) || /^[acehlmpuvw]([^a-z].*)?$/.test(typed)) {
    const word = /^[ditPq]+$/.test(typed) ? `-${typed}` : `-${typed[0]}`;
    return behind(word, undefined);
  }
  return typed === 'rm' ? INSTEAD.rm : undefined;
}

/** What to write instead of an option that people know from docker, aws-vault or the aws CLI. */
const INSTEAD: Readonly<Record<string, string>> = {
  rm: "the engine's --rm comes by itself; to keep the container write --rm=false behind the '--'",
  tty: "the engine's -t comes by itself where there is a terminal; leave it out, or write it behind the '--'",
  interactive: "the engine's -i comes by itself: leave it out",
  session: 'a session is what you get without --no-session',
  output: 'for the credentials as JSON: vaultrun env --format credential-process dev',
  debug: 'for every step with its time: --verbose',
  backend: "it is aws-vault's own: set AWS_VAULT_BACKEND in the environment",
  prompt: "it is aws-vault's own: set AWS_VAULT_PROMPT in the environment",
  keychain: "it is aws-vault's own: set AWS_VAULT_KEYCHAIN_NAME in the environment",
  'file-dir': "it is aws-vault's own: set AWS_VAULT_FILE_DIR in the environment",
  server: 'for credentials that stay fresh: vaultrun --refresh',
  'ecs-server': 'for credentials that stay fresh: vaultrun --refresh',
  'ec2-server': 'for credentials that stay fresh: vaultrun --refresh',
};

/** The long options of docker run that people use most: https://docs.docker.com/reference/cli/docker/container/run/ */
const ENGINES_LONG = [
  'add-host',
  'cap-add',
  'cap-drop',
  'cpus',
  'detach',
  'dns',
  'entrypoint',
  'env',
  'env-file',
  'gpus',
  'hostname',
  'init',
  'label',
  'memory',
  'mount',
  'name',
  'net',
  'network',
  'pid',
  'platform',
  'privileged',
  'publish',
  'pull',
  'read-only',
  'restart',
  'secret',
  'security-opt',
  'shm-size',
  'tmpfs',
  'ulimit',
  'user',
  'userns',
  'volume',
  'volumes-from',
  'workdir',
];
