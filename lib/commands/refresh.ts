import { envFileText } from '../environment/lines.ts';
import { Failed } from '../errors.ts';
import { engineFile, findEngine } from '../host/find-engine.ts';
import { deliver, planFor } from '../injection/deliver.ts';
import type { Start } from '../injection/start.ts';
import type { Invocation } from '../invocation.ts';
import { beside, mountFlags } from '../mount/flags.ts';
import { makeMountFolder } from '../mount/folder.ts';
import { prepare } from '../mount/prepare.ts';
import { endLike } from '../process/ending.ts';
import { ENDING, listen } from '../process/signals.ts';
import { toCredentialSet } from '../refresh/credential-set.ts';
import { guard } from '../refresh/guard.ts';
import type { Report } from '../report.ts';
import { gather } from './gather.ts';

/**
 * Runs a container whose credentials stand in a mounted folder, and keeps them fresh until it ends.
 * @returns the status to end with
 * @throws Failed for everything that goes wrong before the engine runs
 */
export async function refresh(
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<number> {
  const found = findEngine(invocation.engine, env, false);
  const { engine, path } = found;
  const start = {
    engine,
    path,
    engineFile: engineFile(path),
    words: invocation.words,
    masked: invocation.mask,
    env,
  };
  const dryRun = invocation.dryRun;
  const prepared = await prepare(found, start.engineFile, invocation, env, report);
  if (dryRun) {
    const { dryRunOf } = await import('./dry-run.ts');
    const flags = mountFlags({ ...prepared, folder: 'PRIVATE-FOLDER' });
    return dryRunOf(invocation, env, { ...start, beside: { flags } });
  }
  const gathered = await gather(invocation, env, report);
  if ('status' in gathered) return gathered.status;

  const now = Date.now();
  const set = toCredentialSet(gathered.answer, now);
  if (set.end !== undefined && set.end <= now) {
    throw new Failed({ kind: 'refresh-answer', problem: 'they have ended already' });
  }
  const others = beside(gathered.variables);
  const text = envFileText(others, engine.limits);
  const region = new Map(others).get('AWS_REGION');
  const masked = invocation.mask
    ? (await import('../mask/masking.ts')).masking(set.secrets, report)
    : undefined;
  // From here on a signal finds a listener; it reaches the engine once that is there.
  const stopListening = listen(ENDING, () => {});
  const folder = makeMountFolder(
    prepared.places,
    { profile: invocation.source.profile, region },
    set,
  );
  const life = set.end === undefined ? undefined : { start: now, end: set.end };
  const task = { invocation, folder, path, id: prepared.id, life };
  const client = () => {
    const flags = mountFlags({ ...prepared, folder: folder.mounted });
    const beside: Start = { ...start, beside: { flags } };
    report.step(`mounting ${folder.mounted} and starting ${engine.name}`);
    return deliver(beside, planFor(beside, Buffer.byteLength(text)), text, masked?.beside);
  };
  const ending = await guard(task, env, client, ({ secrets, end }) => masked?.learn(secrets, end));
  stopListening();
  return endLike(ending);
}
