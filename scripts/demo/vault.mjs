import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const THROWAWAY = {
  AWS_ACCESS_KEY_ID: 'AKIAQEXAMPLEDEFAULT2',
  AWS_SECRET_ACCESS_KEY: 'throwaway/long-lived/key/of/vaultrun/demo',
};

/**
 * The user's aws-vault where a profile is named, else the bundled one with throwaway keys.
 * @returns {{profile: string, standIn: boolean, about: string}}
 * @throws where the user's aws-vault is missing
 */
export function chooseVault(profile, stage) {
  if (profile === undefined) return standIn(stage);
  if (spawnSync('aws-vault', ['--version']).error) {
    throw new Error(`there is no aws-vault on PATH that could know the profile '${profile}'`);
  }
  return { profile, standIn: false, about: `aws-vault, the real one, with profile ${profile}` };
}

function standIn(stage) {
  const keys = stage.subfolder('keys');
  const config = join(stage.folder, 'aws-config');
  writeFileSync(config, '[default]\nregion = eu-central-1\n');
  stage.standIn('aws-vault');
  stage.env = {
    // Nothing of the user's own settings and sessions plays along.
    ...Object.fromEntries(
      Object.entries(stage.env).filter(([name]) => !/^(?:AWS|VAULTRUN|STAND_IN)_/.test(name)),
    ),
    AWS_CONFIG_FILE: config,
    AWS_VAULT_BACKEND: 'file',
    AWS_VAULT_FILE_DIR: keys,
    AWS_VAULT_FILE_PASSPHRASE: 'demo',
  };
  const env = { ...stage.env, ...THROWAWAY };
  const { status, stderr } = spawnSync('aws-vault', ['add', 'default', '--env'], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the stand-in for aws-vault takes no keys: ${stderr}`);
  return {
    profile: 'default',
    standIn: true,
    about: 'the bundled stand-in for aws-vault, with throwaway keys',
  };
}

/** The secrets of the session that the vault has in store by now, to search for; they are never printed. */
export function secretsOf({ profile }, env) {
  const { AWS_VAULT, ...unnested } = env;
  const { stdout } = spawnSync('aws-vault', ['exec', profile, '--', 'env'], {
    env: { AWS_VAULT_PROMPT: 'terminal', ...unnested },
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  const values = [...(stdout ?? '').matchAll(/^AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN)=(.+)$/gm)];
  if (values.length === 0) throw new Error(`the vault has no credentials for '${profile}'`);
  return values.map(([, value]) => value);
}
