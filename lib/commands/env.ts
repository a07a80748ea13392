import { formatted } from '../environment/formats.ts';
import { stale } from '../environment/identity.ts';
import type { Invocation } from '../invocation.ts';
import { print } from '../print.ts';
import type { Report } from '../report.ts';
import { dryRunOf } from './dry-run.ts';
import { gather } from './gather.ts';

/**
 * Prints what a container would get, sorted.
 * @throws Failed for everything that goes wrong; stdout then has nothing, or 'output' says that it is not whole
 */
export async function env(
  invocation: Invocation,
  environment: NodeJS.ProcessEnv,
  report: Report,
): Promise<number> {
  if (invocation.dryRun) return dryRunOf(invocation, environment);
  const gathered = await gather(invocation, environment, report);
  if ('status' in gathered) return gathered.status;
  const { variables } = gathered;
  await print(formatted(variables, invocation.format, stale(environment, variables)));
  return 0;
}
