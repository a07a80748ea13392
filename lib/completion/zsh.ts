import {
  type CompletedOption,
  type CompletionTable,
  containersOf,
  optionsOf,
  type Source,
} from './table.ts';
import logic from './vaultrun.zsh';

/** The script for zsh: a file for fpath as well as a text for `source` and `eval`. */
export function zsh(table: CompletionTable): string {
  const { commands, options, engines } = table;
  const valued = options.filter(({ value }) => value !== undefined);
  const regions = options.flatMap(({ source }) => (source.kind === 'regions' ? source.words : []));
  return [
    '#compdef vaultrun',
    '# zsh completion for vaultrun: source <(vaultrun completion zsh)',
    `typeset -ga __vaultrun_command_names=(${commands.map(({ name }) => name).join(' ')})`,
    `typeset -ga __vaultrun_commands=(${commands.map(c => quoted(`${c.name}:${c.about}`)).join(' ')})`,
    `typeset -ga __vaultrun_valued=(${valued.map(({ name }) => `--${name}`).join(' ')})`,
    `typeset -ga __vaultrun_containers=(${containersOf(table).join(' ')})`,
    `typeset -ga __vaultrun_engines=(${engines.join(' ')})`,
    `typeset -ga __vaultrun_vaults=(${table.vaults.join(' ')})`,
    `typeset -ga __vaultrun_vaults_of_a_profile=(${table.vaultsOfAProfile.join(' ')})`,
    `typeset -ga __vaultrun_public_regions=(${regions.join(' ')})`,
    '',
    '# Leaves the options that a command knows in `specs`.',
    '__vaultrun_options() {',
    '  case $1 in',
    ...commands.flatMap(({ name }) => [
      `    (${name}) specs=(`,
      ...optionsOf(table, name).map(option => `      ${spec(option)}`),
      '    ) ;;',
    ]),
    '  esac',
    '}',
    '',
    '# Offers what a command can have after so many words.',
    '__vaultrun_words() {',
    '  local expl',
    '  case $1:$2 in',
    ...commands.flatMap(({ name, words }) =>
      words.map((source, at) => `    (${name}:${at}) ${offer(source)} ;;`),
    ),
    '    (help:0) _describe -t commands command __vaultrun_commands ;;',
    ...commands
      .filter(({ behind }) => behind)
      .map(({ name }) => `    (${name}:*) _wanted separators expl separator compadd - -- ;;`),
    '    (*) _message "no more words" ;;',
    '  esac',
    '}',
    logic,
  ].join('\n');
}

/** https://zsh.sourceforge.io/Doc/Release/Completion-System.html, _arguments */
function spec({ name, letter, value, source, repeatable, about }: CompletedOption): string {
  const long = `--${name}${value === undefined ? '' : '='}`;
  const described = `[${about.replace(/[\\[\]]/g, '\\$&')}]`;
  const argument = value === undefined ? '' : `:${value.replaceAll(':', '\\:')}:${action(source)}`;
  const rest = quoted(`${described}${argument}`);
  if (repeatable) return `'*'${long}${rest}`;
  if (name === 'help' || name === 'version') {
    return letter ? `'(- *)'{-${letter},${long}}${rest}` : `'(- *)'${long}${rest}`;
  }
  return letter
    ? `'(-${letter} --${name})'{-${letter},${long}}${rest}`
    : quoted(`${long}${described}${argument}`);
}

function action(source: Source): string {
  switch (source.kind) {
    case 'choice':
      return `(${source.words.join(' ')})`;
    case 'profiles':
      return '__vaultrun_profiles';
    case 'regions':
      return '__vaultrun_regions';
    case 'variables':
      return '__vaultrun_variables';
    case 'anything':
      return ' ';
  }
}

function offer(source: Source): string {
  switch (source.kind) {
    case 'choice':
      return `_wanted words expl word compadd - ${source.words.join(' ')}`;
    case 'anything':
      return ':';
    default:
      return `_wanted ${source.kind} expl ${source.kind.replace(/s$/, '')} ${action(source)}`;
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
