import { codeOf, Failed, isFailed } from '../errors.ts';
import { regionOf } from '../host/profile-region.ts';
import type { Captured } from '../process/capture.ts';
import { captured, endingOf, type RunSource } from '../process/captured.ts';
import { endLike } from '../process/ending.ts';
import { withNamedPath } from '../process/on-path.ts';
import { activeWith, isLoop, processName } from './active.ts';
import { parseProcessAnswer } from './credential-process.ts';
import type { Obtained } from './obtained.ts';

/** A credential process, and the profile and region that go with it. */
export interface ProcessRequest {
  command: string;
  profile: string | undefined;
  region: string | undefined;
}

/**
 * Asks a command of the user's that prints credential_process JSON; it knows no region, so that is the profile's or
 * the environment's.
 * @throws Failed 'loop', 'runtime-folder', 'process-failed', 'process-answer'
 */
export async function askProcess(
  { command, profile, region }: ProcessRequest,
  env: NodeJS.ProcessEnv,
  runSource: RunSource = captured,
): Promise<Obtained> {
  if (isLoop(processName(command), env)) throw new Failed({ kind: 'loop', profile: undefined });
  const answer = await runProcess(command, env, runSource);
  if (answer.interrupted) return { status: endLike({ signal: answer.interrupted }) };
  const ending = endingOf(answer);
  if (ending !== undefined) throw new Failed({ kind: 'process-failed', ending });
  const read = parseProcessAnswer(answer.output, new Date());
  if ('problem' in read) {
    const { problem, ended = false } = read;
    throw new Failed({ kind: 'process-answer', problem, ended });
  }
  const inside =
    region || (await regionOf(profile, env)) || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (inside) read.variables.set('AWS_REGION', inside);
  return read;
}

async function runProcess(
  command: string,
  env: NodeJS.ProcessEnv,
  runSource: RunSource,
): Promise<Captured> {
  try {
    return await runSource('/bin/sh', ['-c', command], env, () =>
      activeWith(processName(command), withNamedPath(env)),
    );
  } catch (error) {
    if (isFailed(error)) throw error;
    throw new Failed({ kind: 'process-failed', ending: codeOf(error) });
  }
}
