import { COMMAND_TABLE } from '../command-line/commands-table.ts';
import { COMMANDS, type CommandName, OPTIONS } from '../command-line/options.ts';
import { VAULTS_COMMANDS, VAULTS_OF_A_PROFILE } from '../command-line/vaults-commands.ts';
import { ENGINES } from '../engines.ts';
import { SNIPPETS } from '../init/snippets.ts';
import { REGIONS } from './regions.ts';
import { SHELLS } from './shells.ts';

/** What can stand in one place: one of these words, or a name that the shell looks up when it completes. */
export type Source =
  | { kind: 'choice'; words: readonly string[] }
  | { kind: 'profiles' }
  | { kind: 'regions'; words: readonly string[] }
  | { kind: 'variables' }
  | { kind: 'anything' };

export interface CompletedOption {
  name: string;
  letter: string | undefined;
  /** the word for its value; undefined: it takes none */
  value: string | undefined;
  source: Source;
  repeatable: boolean;
  about: string;
  commands: readonly CommandName[];
}

export interface CompletedCommand {
  name: CommandName;
  about: string;
  /** what its own words are, in their order */
  words: readonly Source[];
  /** what stands behind its `--`; undefined: it has none */
  behind: 'engine' | 'command' | 'vault' | undefined;
}

export interface CompletionTable {
  /** the first on PATH is the one that runs the container */
  engines: readonly string[];
  commands: readonly CompletedCommand[];
  options: readonly CompletedOption[];
  /** aws-vault's own commands, which stand behind `vault --`, and those that a profile follows */
  vaults: readonly string[];
  vaultsOfAProfile: readonly string[];
}

const PROFILES: Source = { kind: 'profiles' };

/** What the option's own row does not tell. */
const VALUES: Readonly<Record<string, Source>> = {
  profile: PROFILES,
  region: { kind: 'regions', words: REGIONS },
  pass: { kind: 'variables' },
  drop: { kind: 'variables' },
};

const WORDS: Readonly<Record<CommandName, Pick<CompletedCommand, 'words' | 'behind'>>> = {
  run: { words: [PROFILES], behind: 'engine' },
  exec: { words: [PROFILES], behind: 'command' },
  env: { words: [PROFILES], behind: undefined },
  vault: { words: [], behind: 'vault' },
  doctor: { words: [PROFILES], behind: 'engine' },
  init: { words: [{ kind: 'choice', words: SNIPPETS }, PROFILES], behind: undefined },
  completion: { words: [{ kind: 'choice', words: SHELLS }], behind: undefined },
};

/** All that the three shells complete, made from the tables of commands and options. */
export function completionTable(): CompletionTable {
  const own = { value: undefined, source: { kind: 'anything' }, repeatable: false } as const;
  return {
    engines: ENGINES,
    vaults: VAULTS_COMMANDS,
    vaultsOfAProfile: VAULTS_OF_A_PROFILE,
    commands: COMMANDS.map(name => ({
      name,
      about: COMMAND_TABLE[name].about,
      ...WORDS[name],
    })),
    options: [
      ...OPTIONS.map(({ name, letter, kind, value, about, among, commands }) => ({
        name,
        letter,
        value: kind === 'flag' ? undefined : (value ?? 'VALUE'),
        source: among
          ? { kind: 'choice' as const, words: among }
          : (VALUES[name] ?? { kind: 'anything' as const }),
        repeatable: kind === 'list',
        about,
        commands,
      })),
      { ...own, name: 'help', letter: 'h', about: 'the help', commands: COMMANDS },
      { ...own, name: 'version', letter: undefined, about: 'the version', commands: COMMANDS },
    ],
  };
}

/** The commands behind whose `--` the engine's words stand. */
export function containersOf({ commands }: CompletionTable): CommandName[] {
  return commands.filter(({ behind }) => behind === 'engine').map(({ name }) => name);
}

/** The options that a command knows. */
export function optionsOf({ options }: CompletionTable, command: CommandName): CompletedOption[] {
  return options.filter(({ commands }) => commands.includes(command));
}
