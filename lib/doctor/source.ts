import type { FoundEngine } from '../find-engine.ts';
import { onPath } from '../on-path.ts';
import type { Ask } from '../process/brief.ts';
import { keysStored } from '../vault/key-files.ts';
import { VOLUME } from '../vault/place.ts';
import { hasBus } from '../vault/session-bus.ts';
import { backend } from './backend.ts';
import { type Finding, ok, warn } from './finding.ts';
import type { Settled } from './settled.ts';
import { vault } from './vault.ts';
import { vaultContainer } from './vault-container.ts';

/** What is to be known of the place that the credentials come from. */
export interface SourceFacts {
  settled: Settled;
  given: ReadonlyMap<string, true | string | string[]>;
  found: FoundEngine | undefined;
  env: NodeJS.ProcessEnv;
  asks: boolean;
  ask: Ask;
}

/** The source of the credentials: a command, aws-vault in a container, or aws-vault of the host. None is asked for any. */
export async function sourceFindings(facts: SourceFacts): Promise<Finding[]> {
  const { settled, env, found, ask } = facts;
  const { source } = settled.invocation;
  if (source.kind === 'credential-process') {
    return [process(source.command, onPath(firstWord(source.command) ?? '', env) !== undefined)];
  }
  const image = textOf(facts, 'vault-image');
  if (image !== undefined) {
    const volume = textOf(facts, 'vault-volume') ?? VOLUME;
    const inside = await vaultContainer({ image, volume }, found, env, ask);
    return [...inside, ...backendOf(facts, 'file')];
  }
  const path = onPath('aws-vault', env);
  const reply = path === undefined ? undefined : await ask(path, ['--version'], env);
  return [vault(path, reply), ...backendOf(facts, env.AWS_VAULT_BACKEND)];
}

/** A setting by its name, whether this vaultrun has an option of that name or not. */
export function textOf(
  { given, settled }: Pick<SourceFacts, 'given' | 'settled'>,
  name: string,
): string | undefined {
  const value = given.get(name) ?? settled.settings.get(name)?.value;
  return typeof value === 'string' ? value : undefined;
}

function backendOf(facts: SourceFacts, name: string | undefined): Finding[] {
  const { env, asks } = facts;
  const command = textOf(facts, 'passphrase-command');
  return backend({
    platform: globalThis.process.platform,
    backend: name,
    passphrase:
      command !== undefined
        ? 'VAULTRUN_PASSPHRASE_COMMAND'
        : env.AWS_VAULT_FILE_PASSPHRASE
          ? 'AWS_VAULT_FILE_PASSPHRASE'
          : undefined,
    asks,
    bus: hasBus(env),
    ssh: Boolean(env.SSH_CONNECTION),
    pass: onPath(env.AWS_VAULT_PASS_CMD || 'pass', env) !== undefined,
    // Those of a volume are not looked at.
    keys: textOf(facts, 'vault-image') === undefined ? keysStored(env) : 1,
  });
}

/** A command's first word, where that can be no builtin and no assignment. */
function firstWord(command: string): string | undefined {
  return /^\s*([\w.+-]+)(?:\s|$)/.exec(command)?.[1];
}

function process(command: string, here: boolean): Finding {
  const word = firstWord(command);
  const builtin = /^(?:cat|exec|eval|command|set|export|test|printf|echo|if|for|case|while|\.)$/;
  if (word !== undefined && !here && !builtin.test(word)) {
    return warn(
      'aws-vault',
      `a credential process is asked instead, whose program '${word}' is not on PATH`,
      'install it, or correct the command',
    );
  }
  return ok('aws-vault', 'not asked: a credential process stands in its place');
}
