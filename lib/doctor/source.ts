import type { FoundEngine } from '../host/find-engine.ts';
import type { Source } from '../invocation.ts';
import type { Ask } from '../process/brief.ts';
import { onPath } from '../process/on-path.ts';
import { keysStored } from '../vault/key-files.ts';
import { hasBus } from '../vault/session-bus.ts';
import { type BackendFacts, backend } from './backend.ts';
import { lookForEngine } from './engine.ts';
import { type Finding, ok, warn } from './finding.ts';
import { vault } from './vault.ts';
import { vaultContainer } from './vault-container.ts';

type AwsVault = Extract<Source, { kind: 'aws-vault' }>;

/** What is to be known of the place that the credentials come from. */
export interface SourceFacts {
  source: Source;
  /** the engine that runs the user's container; the vault's may be another */
  found: FoundEngine | undefined;
  env: NodeJS.ProcessEnv;
  asks: boolean;
  ask: Ask;
}

/** The source of the credentials: a command, aws-vault in a container, or aws-vault of the host. None is asked for any. */
export async function sourceFindings({
  source,
  found,
  env,
  asks,
  ask,
}: SourceFacts): Promise<Finding[]> {
  if (source.kind === 'credential-process') {
    return [process(source.command, onPath(firstWord(source.command) ?? '', env) !== undefined)];
  }
  const { container } = source;
  const store = backend(backendFacts(source, env, asks));
  if (container !== undefined) {
    const engines = { found: lookForEngine({ ...container, refresh: false }, env), runs: found };
    return [...(await vaultContainer(container, engines, env, ask)), ...store];
  }
  const path = onPath('aws-vault', env);
  const reply = path === undefined ? undefined : await ask(path, ['--version'], env);
  return [vault(path, reply), ...store];
}

function backendFacts(
  { container, passphraseCommand }: AwsVault,
  env: NodeJS.ProcessEnv,
  asks: boolean,
): BackendFacts {
  return {
    platform: globalThis.process.platform,
    backend: container === undefined ? env.AWS_VAULT_BACKEND : 'file',
    passphrase:
      passphraseCommand !== undefined
        ? 'VAULTRUN_PASSPHRASE_COMMAND'
        : env.AWS_VAULT_FILE_PASSPHRASE
          ? 'AWS_VAULT_FILE_PASSPHRASE'
          : undefined,
    asks,
    bus: hasBus(env),
    ssh: Boolean(env.SSH_CONNECTION),
    pass: onPath(env.AWS_VAULT_PASS_CMD || 'pass', env) !== undefined,
    // Those of a volume are not looked at.
    keys: container === undefined ? keysStored(env) : 1,
  };
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
