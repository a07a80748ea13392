import { readFileSync } from 'node:fs';
import { codeFolder } from '../process/compile-cache.ts';
import { type Finding, failed, ok, warn } from './finding.ts';

/** The system, as far as it decides anything. */
export interface System {
  platform: NodeJS.Platform;
  arch: string;
  /** the kernel's own words, which name Microsoft in WSL */
  kernel: string;
}

export function platform({ platform: name, arch, kernel }: System): Finding {
  if (name === 'linux') {
    return ok('platform', `Linux ${arch}${/microsoft/i.test(kernel) ? ' in WSL' : ''}`);
  }
  if (name === 'darwin') return ok('platform', `macOS ${arch}`);
  if (name === 'win32') return failed('platform', { kind: 'windows' });
  return warn('platform', `${name} is not supported`, 'use Linux, macOS or WSL');
}

/** @param canReplace this Node can become another program, and there is a shell for the hand-over */
export function node(version: string, execve: boolean, canReplace: boolean): Finding {
  const way = canReplace
    ? 'vaultrun becomes the engine'
    : execve
      ? 'vaultrun stays beside the engine: /bin/sh cannot be executed'
      : 'vaultrun stays beside the engine (22.15 and later becomes it)';
  if (isSupported(version)) return ok('node', `${version}: ${way}`);
  return warn(
    'node',
    `${version} is none that vaultrun is tested with; ${way}`,
    'use Node 20.19, 22.12, 24 or later',
  );
}

/** The `engines` of package.json. */
function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
}

/** What slows every start of Node. */
export function start(env: NodeJS.ProcessEnv, cache: string | undefined): Finding {
  const slow = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'].filter(name => env[name]);
  const told =
    cache === undefined ? 'code is compiled at every start' : `compiled code in ${cache}`;
  if (slow.length > 0) {
    const unset = slow.map(name => `-u ${name}`).join(' ');
    const all =
      slow.length === 1
        ? 'slows every start of vaultrun, which does not need it'
        : 'slow every start of vaultrun, which needs neither';
    return warn(
      'start',
      `${slow.join(' and ')} ${all}`,
      `start it without: env ${unset} vaultrun …`,
    );
  }
  if (cache !== undefined || env.NODE_DISABLE_COMPILE_CACHE) return ok('start', told);
  return warn(
    'start',
    `${told}: there is no cache folder of your own`,
    'make ~/.cache/vaultrun a folder of yours with mode 0700, and see that HOME is set, and yours',
  );
}

export function machineFindings(env: NodeJS.ProcessEnv, canReplace: boolean): Finding[] {
  const { platform: name, arch, versions } = process;
  return [
    platform({ platform: name, arch, kernel: kernel() }),
    node(versions.node, process.execve !== undefined, canReplace),
    start(env, codeFolder(env)),
  ];
}

function kernel(): string {
  try {
    return readFileSync('/proc/version', 'utf8');
  } catch {
    return '';
  }
}
