import {
  type CompletedCommand,
  type CompletedOption,
  type CompletionTable,
  containersOf,
  type Source,
} from './table.ts';
import logic from './vaultrun.fish';

/** The script for fish 3.1 and later. */
export function fish(table: CompletionTable): string {
  const { commands, options, engines } = table;
  const valued = options.filter(({ value }) => value !== undefined);
  const regions = options.flatMap(({ source }) => (source.kind === 'regions' ? source.words : []));
  const ending = commands.filter(({ behind }) => behind).map(({ name }) => name);
  return [
    '# fish completion for vaultrun: vaultrun completion fish | source',
    `set -g __vaultrun_command_names ${commands.map(({ name }) => name).join(' ')}`,
    `set -g __vaultrun_valued ${valued.map(({ name }) => `--${name}`).join(' ')}`,
    `set -g __vaultrun_containers ${containersOf(table).join(' ')}`,
    `set -g __vaultrun_engines ${engines.join(' ')}`,
    `set -g __vaultrun_vaults ${table.vaults.join(' ')}`,
    `set -g __vaultrun_vaults_of_a_profile ${table.vaultsOfAProfile.join(' ')}`,
    `set -g __vaultrun_public_regions ${regions.join(' ')}`,
    logic,
    'complete -c vaultrun -e',
    'complete -c vaultrun -f',
    ...commands.flatMap(({ name, about }) =>
      ['__vaultrun_first', "'__vaultrun_next help 0'"].map(
        when => `complete -c vaultrun -n ${when} -a ${name} -d ${quoted(about)}`,
      ),
    ),
    ...commands.flatMap(next),
    `complete -c vaultrun -n '__vaultrun_ends ${ending.join(' ')}' -a -- -d 'what is run'`,
    ...options.map(option),
    'complete -c vaultrun -n __vaultrun_behind -a "(__vaultrun_delegate)"',
    '',
  ].join('\n');
}

/** https://fishshell.com/docs/current/cmds/complete.html */
function option({ name, letter, value, source, about, commands }: CompletedOption): string {
  return [
    `complete -c vaultrun -n '__vaultrun_knows ${commands.join(' ')}'`,
    ...(letter ? [`-s ${letter}`] : []),
    `-l ${name}`,
    ...(value === undefined ? [] : ['-x', ...offered(source, '__vaultrun_profiles', '\\t')]),
    `-d ${quoted(about)}`,
  ].join(' ');
}

function next({ name, words }: CompletedCommand): string[] {
  return words.map((source, at) =>
    [
      `complete -c vaultrun -n '__vaultrun_next ${name} ${at}'`,
      ...offered(source, '__vaultrun_profile_words'),
      ...(source.kind === 'profiles' ? ['-d profile'] : []),
    ].join(' '),
  );
}

/**
 * @param ending of each word: a tab, as fish writes it, with nothing behind it keeps away what is said of the option,
 * which would stand beside every value
 */
function offered(source: Source, profiles: string, ending = ''): string[] {
  switch (source.kind) {
    case 'choice':
      return [`-a ${quoted(source.words.map(word => `${word}${ending}`).join(' '))}`];
    case 'profiles':
      return [`-a ${quoted(`(${profiles})${ending}`)}`];
    case 'regions':
      return [`-a ${quoted(`(__vaultrun_regions)${ending}`)}`];
    case 'variables':
      return [`-a ${quoted(`(set -nx)${ending}`)}`];
    case 'anything':
      return [];
  }
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
