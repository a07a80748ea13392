import { cut, hasOptions, parseWords } from './arguments.ts';
import type { Call } from './call.ts';
import { refuseForeign } from './command-line/foreign.ts';
import { run } from './commands/run.ts';
import { codeOf, Failed, type Failure, isFailed, statusOf, usage } from './errors.ts';
import { outside } from './injection/places.ts';
import { toInvocation } from './invocation.ts';
import { isUnchanged } from './process/unchanged.ts';
import { reportTo, toStderr, wantsColour } from './report.ts';
import { readSettings } from './settings.ts';

/**
 * The stages in their order, and the one place where a failure is told.
 * @param argv what follows the program's name
 * @returns the status to end with
 */
export async function main(argv: readonly string[]): Promise<number> {
  const env = outside(process.env);
  try {
    return await dispatch(argv, env);
  } catch (error) {
    const failure = toFailure(error);
    const { render } = await import('./failures.ts');
    toStderr(render(failure, wantsColour(env)));
    return statusOf(failure);
  }
}

async function dispatch(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { own, words } = cut(argv);
  refuseChanged(words ?? []);
  const parsed = hasOptions(own)
    ? (await import('./command-line/parse.ts')).parse(own)
    : parseWords(own);
  if (parsed.help) {
    const { help } = await import('./command-line/help.ts');
    return help(parsed.command, env);
  }
  if (parsed.version) {
    const { show } = await import('./print.ts');
    await show(`${process.env.VAULTRUN_VERSION}\n`);
    return 0;
  }
  const command = parsed.command ?? 'run';
  refuseForeign(parsed, command);
  // Neither needs the settings of files, and a shell's start must not fail for the .env of the folder it starts in.
  if (command === 'completion') {
    const { completion } = await import('./commands/completion.ts');
    return completion(parsed, words);
  }
  if (command === 'init') {
    const { init } = await import('./commands/init.ts');
    return init(parsed, words, env);
  }
  if (command === 'doctor') {
    // Before the settings are read: it has to work where they are broken.
    const { doctor } = await import('./commands/doctor.ts');
    return doctor({ parsed, words, env });
  }
  // No /dev/fd, no /dev/tty, no signals: nothing from here on would work.
  if (process.platform === 'win32') throw new Failed({ kind: 'windows' });
  const call: Call = { parsed, words, settings: await readSettings(env), env };
  switch (command) {
    case 'run': {
      const invocation = toInvocation(command, call);
      return run(invocation, env, reportTo(invocation));
    }
    case 'exec': {
      const { exec } = await import('./commands/exec.ts');
      const invocation = toInvocation(command, call);
      return exec(invocation, env, reportTo(invocation));
    }
    case 'env': {
      const commands = await import('./commands/env.ts');
      const invocation = toInvocation(command, call);
      return commands.env(invocation, env, reportTo(invocation));
    }
    case 'vault': {
      const commands = await import('./commands/vault.ts');
      return commands.vault(call);
    }
  }
}

/** What stands behind the `--` is handed on as it is, or not at all. */
function refuseChanged(words: readonly string[]): void {
  const at = words.findIndex(word => !isUnchanged(word, 'cmdline'));
  if (at < 0) return;
  throw usage(
    `word ${at + 1} behind the '--' is not UTF-8, and Node would change it`,
    'rename what it names',
  );
}

/** Of a foreign error only its name and code are kept: its message may quote what a program printed. */
function toFailure(error: unknown): Failure {
  if (isFailed(error)) return error.failure;
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: 'unexpected', name, code: codeOf(error) };
}
