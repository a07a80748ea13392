import type { FoundEngine } from '../host/find-engine.ts';
import type { Ask } from '../process/brief.ts';
import { isUnreachable } from '../process/unreachable.ts';
import type { VaultContainer } from '../vault/place.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';

/**
 * Whether the vault's engine has both; nothing is started, pulled or made.
 * @param found the vault's engine, or why there is none
 * @param runs the engine that runs the user's container, of which other checks tell
 */
export async function vaultContainer(
  { image, volume }: Pick<VaultContainer, 'image' | 'volume'>,
  { found, runs }: { found: FoundEngine | Finding; runs: FoundEngine | undefined },
  env: NodeJS.ProcessEnv,
  ask: Ask,
): Promise<Finding[]> {
  if ('check' in found) {
    return [fail('vault-image', `${image} cannot be looked for: ${found.detail}`, `${found.hint}`)];
  }
  const { engine, path } = found;
  const silent =
    engine.name === runs?.engine.name ? 'see daemon' : `vaultrun doctor --engine ${engine.name}`;
  const look = async (check: Check, kind: string, name: string, missing: Finding) => {
    const reply = await ask(path, [kind, 'inspect', name], env);
    if (reply.status === 0) return ok(check, `${name}, in ${engine.name}`);
    return reply.late || reply.code !== undefined || isUnreachable(reply.stderr)
      ? fail(check, `${name} was not looked at: ${engine.name} does not answer`, silent)
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
