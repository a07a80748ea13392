import { dryRunOf } from '../dry-run.ts';
import { envFileText } from '../environment/lines.ts';
import { findCommand } from '../find-command.ts';
import { credentialsFileText } from '../injection/credentials-file.ts';
import { callersOwn, descriptorsIn, lowOnes } from '../injection/descriptors.ts';
import { hostFiles } from '../injection/host-files.ts';
import { PLACES, placed } from '../injection/places.ts';
import type { Invocation } from '../invocation.ts';
import { endLike } from '../process/ending.ts';
import { supervise } from '../process/supervise.ts';
import type { Report } from '../report.ts';
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
    ? (await import('../mask/masking.ts')).masking(gathered.variables, report)
    : supervise;
  const limits = { lineBytes: Number.POSITIVE_INFINITY, trimsEnd: false };
  const files = hostFiles(env, {
    envFile: envFileText(gathered.variables, limits),
    credentialsFile: credentialsFileText(new Map(gathered.variables)),
  });
  try {
    report.step(`running ${path}`);
    const variables = {
      [PLACES.envFile]: files.envFile,
      [PLACES.credentialsFile]: files.credentialsFile,
    };
    return endLike(
      await beside(path, placed(args, files), {
        env: { ...env, ...variables },
        argv0: command,
        descriptors: callersOwn(lowOnes(descriptorsIn(args))),
        stops: true,
      }),
    );
  } finally {
    files.remove();
  }
}
