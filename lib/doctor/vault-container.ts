import type { FoundEngine } from '../find-engine.ts';
import type { Ask } from '../process/brief.ts';
import type { VaultContainer } from '../vault/place.ts';
import { type Check, type Finding, fail, ok } from './finding.ts';

/** Whether the engine has both; nothing is started, pulled or made. */
export async function vaultContainer(
  { image, volume }: Pick<VaultContainer, 'image' | 'volume'>,
  found: FoundEngine | undefined,
  env: NodeJS.ProcessEnv,
  ask: Ask,
): Promise<Finding[]> {
  if (found === undefined) {
    return [fail('vault-image', `${image} cannot be looked for: there is no engine`, 'see engine')];
  }
  const { engine, path } = found;
  const look = async (check: Check, kind: string, name: string, mend: string) => {
    const reply = await ask(path, [kind, 'inspect', name], env);
    if (reply.status === 0) return ok(check, `${name}, in ${engine.name}`);
    return fail(check, `${engine.name} has no ${kind} ${name}, or does not answer`, mend);
  };
  return Promise.all([
    look('vault-image', 'image', image, `${engine.name} pull ${image}, or build it`),
    look(
      'vault-volume',
      'volume',
      volume,
      `${engine.name} volume create ${volume}, then add keys: vaultrun vault -- add NAME`,
    ),
  ]);
}
