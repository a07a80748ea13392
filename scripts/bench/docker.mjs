import { spawnSync } from 'node:child_process';

export const IMAGE = process.env.VAULTRUN_TEST_IMAGE ?? 'myimage';

/** @returns {string | undefined} why no container of {@link IMAGE} can be run here */
export function whyNoDocker(env) {
  const ask = (...args) => spawnSync('docker', args, { env, encoding: 'utf8', timeout: 30_000 });
  const { error, status } = ask('info');
  if (error?.code === 'ENOENT') return 'there is no docker on PATH';
  if (error || status !== 0) return 'no docker daemon answers';
  if (ask('image', 'inspect', IMAGE).status === 0) return undefined;
  return `docker has no image '${IMAGE}': name one with sh, sleep, cat and sha256sum in VAULTRUN_TEST_IMAGE`;
}
