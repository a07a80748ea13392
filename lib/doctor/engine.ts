import { isFailed } from '../errors.ts';
import { type FoundEngine, findEngine } from '../host/find-engine.ts';
import type { Invocation } from '../invocation.ts';
import type { BriefReply } from '../process/brief.ts';
import { type Finding, fail, failed, ok } from './finding.ts';

/** The engine that a run would take, or why it would take none. */
export function lookForEngine(
  { engine, refresh }: Pick<Invocation, 'engine' | 'refresh'>,
  env: NodeJS.ProcessEnv,
): FoundEngine | Finding {
  try {
    return findEngine(engine, env, !refresh);
  } catch (error) {
    if (!isFailed(error)) throw error;
    return failed('engine', error.failure);
  }
}

/** @param reply to `ENGINE --version` */
export function engineVersion({ engine, path }: FoundEngine, reply: BriefReply): Finding {
  if (reply.late) {
    return fail(
      'engine',
      `${path} does not answer`,
      `see what '${engine.name} --version' waits for`,
    );
  }
  if (reply.status !== 0) {
    const code = reply.code ?? `status ${reply.status ?? 'unknown'}`;
    return failed('engine', { kind: 'engine-start', engine: engine.name, code });
  }
  const [version = '?'] = /\d+\.\d[\w.+-]*/.exec(reply.stdout.toString()) ?? [];
  const podman = engine.name === 'docker' && /^podman/i.test(reply.stdout.toString());
  return ok('engine', `${podman ? "podman under docker's name" : engine.name} ${version}, ${path}`);
}
