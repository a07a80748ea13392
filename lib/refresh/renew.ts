import { obtain } from '../credentials/obtain.ts';
import { shellQuoted } from '../environment/quote.ts';
import { codeOf, type Failure, isFailed } from '../errors.ts';
import { tell } from '../failures.ts';
import type { Invocation } from '../invocation.ts';
import { unattended } from '../process/unattended.ts';
import type { VaultContainer } from '../vault/place.ts';
import { toCredentialSet } from './credential-set.ts';
import type { Renewal } from './keep-fresh.ts';
import { type Life, patience, renewalWindow } from './schedule.ts';

/**
 * Asks the source again, with nobody there to answer a question of its own.
 * @param setBack by so many milliseconds the clock was set back, by which the source judges what it has in store
 */
export async function renew(
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  life: Life,
  setBack: number,
  stopped: AbortSignal,
): Promise<Renewal> {
  try {
    const runSource = unattended(patience(life), stopped);
    const obtained = await obtain(
      withoutToken(invocation),
      { ...env, AWS_MIN_TTL: minimum(life, setBack) },
      runSource,
    );
    if ('status' in obtained) return { problem: 'it was interrupted' };
    return { set: toCredentialSet(obtained.variables, Date.now()) };
  } catch (error) {
    return { problem: isFailed(error) ? tell(error.failure).error : codeOf(error) };
  }
}

/** A code of an MFA device is good once. */
export function withoutToken(invocation: Invocation): Invocation {
  const { source } = invocation;
  return source.kind === 'aws-vault'
    ? { ...invocation, source: { ...source, mfaToken: undefined } }
    : invocation;
}

/** aws-vault hands out what it has in store until so little of it is left: five minutes, unless it is told. */
function minimum(life: Life, setBack = 0): string {
  return `${Math.ceil((renewalWindow(life) + setBack) / 1000)}s`;
}

/** The words for aws-vault where it lives. */
function vaultWords(container: VaultContainer | undefined): string[] {
  if (container === undefined) return ['aws-vault'];
  const { image, volume, engine } = container;
  const which = [`--vault-image=${image}`, `--vault-volume=${volume}`];
  return ['vaultrun', 'vault', ...which, ...(engine ? [`--engine=${engine}`] : []), '--'];
}

/** What the user is told when renewing stops to work. */
export function renewalFailure(
  { source, region }: Invocation,
  problem: string,
  life: Life,
): Failure {
  const command =
    source.kind === 'aws-vault'
      ? `AWS_MIN_TTL=${minimum(life)} ${shellQuoted([
          ...vaultWords(source.container),
          'exec',
          ...(source.duration === undefined ? [] : [`--duration=${source.duration}`]),
          ...(region === undefined ? [] : [`--region=${region}`]),
          source.profile,
          '--',
          'true',
        ])}`
      : '';
  const until = new Date(life.end).toLocaleTimeString('en-GB');
  return { kind: 'renewal', profile: source.profile, reason: problem, until, command };
}
