import { obtain } from '../credentials/obtain.ts';
import { envFileText } from '../environment/lines.ts';
import { select } from '../environment/select.ts';
import { isFailed } from '../errors.ts';
import { engineFile, type FoundEngine } from '../host/find-engine.ts';
import { deliver, planFor } from '../injection/deliver.ts';
import type { Start } from '../injection/start.ts';
import type { Invocation } from '../invocation.ts';
import { BUSYBOX } from '../mount/shell.ts';
import type { Ask } from '../process/brief.ts';
import { captured } from '../process/captured.ts';
import { endLike } from '../process/ending.ts';
import { ENDING, listen } from '../process/signals.ts';
import { unattended } from '../process/unattended.ts';
import type { Report } from '../report.ts';
import { clock } from './clock.ts';
import { arrived, notSeen } from './container.ts';
import { type Finding, fail } from './finding.ts';
import { type Read, reachingFlags } from './image.ts';
import { LOOK, parseInside } from './look-inside.ts';
import { askFromHost, endpointOf, network, portOf } from './network.ts';
import { accountFound, credentials, notObtained } from './obtained.ts';
import { watching } from './throwaway.ts';

/** What the whole chain is run with. */
export interface Chain {
  invocation: Invocation;
  env: NodeJS.ProcessEnv;
  found: FoundEngine;
  /** the user's image and the flags before it; undefined: the small one that --refresh takes a shell from */
  read: Read | undefined;
  /** somebody can be asked for a code */
  asks: boolean;
  ask: Ask;
  report: Report;
}

const PULL_MS = 180_000;
const VAULT_MS = 45_000;

/** Obtains credentials and looks at them from inside a container that is thrown away. */
export async function deepFindings(chain: Chain): Promise<Finding[]> {
  const stop = new AbortController();
  let heard: NodeJS.Signals | undefined;
  const stopListening = listen(ENDING, signal => {
    heard ??= signal;
    stop.abort();
  });
  try {
    return await look(chain, stop.signal);
  } catch (error) {
    if (!isFailed(error)) throw error;
    return [notObtained(error.failure, chain.invocation.source, chain.asks)];
  } finally {
    stopListening();
    // By now what was started has ended.
    if (heard) endLike({ signal: heard });
  }
}

async function look(chain: Chain, stopped: AbortSignal): Promise<Finding[]> {
  const { invocation, env, found, report } = chain;
  report.notice(`asking ${invocation.source.kind} for credentials`);
  // Somebody who is there may take time to find a code, and can break off; else it is killed when it takes too long.
  const source = chain.asks ? captured : unattended(VAULT_MS, stopped);
  const obtained = await obtain(invocation, env, source);
  if ('status' in obtained || stopped.aborted)
    return [fail('credentials', 'interrupted', 'try again')];
  const { variables } = select(obtained.variables, env, invocation);
  const has = new Map(variables);
  const findings = [credentials(has, new Date()), ...accountFound(has, invocation.account)];

  const image = chain.read?.image ?? invocation.busyboxImage ?? BUSYBOX;
  const missing = await pull(image, chain);
  if (missing || stopped.aborted) return missing ? [...findings, missing] : findings;

  const url = endpointOf(has);
  const { flags, watched, beside } = watching(chain.ask, stopped);
  const reaching = reachingFlags(chain.read?.flags ?? []);
  const script = ['-c', LOOK, 'sh', `${url.origin}/`, url.hostname, portOf(url)];
  const start: Start = {
    engine: found.engine,
    path: found.path,
    engineFile: engineFile(found.path),
    words: [...flags, ...reaching, '--entrypoint', 'sh', image, ...script],
    // This process reads what the container prints, and so cannot become the engine.
    masked: true,
    tty: false,
    env,
  };
  const text = envFileText(variables, found.engine.limits);
  report.step(`running ${image}`);
  const [ending, host] = await Promise.all([
    deliver(start, planFor(start, Buffer.byteLength(text)), text, beside),
    askFromHost(url),
  ]);
  const inside = parseInside(watched.lines);
  const status = 'status' in ending ? ending.status : undefined;
  if (inside === undefined) return [...findings, notSeen(image, found, status, watched)];
  const proxied = Boolean(env.HTTPS_PROXY || env.https_proxy);
  return [
    ...findings,
    arrived(image, inside, has),
    ...clock(inside.skew, 'skew' in host ? host.skew : undefined),
    network(url, inside.reach, host, proxied),
  ];
}

/** Pulls the image where it is not there. */
async function pull(
  image: string,
  { found, env, ask, report }: Chain,
): Promise<Finding | undefined> {
  const { engine, path } = found;
  if ((await ask(path, ['image', 'inspect', image], env)).status === 0) return undefined;
  report.notice(`pulling ${image}`);
  const pulled = await ask(path, ['pull', image], env, PULL_MS);
  if (pulled.status === 0) return undefined;
  return fail(
    'container',
    `${image} is not there and cannot be pulled`,
    `name an image that is there and has a shell: vaultrun doctor --deep PROFILE -- IMAGE; or see ${engine.name} pull ${image}`,
  );
}
