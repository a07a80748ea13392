// The demo's stage with two profiles and the prompts of the picture.
import { spawnSync } from 'node:child_process';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from '../demo/stage.mjs';
import { chooseVault } from '../demo/vault.mjs';

/** Of the account 123456789012, which the id tells. */
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIARZPUZDIKAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'throwaway' };

/** @param {{host: string, container: string}} prompts of the host's shell and of the image's */
export function openStage(prompts) {
  const stage = new Stage();
  const vault = chooseVault(undefined, stage);
  appendFileSync(stage.env.AWS_CONFIG_FILE, '[profile admin]\nregion = us-east-1\n');
  spawnSync('aws-vault', ['add', 'admin', '--env'], { env: { ...stage.env, ...KEYS } });
  stage.set({ name: 'docker', standIn: true, env: {} }, vault);
  // The stand-in's containers have the shell of this machine, and not the prompt of an image.
  const engine = stage.subfolder('engine');
  renameSync(join(stage.bin, 'docker'), join(engine, 'docker'));
  const script = `#!/bin/sh\nshift\nexec '${engine}/docker' run -e 'PS1=${prompts.container}' "$@"\n`;
  writeFileSync(join(stage.bin, 'docker'), script, { mode: 0o755 });
  const { PATH, ...rest } = stage.env;
  stage.env = {
    ...only(rest, /^(?:AWS|VAULTRUN|XDG)_/),
    PATH,
    HOME: stage.folder,
    PS1: prompts.host,
    TERM: 'xterm',
    BASH_SILENCE_DEPRECATION_WARNING: '1',
  };
  return stage;
}

function only(env, names) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.test(name)));
}
