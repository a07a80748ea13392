import type { FoundEngine } from '../find-engine.ts';
import type { Ask } from '../process/brief.ts';
import { isUnreachable } from '../process/unreachable.ts';
import type { VaultContainer } from '../vault/place.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';

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
  const look = async (check: Check, kind: string, name: string, missing: Finding) => {
    const reply = await ask(path, [kind, 'inspect', name], env);
    if (reply.status === 0) return ok(check, `${name}, in ${engine.name}`);
    return reply.late || reply.code !== undefined || isUnreachable(reply.stderr)
      ? fail(check, `${name} was not looked at: ${engine.name} does not answer`, 'see daemon')
      : missing;
  };
  return Promise.all([
    look(
      'vault-image',
      'image',
      image,
      fail(
        'vault-image',
        `${engine.name} has no image ${image}`,
        `${engine.name} pull ${image}, or build it`,
      ),
    ),
    look(
      'vault-volume',
      'volume',
      volume,
      // The engine makes it on first use.
      warn(
        'vault-volume',
        `${volume} is not there yet`,
        "the first 'vaultrun vault -- add NAME' makes it",
      ),
    ),
  ]);
}
