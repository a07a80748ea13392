import type { FoundEngine } from '../host/find-engine.ts';
import type { Source } from '../invocation.ts';
import type { Ask } from '../process/brief.ts';
import { onPath } from '../process/on-path.ts';
import { keysStored } from '../vault/key-files.ts';
import { hasBus } from '../vault/session-bus.ts';
import { type BackendFacts, backend } from './backend.ts';
import { lookForEngine } from './engine.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
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
    return [process(source.command, env)];
  }
  const { container, passphraseCommand } = source;
  const store = [
    ...backend(backendFacts(source, env, asks)),
    ...passphraseProgram(passphraseCommand, env),
  ];
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

const BUILTIN = /^(?:cat|exec|eval|command|set|export|test|printf|echo|if|for|case|while|\.)$/;

/** The program of a command that is not on PATH, as far as that can be told of a line of sh. */
function missingProgram(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const word = firstWord(command);
  if (word === undefined || BUILTIN.test(word)) return undefined;
  return onPath(word, env) === undefined ? word : undefined;
}

function passphraseProgram(command: string | undefined, env: NodeJS.ProcessEnv): Finding[] {
  const missing = command === undefined ? undefined : missingProgram(command, env);
  if (missing === undefined) return [];
  return [
    fail(
      'backend',
      `the program of VAULTRUN_PASSPHRASE_COMMAND is not on PATH: ${missing}`,
      'install it, or correct the command',
    ),
  ];
}

function process(command: string, env: NodeJS.ProcessEnv): Finding {
  const missing = missingProgram(command, env);
  if (missing !== undefined) {
    return warn(
      'aws-vault',
      `a credential process is asked instead, whose program '${missing}' is not on PATH`,
      'install it, or correct the command',
    );
  }
  return ok('aws-vault', 'not asked: a credential process stands in its place');
}
