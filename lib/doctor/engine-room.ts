import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { FoundEngine } from '../host/find-engine.ts';
import { dockerAddress, remoteHost } from '../host/remote.ts';
import type { Invocation } from '../invocation.ts';
import type { Ask } from '../process/brief.ts';
import type { Address } from './address.ts';
import { daemon, daemonQuestion, type Groups } from './daemon.ts';
import { engineVersion } from './engine.ts';
import { envFile, planOf } from './env-file.ts';
import type { Finding } from './finding.ts';
import { remote } from './remote.ts';

/** Everything about an engine that was found, asked at once. */
export async function engineFindings(
  found: FoundEngine,
  {
    invocation,
    words,
    env,
    canReplace,
    ask,
  }: {
    invocation: Invocation;
    words: readonly string[];
    env: NodeJS.ProcessEnv;
    canReplace: boolean;
    ask: Ask;
  },
): Promise<Finding[]> {
  const { engine, path } = found;
  const [version, info, host, address] = await Promise.all([
    ask(path, ['--version'], env),
    ask(path, daemonQuestion(engine.name), env),
    remoteHost(found, env, ask),
    engine.name === 'docker' ? addressOf(env) : undefined,
  ]);
  const started = engineVersion(found, version);
  // Without a program there is no daemon to speak of.
  if (started.status === 'fail') return [started];
  return [
    started,
    daemon(engine.name, info, address, groups()),
    remote(host, found, invocation.refresh, env),
    envFile({
      ...planOf(found, invocation, env, words),
      canReplace,
      mask: invocation.mask,
      lost: engine.descriptorLost?.[process.platform],
      descriptors: existsSync('/dev/fd'),
    }),
  ];
}

async function addressOf(env: NodeJS.ProcessEnv): Promise<Address | undefined> {
  const url = await dockerAddress(env);
  const variable = (['DOCKER_HOST', 'DOCKER_CONTEXT'] as const).find(name => env[name]);
  return url === undefined ? undefined : { url, variable };
}

/** Whether this user is of the docker group, for docker's socket belongs to it. */
function groups(): Groups {
  try {
    const [, , gid, members = ''] =
      readFileSync('/etc/group', 'utf8')
        .split('\n')
        .find(line => line.startsWith('docker:'))
        ?.split(':') ?? [];
    return {
      inLogin: gid !== undefined && (process.getgroups?.() ?? []).includes(Number(gid)),
      inList: members.split(',').includes(userInfo().username),
    };
  } catch {
    return { inLogin: false, inList: false };
  }
}
