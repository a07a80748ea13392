import { SNIPPETS } from '../init/snippets.ts';
import { COMMANDS, type CommandName, ENGINES, FORMATS, OPTIONS } from '../options.ts';
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
}

const PROFILES: Source = { kind: 'profiles' };

const VALUES: Readonly<Record<string, Source>> = {
  profile: PROFILES,
  region: { kind: 'regions', words: REGIONS },
  engine: { kind: 'choice', words: ENGINES },
  format: { kind: 'choice', words: FORMATS },
  pass: { kind: 'variables' },
  drop: { kind: 'variables' },
};

const ABOUT: Readonly<Record<CommandName, Omit<CompletedCommand, 'name'>>> = {
  run: {
    about: "a container with the profile's credentials",
    words: [PROFILES],
    behind: 'engine',
  },
  exec: {
    about: 'a command of the host that reads them from a file',
    words: [PROFILES],
    behind: 'command',
  },
  env: { about: 'what a container would get', words: [PROFILES], behind: undefined },
  vault: { about: 'aws-vault itself', words: [], behind: 'vault' },
  doctor: { about: 'a check of every moving part', words: [PROFILES], behind: undefined },
  init: {
    about: 'a ready snippet',
    words: [{ kind: 'choice', words: SNIPPETS }, PROFILES],
    behind: undefined,
  },
  completion: {
    about: 'completion for a shell',
    words: [{ kind: 'choice', words: SHELLS }],
    behind: undefined,
  },
};

/** All that the three shells complete, made from the tables of commands and options. */
export function completionTable(): CompletionTable {
  const own = { value: undefined, source: { kind: 'anything' }, repeatable: false } as const;
  return {
    engines: ENGINES,
    commands: COMMANDS.map(name => ({ name, ...ABOUT[name] })),
    options: [
      ...OPTIONS.map(({ name, letter, kind, value, about, commands }) => ({
        name,
        letter,
        value: kind === 'flag' ? undefined : (value ?? 'VALUE'),
        source: VALUES[name] ?? { kind: 'anything' as const },
        repeatable: kind === 'list',
        about,
        commands,
      })),
      { ...own, name: 'help', letter: 'h', about: 'the help', commands: COMMANDS },
      { ...own, name: 'version', letter: undefined, about: 'the version', commands: COMMANDS },
    ],
  };
}

/** The options that a command knows. */
export function optionsOf({ options }: CompletionTable, command: CommandName): CompletedOption[] {
  return options.filter(({ commands }) => commands.includes(command));
}
