import { cut, parse } from './arguments.ts';
import { run } from './commands/run.ts';
import { codeOf, FAILED, Failed, type Failure, usage } from './errors.ts';
import { toInvocation } from './invocation.ts';
import { reportTo, toStderr, wantsColour } from './report.ts';
import { readSettings } from './settings.ts';

/**
 * The stages in their order, and the one place where a failure is told.
 * @param argv what follows the program's name
 * @returns the status to end with
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { env } = process;
  try {
    return await dispatch(argv, env);
  } catch (error) {
    const { render } = await import('./failures.ts');
    toStderr(render(toFailure(error), wantsColour(env)));
    return FAILED;
  }
}

async function dispatch(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { own, words } = cut(argv);
  const parsed = parse(own);
  if (parsed.help) {
    const { help } = await import('./help.ts');
    return help();
  }
  if (parsed.version) {
    const { print } = await import('./print.ts');
    await print(`${process.env.VAULTRUN_VERSION}\n`);
    return 0;
  }
  const { command } = parsed;
  if (command !== undefined && command !== 'run') {
    throw usage(
      `the word '${command}' is kept for a command that this version does not have`,
      `a profile of that name: vaultrun --profile ${command} -- myimage sh`,
    );
  }
  const invocation = toInvocation(parsed, words, await readSettings(env), env);
  return run(invocation, env, reportTo(invocation));
}

/** Of a foreign error only its name and code are kept: its message may quote what a program printed. */
function toFailure(error: unknown): Failure {
  if (error instanceof Failed) return error.failure;
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: 'unexpected', name, code: codeOf(error) };
}
