import { Failed } from '../errors.ts';
import { deliver, planFor } from '../injection/deliver.ts';
import type { Captured } from '../process/capture.ts';
import type { RunSource } from '../process/captured.ts';
import { type Ending, endLike } from '../process/ending.ts';
import { passphraseOf } from '../vault/passphrase.ts';
import type { VaultContainer } from '../vault/place.ts';
import { removeContainer } from '../vault/remove.ts';
import { lineFor } from '../vault/shown-line.ts';
import { refuseRemote, stage, vaultText } from '../vault/stage.ts';
import { type VaultRequest, vaultArguments } from './aws-vault.ts';
import { mfaCode } from './mfa-code.ts';
import { watchForQuestion } from './mfa-question.ts';

/** What aws-vault in the container came to; its request has the code of the MFA device, if that was asked for. */
export type InContainer = { answer: Captured; request: VaultRequest } | { status: number };

/**
 * Asks aws-vault in a container. It has no terminal, so that it fails where it would ask for the code of an MFA
 * device; then we ask, and it is asked once more with the code.
 * @throws Failed 'engine-missing', 'engine-refused', 'engine-start', 'runtime-folder', 'passphrase', 'mfa-code',
 * 'vault-container', 'vault-remote'
 */
export async function askContainer(
  request: VaultRequest,
  place: VaultContainer,
  env: NodeJS.ProcessEnv,
  runSource: RunSource,
): Promise<InContainer> {
  await refuseRemote(place, env);
  const given = await passphraseOf(place, request.passphraseCommand, env, runSource);
  if ('status' in given) return given;
  const first = await once(request, place, given.passphrase, env, runSource);
  if (!first.wantsCode) return { answer: first.answer, request };
  const code = await mfaCode(request, env);
  if ('interrupted' in code) return { status: endLike({ signal: code.interrupted }) };
  const withCode = { ...request, mfaToken: code.text };
  const { answer } = await once(withCode, place, given.passphrase, env, runSource);
  return { answer, request: withCode };
}

async function once(
  request: VaultRequest,
  place: VaultContainer,
  passphrase: string,
  env: NodeJS.ProcessEnv,
  runSource: RunSource,
): Promise<{ answer: Captured; wantsCode: boolean }> {
  const purpose = { args: vaultArguments(request), interactive: false };
  const { found, name, start } = stage(place, env, purpose);
  const text = vaultText(passphrase, found, env);
  const question = watchForQuestion();
  let answer: Captured | undefined;
  let removed = false;
  const remove = (how: Ending) => {
    if (!removed) removeContainer(found, name, env, how);
    removed = true;
  };
  const killed = () => remove({ signal: 'SIGKILL' });
  const ending = await deliver(
    start,
    planFor(start, Buffer.byteLength(text)),
    text,
    async (path, args, beside) => {
      const descriptors = beside.descriptors ?? new Map();
      const client = { descriptors, heard: question.heard, killed };
      answer = await runSource(path, args, env, () => env, client);
      beside.ended?.();
      return answer.ending;
    },
  );
  answer ??= { output: '', ending, overflow: false };
  if (answer.interrupted || answer.overflow || 'signal' in ending) remove(ending);
  const failed = !('status' in ending) || ending.status !== 0;
  const wantsCode =
    failed && !answer.interrupted && request.mfaToken === undefined && question.met();
  question.end(wantsCode);
  if (!answer.interrupted && 'status' in ending && ending.status >= 125 && ending.status <= 127) {
    const { status } = ending;
    throw new Failed({
      kind: 'vault-container',
      engine: found.engine.name,
      image: place.image,
      status,
      vault: lineFor('vault', place.given),
    });
  }
  return { answer, wantsCode };
}
