import { type CompletionTable, containersOf, optionsOf, type Source } from './table.ts';
import logic from './vaultrun.bash';

/** The script for bash 3.2 and later; it needs no bash-completion, and uses it for what stands behind the `--`. */
export function bash(table: CompletionTable): string {
  const { commands, options, engines } = table;
  const valued = options.filter(({ value }) => value !== undefined);
  return [
    '# bash completion for vaultrun: source <(vaultrun completion bash)',
    `_vaultrun_commands=${spaced(commands.map(({ name }) => name))}`,
    `_vaultrun_valued=${spaced(valued.map(({ name }) => `--${name}`))}`,
    `_vaultrun_containers=${spaced(containersOf(table))}`,
    `_vaultrun_engines=${spaced(engines)}`,
    `_vaultrun_vaults=${spaced(table.vaults)}`,
    `_vaultrun_vaults_of_a_profile=${spaced(table.vaultsOfAProfile)}`,
    '',
    '# Offers the options that a command knows.',
    '_vaultrun_options() {',
    ...cases('$1', [
      ...commands.map(({ name, behind }) => {
        const words = optionsOf(table, name).flatMap(option => [
          `--${option.name}`,
          ...(option.letter ? [`-${option.letter}`] : []),
        ]);
        return [
          name,
          `_vaultrun_offer ${[...(behind ? ['--'] : []), ...words].join(' ')}`,
        ] as const;
      }),
    ]),
    '}',
    '',
    '# Offers the values of an option.',
    '_vaultrun_values() {',
    ...cases(
      '$1',
      valued.map(({ name, source }) => [`--${name}`, offer(source)] as const),
    ),
    '}',
    '',
    '# Offers what a command can have after so many words.',
    '_vaultrun_words() {',
    ...cases('$1:$2', [
      ...commands.flatMap(({ name, words }) =>
        words.map((source, at) => [`${name}:${at}`, offer(source)] as const),
      ),
      ['help:0', '_vaultrun_offer $_vaultrun_commands'] as const,
      ...commands
        .filter(({ behind }) => behind)
        .map(({ name }) => [`${name}:*`, '_vaultrun_offer --'] as const),
    ]),
    '}',
    logic,
  ].join('\n');
}

function offer(source: Source): string {
  switch (source.kind) {
    case 'choice':
      return `_vaultrun_offer ${source.words.join(' ')}`;
    case 'profiles':
      return '_vaultrun_profiles';
    case 'regions':
      return `_vaultrun_regions ${source.words.join(' ')}`;
    case 'variables':
      return '_vaultrun_variables';
    case 'anything':
      return ':';
  }
}

function cases(subject: string, arms: readonly (readonly [string, string])[]): string[] {
  return [`  case ${subject} in`, ...arms.map(([is, then]) => `    ${is}) ${then} ;;`), '  esac'];
}

const spaced = (list: readonly string[]) => `' ${list.join(' ')} '`;
