import type { World } from './world.ts';

/** Changes to Node's `process`, made before vaultrun starts: what a machine of another kind has and lacks. */
export function pretending(world: World, script: string): Record<string, string> {
  const file = world.write('preload.cjs', script);
  return { NODE_OPTIONS: `--require "${file}"` };
}

/** Has vaultrun take this machine for one of another system. The tools of that system are not there for it. */
export function pretendedPlatform(
  world: World,
  platform: 'darwin' | 'win32',
): Record<string, string> {
  const without = platform === 'win32' ? ['getuid', 'geteuid', 'getgid', 'getegid', 'execve'] : [];
  return pretending(
    world,
    `Object.defineProperty(process, 'platform', { value: '${platform}' });
for (const name of ${JSON.stringify(without)}) delete process[name];`,
  );
}
