import type { EngineFile } from '../injection/plan.ts';
import { runtimeFolders } from '../nameless/runtime-folder.ts';

/** What decides where the engine can mount from. */
export interface Reach {
  platform: NodeJS.Platform;
  engineFile: EngineFile;
  /** the engine's own word for the system it runs on, such as `Docker Desktop` */
  system: string;
  /** the address of its daemon, where one is named */
  address: string | undefined;
}

/** Tells whether the engine runs in a virtual machine, or a snap, that sees the home alone. */
export function seesHomeOnly(
  { platform, engineFile, system, address }: Reach,
  home: string,
): boolean {
  return (
    platform !== 'linux' ||
    engineFile === 'snap' ||
    engineFile === 'virtual-machine' ||
    /docker desktop/i.test(system) ||
    // Docker Desktop, colima and Rancher put their sockets there; rootless docker's is in the runtime folder.
    (address?.startsWith(`unix://${home}/`) ?? false)
  );
}

/** Where the folder may be made: in memory where the engine sees that, else in the home. */
export function mountPlaces(reach: Reach, env: NodeJS.ProcessEnv): string[] {
  const home = `${env.HOME}`;
  if (!seesHomeOnly(reach, home)) return runtimeFolders(env);
  // Not a dot-folder: a snap sees none.
  if (reach.engineFile === 'snap') return [`${home}/snap/docker/common`, home];
  return [reach.platform === 'darwin' ? `${home}/Library/Caches` : `${home}/.cache`, home];
}
