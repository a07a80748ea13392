import { COMMAND_TABLE, type CommandHelp } from '../command-line/commands-table.ts';
import { COMMANDS, FORMATS, OPTIONS, type Option, SETTINGS } from '../command-line/options.ts';
import { ENGINES } from '../engines.ts';
import * as prose from './prose.ts';
import { filled, paragraph, section, tagged, text } from './roff.ts';

const HOME = 'https://github.com/vaultrun/vaultrun';

/**
 * The manual page in the man(7) macros, from the tables that the help is made of.
 * https://man.openbsd.org/man.7, https://man7.org/linux/man-pages/man7/groff_man_style.7.html
 * @param date of the text, as YYYY-MM-DD
 */
export function manPage(version: string, date: string): string {
  return [
    `.TH VAULTRUN 1 ${date} "vaultrun ${version}" "User Commands"`,
    // No gaps: what stands here is copied.
    '.ad l',
    // Nor is what is typed cut in two. Of \%, which would do for one word, fish's reader of manuals knows nothing.
    '.nh',
    section(
      'NAME',
      [
        text('vaultrun'),
        ' \\- ',
        text('run any container with AWS credentials from aws-vault'),
      ].join(''),
    ),
    section('SYNOPSIS', ...COMMANDS.flatMap(name => COMMAND_TABLE[name].usage).map(synopsis)),
    section('DESCRIPTION', ...prose.DESCRIPTION.map(paragraph)),
    section('COMMANDS', ...COMMANDS.map(command)),
    section('OPTIONS', ...OPTIONS.map(option), ...GENERAL),
    section(
      'SETTINGS',
      ...prose.SETTINGS.map(paragraph),
      ...OPTIONS.flatMap(setting),
      ...SETTINGS.map(alone),
    ),
    section('ENVIRONMENT', ...prose.ENVIRONMENT.map(tagged)),
    section('FILES', ...prose.FILES.map(tagged)),
    section('EXIT STATUS', ...prose.STATUSES.map(tagged)),
    section('EXAMPLES', ...COMMANDS.flatMap(name => COMMAND_TABLE[name].examples).map(example)),
    section('SECURITY', ...prose.SECURITY.map(paragraph)),
    section('SEE ALSO', SEE_ALSO),
    '',
  ].join('\n');
}

const GENERAL = [
  tagged(['-h, --help', 'The overview, or the help of a command.']),
  tagged(['--version', 'The version.']),
];

const SEE_ALSO = [
  '.BR docker\\-run (1),',
  '.BR podman\\-run (1),',
  '.BR env (1)',
  paragraph('aws-vault: https://github.com/ByteNess/aws-vault'),
  paragraph(`vaultrun: ${HOME}`),
].join('\n');

function synopsis(usage: string, at: number): string {
  return `${at > 0 ? '.br\n' : ''}.B vaultrun\n${filled(usage)}`;
}

function command(name: (typeof COMMANDS)[number]): string {
  const { about, text: paragraphs } = COMMAND_TABLE[name];
  const more = paragraphs.map(words => `.IP\n${filled(words)}`);
  return [tagged([name, sentence(about)]), ...more].join('\n');
}

function option(row: Option): string {
  const { name, letter, value, commands, only } = row;
  const tag = `${letter ? `-${letter}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
  const known = commands.length === COMMANDS.length ? '' : ` Known to ${commands.join(', ')}.`;
  const rarely = only ? ` For ${only.commands.join(', ')} ${only.about}.` : '';
  return tagged([tag, `${sentence(row.about)}${known}${rarely}`]);
}

const REPOSITORY = {
  never: '',
  any: " A repository's .env may set it.",
  off: " A repository's .env may set it to false.",
};

function setting(row: Option): string[] {
  if (row.setting === undefined) return [];
  return [tagged([row.setting, `As --${row.name}.${REPOSITORY[row.repository]}`])];
}

/** A setting that has no option. */
function alone({ setting: name = '', about }: Option): string {
  return tagged([name, sentence(about)]);
}

function example([line, about]: CommandHelp['examples'][number]): string {
  return `.PP\n${filled(sentence(about, ':'))}\n.PP\n.RS 4\n.EX\n${text(line)}\n.EE\n.RE`;
}

/** These keep their small letter at the start of a sentence. */
const NAMES: readonly string[] = ['aws-vault', 'stdin', 'env_file', ...ENGINES, ...FORMATS];

/** A text of the tables as a sentence: they are written without a capital and a full stop. */
function sentence(words: string, end = '.'): string {
  const [name = ''] = /^[\w-]+/.exec(words) ?? [];
  const first = words.charAt(0);
  return `${NAMES.includes(name) ? first : first.toUpperCase()}${words.slice(1)}${end}`;
}
