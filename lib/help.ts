import yargs from 'yargs';
import { SHELLS } from './completion/shells.ts';
import { SNIPPETS } from './init/snippets.ts';
import { OPTIONS } from './options.ts';
import { print } from './print.ts';

const WIDTH = 100;
const USAGE = `vaultrun [run] [options] [profile] -- [run options] IMAGE [command…]
vaultrun exec [options] [profile] -- COMMAND [args…]
vaultrun env [options] [--format F] [profile]
vaultrun init ${SNIPPETS.join('|')} [profile] [image]
vaultrun completion ${SHELLS.join('|')}

Runs a container with the profile's AWS credentials, and leaves nothing behind.

exec: a command of the host; {env-file} and {credentials-file} in its arguments become paths.
env: prints what a container would get. init: prints a ready snippet.`;

const EPILOGUE = `Everything behind the first -- is the engine's, word for word. Without a profile: VAULTRUN_PROFILE,
AWS_PROFILE, AWS_VAULT. The names in brackets are settings, in the environment, in a folder's .env
(some) and in ~/.config/vaultrun/config.env.`;

/** The help of the command line, laid out by yargs from the one table of options. */
export async function help(): Promise<number> {
  const columns = Math.min(process.stdout.columns ?? WIDTH, WIDTH);
  const page = yargs()
    .scriptName('vaultrun')
    .locale('en')
    .help(false)
    .version(false)
    .wrap(columns)
    .usage(USAGE)
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
      ['vaultrun -n admin -- terraform-image plan', 'long-lived keys, for IAM'],
      ['tar c . | vaultrun dev -- myimage tar t', 'stdin reaches the container'],
      ['vaultrun dev --dry-run -- myimage', 'what would be run and passed'],
      ['vaultrun exec dev -- docker compose up', 'compose, with VAULTRUN_ENV_FILE'],
    ])
    .epilogue(EPILOGUE)
    .getHelp();
  await print(`${await page}\n`);
  return 0;
}
