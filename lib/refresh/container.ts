import { LABEL } from '../mount/flags.ts';
import { query } from '../process/query.ts';

/**
 * The container of our label, where it still runs (or will, by its restart policy).
 * @returns its id, '' for none, undefined where the engine does not answer
 */
export async function running(
  path: string,
  id: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const question = ['ps', '-q', '--no-trunc', '--filter', `label=${LABEL}=${id}`];
  const { status, stdout } = await query(path, question, env);
  return status === 0 ? (stdout.toString().trim().split('\n')[0] ?? '') : undefined;
}
