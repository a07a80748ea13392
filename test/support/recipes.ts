import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { BIN, STAND_INS, World } from './world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file of the repository. */
export const documentAt = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** A fenced block of a document. */
export interface Block {
  language: string;
  code: string;
  /** why no test runs it: a comment above it */
  notRun: string | undefined;
}

const FENCE = /(?:^<!-- not run: (.*?) -->\n)?^```([a-z]+)\n(.*?)^```$/gms;

/** The fenced blocks, in their order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(FENCE)].map(([, notRun, language = '', code = '']) => ({
    language,
    code,
    notRun,
  }));
}

/** What the jobs of the documents do: print the files of --refresh, as far as they are led to them. */
const JOB = '#!/bin/sh\ncat "${AWS_CONFIG_FILE%/*}"/c/*.json\n';

/** A world as the documents assume it: vaultrun, the stand-ins, four profiles with keys, a file to pipe, and a job. */
export async function recipeWorld(): Promise<World> {
  const world = new World();
  Object.assign(world.env, {
    PATH: `${world.bin}:${STAND_INS}:${join(process.execPath, '..')}:${world.env.PATH}`,
    AWS_CONFIG_FILE: world.write(
      'config',
      [
        '[default]',
        'region = eu-west-1',
        '[profile dev]',
        '[profile admin]',
        '[profile mfa]',
        'mfa_serial = arn:aws:iam::123456789012:mfa/me',
        '',
      ].join('\n'),
    ),
    AWS_VAULT_BACKEND: 'file',
    AWS_VAULT_FILE_DIR: join(world.folder, 'keys'),
    AWS_VAULT_FILE_PASSPHRASE: 'open sesame',
    MFA_CODE: '123456',
    TF_VAR_stage: 'test',
  });
  world.program('vaultrun', `exec '${process.execPath}' '${BIN}' "$@"`);
  for (const profile of ['default', 'dev', 'admin', 'mfa']) {
    await execa('aws-vault', ['add', profile, '--env'], {
      env: {
        ...world.env,
        AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0',
        AWS_SECRET_ACCESS_KEY: 'stored/secret',
      },
      extendEnv: false,
    });
  }
  writeFileSync(join(world.cwd, 'hello.txt'), 'hello\n');
  writeFileSync(join(world.cwd, 'a-long-job'), JOB, { mode: 0o755 });
  return world;
}

/** Runs a script of a document in such a world. */
export function runIn(world: World, script: string, env: Record<string, string> = {}, sh = 'sh') {
  return execa(sh, ['-c', script], {
    cwd: world.cwd,
    env: { ...world.env, ...env },
    extendEnv: false,
    reject: false,
    input: '',
    detached: true,
  });
}
