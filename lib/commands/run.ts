import { envFileText } from '../environment/lines.ts';
import { engineFile, findEngine } from '../host/find-engine.ts';
import { remoteHost } from '../host/remote.ts';
import { deliver, planFor } from '../injection/deliver.ts';
import type { Invocation } from '../invocation.ts';
import { secretsOf } from '../mask/secrets.ts';
import { endLike } from '../process/ending.ts';
import type { Report } from '../report.ts';
import { gather } from './gather.ts';

/**
 * Runs a container with the profile's credentials.
 * @returns the status to end with; where this process becomes the engine it never returns
 * @throws Failed for everything that goes wrong before the engine runs
 */
export async function run(
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<number> {
  if (invocation.refresh) {
    const { refresh } = await import('./refresh.ts');
    return refresh(invocation, env, report);
  }
  const found = findEngine(invocation.engine, env);
  const { engine, path } = found;
  const { words, mask: masked } = invocation;
  const start = { engine, path, engineFile: engineFile(path), words, masked, env };
  if (invocation.dryRun) {
    const { dryRunOf } = await import('./dry-run.ts');
    return dryRunOf(invocation, env, start);
  }
  report.step(`${engine.name} is the engine`);
  const gathered = await gather(invocation, env, report, await remoteHost(found, env));
  if ('status' in gathered) return gathered.status;

  const text = envFileText(gathered.variables, engine.limits);
  const plan = planFor(start, Buffer.byteLength(text));
  report.step(`handing ${gathered.variables.length} variables to ${engine.name}: ${plan.way}`);
  const beside = masked
    ? (await import('../mask/masking.ts')).masking(secretsOf(gathered.variables), report).beside
    : undefined;
  return endLike(await deliver(start, plan, text, beside));
}
