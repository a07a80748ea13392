import yargs from 'yargs';
import { OPTIONS } from './options.ts';
import { print } from './print.ts';

const WIDTH = 100;

/** The help of the command line, laid out by yargs from the one table of options. */
export async function help(): Promise<number> {
  const columns = Math.min(process.stdout.columns ?? WIDTH, WIDTH);
  const page = yargs()
    .scriptName('vaultrun')
    .locale('en')
    .help(false)
    .version(false)
    .wrap(columns)
    .usage('vaultrun [run] [options] [profile] -- [run options] IMAGE [command…]')
    .usage("\nRuns a container with the profile's AWS credentials, and leaves nothing behind.")
    .options(
      Object.fromEntries(
        OPTIONS.map(({ name, letter, kind, value, about, setting }) => [
          name,
          {
            ...(letter ? { alias: letter } : {}),
            ...(kind === 'flag' ? { type: 'boolean' as const } : { type: 'string' as const }),
            ...(value ? { requiresArg: true } : {}),
            describe: setting ? `${about} [${setting}]` : about,
          },
        ]),
      ),
    )
    .option('help', { alias: 'h', type: 'boolean', describe: 'this page' })
    .option('version', { type: 'boolean', describe: 'the version' })
    .example([
      ['vaultrun default -- myimage sh', 'a shell with a session of default'],
      ['vaultrun --no-session admin -- terraform-image plan', 'long-lived keys, for IAM'],
      ['tar c . | vaultrun dev -- myimage tar t', 'stdin reaches the container'],
      ['vaultrun dev --dry-run -- myimage', 'what would be run and passed'],
    ])
    .epilogue("Everything behind the first -- is the engine's, word for word.")
    .getHelp();
  await print(`${await page}\n`);
  return 0;
}
