import { styleText } from 'node:util';
import yargs from 'yargs';
import { show } from '../print.ts';
import { wantsColour } from '../report.ts';
import { columnsOf } from './columns.ts';
import { COMMAND_TABLE, COMMON_OPTIONS, type CommandHelp } from './commands-table.ts';
import { COMMANDS, type CommandName, OPTIONS, type Option } from './options.ts';

/** No wider than this, whatever the terminal; no narrower, for two columns need room. */
const WIDEST = 100;
const NARROWEST = 40;

const INDENT = '  ';

const ABOUT = 'Runs any container with AWS credentials from aws-vault, and leaves nothing behind.';
const WORDS =
  "Everything behind the first -- is the engine's or the command's, word for word. Without a profile: VAULTRUN_PROFILE, AWS_PROFILE, AWS_VAULT.";
const SETTINGS =
  "A name in brackets is the same as a setting: in the environment, in a folder's .env (some of them) or in ~/.config/vaultrun/config.env.";
const MORE =
  'All options of a command, and more examples: vaultrun COMMAND --help. The manual: man vaultrun.';

/** What a page shows beside its options. */
interface Page {
  /** undefined: the overview */
  command?: CommandName;
  usage: readonly string[];
  text: readonly string[];
  commands: readonly CommandName[];
  options: readonly Option[];
  title: string;
  examples: CommandHelp['examples'];
  ending: readonly string[];
}

/** Prints the overview, or the help of one command, laid out by yargs from the tables. */
export async function help(
  command: CommandName | undefined,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const width = Math.max(NARROWEST, Math.min(columnsOf(env), WIDEST));
  const text = await laidOut(command === undefined ? overview() : pageOf(command), width);
  const bold = (heading: string) => styleText('bold', heading, { validateStream: false });
  await show(`${wantsColour(env, 1) ? text.replace(/^[A-Z][a-z ]+:$/gm, bold) : text}\n`);
  return 0;
}

function overview(): Page {
  return {
    usage: COMMANDS.flatMap(name => COMMAND_TABLE[name].usage),
    text: [ABOUT],
    commands: COMMANDS,
    options: OPTIONS.filter(option => COMMON_OPTIONS.includes(option.name)),
    title: 'Common options:',
    examples: [
      ...COMMAND_TABLE.run.examples.filter(([line]) => line.length < 46),
      ...COMMAND_TABLE.exec.examples.slice(0, 1),
    ],
    ending: [WORDS, SETTINGS, MORE],
  };
}

function pageOf(command: CommandName): Page {
  const { usage, text, examples } = COMMAND_TABLE[command];
  const options = OPTIONS.filter(option => option.commands.includes(command));
  const settings = options.some(option => option.setting) ? [SETTINGS] : [];
  return {
    command,
    usage,
    text,
    commands: [],
    options,
    title: 'Options:',
    examples,
    ending: settings,
  };
}

async function laidOut(page: Page, width: number): Promise<string> {
  const usage = page.usage.map(line => `vaultrun ${line}`);
  const rows = page.options.map(option => [label(option), described(option, page)] as const);
  const parser = yargs()
    .scriptName('vaultrun')
    .locale('en')
    .help(false)
    .version(false)
    .wrap(width - INDENT.length)
    .usage([['Usage:', ...usage].join('\n'), ...page.text].join('\n\n'))
    .options(Object.fromEntries(rows))
    .option('help', { alias: 'h', describe: 'this page' })
    .group([...rows.map(([key]) => key), 'help'], page.title)
    .example(examples(page, width))
    .epilogue(page.ending.join('\n\n'));
  for (const name of page.commands) parser.command(name, COMMAND_TABLE[name].about);
  if (page.commands.length > 0) {
    parser.option('version', { describe: 'the version' }).group('version', page.title);
  }
  // yargs trims what it lays out.
  const text = await parser.getHelp();
  const end = text.indexOf('\n\n');
  return text.slice(0, end).replaceAll('\n', `\n${INDENT}`) + text.slice(end);
}

/** A line that has no room beside its explanation stands below it, to be copied whole. */
function examples({ examples: rows }: Page, width: number): [string, string][] {
  const longest = Math.max(...rows.map(([line]) => line.length));
  if (longest + 8 <= width / 2) return rows.map(([line, about]) => [line, about]);
  return rows.flatMap<[string, string]>(([line, about], at) => [
    ...(at > 0 ? [['', ''] as [string, string]] : []),
    [`# ${about}`, ''],
    [line, ''],
  ]);
}

/** yargs knows no word for a value: it stands behind the name, where it is laid out as a part of it. */
function label({ name, value }: Option): string {
  return value === undefined ? name : `${name} ${value}`;
}

function described({ letter, about, only, setting }: Option, { command }: Page) {
  const known = command !== undefined && only?.commands.includes(command);
  const whole = known ? `${about}; ${only?.about}` : about;
  return {
    ...(letter === undefined ? {} : { alias: letter }),
    describe: setting === undefined ? whole : `${whole} [${setting}]`,
  };
}
