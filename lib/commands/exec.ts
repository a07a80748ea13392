import { besideFile } from '../environment/identity.ts';
import { envFileText } from '../environment/lines.ts';
import { codeOf, isFailed } from '../errors.ts';
import { findCommand, notStarted } from '../host/find-command.ts';
import { credentialsFileText } from '../injection/credentials-file.ts';
import { callersOwn, descriptorsIn, lowOnes } from '../injection/descriptors.ts';
import { hostFiles } from '../injection/host-files.ts';
import { placed, variablesOf } from '../injection/places.ts';
import type { Invocation } from '../invocation.ts';
import { secretsOf } from '../mask/secrets.ts';
import { endLike } from '../process/ending.ts';
import { ENDING, listen } from '../process/signals.ts';
import { supervise } from '../process/supervise.ts';
import type { Report } from '../report.ts';
import { dryRunOf } from './dry-run.ts';
import { gather } from './gather.ts';

/**
 * Runs a command of the host that may read the variables from a file, and the credentials from another.
 * @returns the status to end with
 * @throws Failed for everything that goes wrong before the command runs
 */
export async function exec(
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<number> {
  if (invocation.dryRun) return dryRunOf(invocation, env);
  const [command = '', ...args] = invocation.words;
  const path = findCommand(command, env);
  const gathered = await gather(invocation, env, report);
  if ('status' in gathered) return gathered.status;

  const beside = invocation.mask
    ? (await import('../mask/masking.ts')).masking(secretsOf(gathered.variables), report).beside
    : supervise;
  const limits = { lineBytes: Number.POSITIVE_INFINITY, trimsEnd: false };
  const texts = {
    envFile: envFileText(gathered.variables, limits),
    credentialsFile: credentialsFileText(new Map(gathered.variables), invocation.source.profile),
  };
  // Where the files have names a signal must not end us beside them; it reaches the command once that is there.
  const stop = listen(ENDING, () => {});
  let files: ReturnType<typeof hostFiles> | undefined;
  const ended = () => {
    stop();
    files?.remove();
  };
  try {
    files = hostFiles(env, texts);
    report.step(`running ${path}`);
    const options = {
      env: { ...besideFile(env, gathered.variables, invocation), ...variablesOf(files, env) },
      argv0: command,
      descriptors: callersOwn(lowOnes(descriptorsIn(args))),
      ended,
      stops: true,
    };
    const ending = await beside(path, placed(args, files), options);
    // A signal of our own making would end us before anything is tidied up.
    ended();
    return endLike(ending);
  } catch (error) {
    ended();
    throw isFailed(error) ? error : notStarted(command, codeOf(error));
  }
}
