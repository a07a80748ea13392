import type { EngineName } from '../engines.ts';
import { withoutUser } from '../host/remote.ts';
import type { BriefReply } from '../process/brief.ts';
import { isUnreachable } from '../process/unreachable.ts';
import { type Address, elsewhere } from './address.ts';
import { type Finding, fail, ok } from './finding.ts';

/** How each engine is asked whether it could run anything, and how it is brought to it. */
const ASKED: Record<EngineName, { question: readonly string[]; start: string }> = {
  docker: {
    question: ['info', '--format', '{{json .}}'],
    start: 'start it: sudo systemctl start docker, or open Docker Desktop',
  },
  podman: {
    question: ['info', '--format', '{{json .}}'],
    start: 'on macOS: podman machine start; on Linux see what it says: podman info',
  },
  nerdctl: {
    question: ['info', '--format', '{{json .}}'],
    start: 'start containerd: sudo systemctl start containerd',
  },
  finch: {
    question: ['info', '--format', '{{json .}}'],
    start: 'start it: finch vm start',
  },
  container: { question: ['system', 'status'], start: 'start it: container system start' },
};

export function daemonQuestion(engine: EngineName): readonly string[] {
  return ASKED[engine].question;
}

/** Membership of the docker group: in this login, and by the group's own list. */
export interface Groups {
  inLogin: boolean;
  inList: boolean;
}

/** @param address of docker's daemon, where one is named */
export function daemon(
  engine: EngineName,
  reply: BriefReply,
  address: Address | undefined,
  groups: Groups,
): Finding {
  const { question } = ASKED[engine];
  const start = `${address === undefined ? '' : `${elsewhere(address)}; else `}${ASKED[engine].start}`;
  const at = address === undefined ? '' : ` at ${withoutUser(address.url)}`;
  const told = reply.status === 0 ? parse(reply.stdout.toString()) : undefined;
  if (reply.status === 0 && !told?.problem) {
    const rootless =
      told?.rootless === undefined ? '' : told.rootless ? ', rootless' : ", with root's rights";
    return ok('daemon', `answers${told?.version ? ` (${told.version})` : ''}${rootless}${at}`);
  }
  const said = `${reply.stderr}\n${told?.problem ?? ''}`;
  if (reply.late) {
    return fail(
      'daemon',
      `${engine} does not answer${at}`,
      `${start}; or see what it waits for: ${engine} ${question[0]}`,
    );
  }
  if (/permission denied/i.test(said)) {
    return fail(
      'daemon',
      `this user may not talk to ${engine}'s daemon${at} (permission denied)`,
      permission(engine, groups),
    );
  }
  if (isUnreachable(said) || /no such file or directory|not running/i.test(said)) {
    return fail('daemon', `${engine}'s daemon does not answer${at}`, start);
  }
  const [, problem, hint] = KNOWN.find(([pattern]) => pattern.test(said)) ?? [];
  if (problem && hint)
    return fail('daemon', `${engine} cannot run containers now: ${problem}`, hint);
  const ending = reply.code ?? (reply.status === undefined ? 'killed' : `status ${reply.status}`);
  return fail(
    'daemon',
    `${engine} cannot run containers now (${ending})`,
    `see what it says by itself: ${engine} ${question.slice(0, engine === 'container' ? 2 : 1).join(' ')}`,
  );
}

/** What else is often wrong, by words of the engine's own that hold nothing secret. */
const KNOWN: readonly [RegExp, string, string][] = [
  [
    /newuidmap|newgidmap|subuid|subgid|no mappings|find mappings/i,
    'this user has no range of other user ids',
    'install uidmap; sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER; podman system migrate',
  ],
  [
    /context .*not found|context .*does not exist|resolve docker endpoint/i,
    'the context is not there',
    'docker context use default, and unset DOCKER_CONTEXT',
  ],
  [
    /x509|certificate|TLS handshake|HTTPS server/i,
    'its daemon and it do not agree on TLS',
    'see DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, or docker context inspect',
  ],
];

function permission(engine: EngineName, { inLogin, inList }: Groups): string {
  if (engine !== 'docker') return `see what it says by itself: ${engine} info`;
  if (inList && !inLogin) {
    return 'this login is older than your place in the docker group: log in again, or newgrp docker';
  }
  return "sudo usermod -aG docker $USER and log in again (that group is root's equal), or use a rootless engine";
}

interface Told {
  version: string | undefined;
  rootless: boolean | undefined;
  /** what docker before 23 says with status 0 */
  problem: string | undefined;
}

/** Reads `info` of docker and nerdctl, and podman's. */
function parse(text: string): Told | undefined {
  try {
    const { ServerVersion, SecurityOptions, ServerErrors, host, version } = JSON.parse(text);
    const rootless: unknown = host?.security?.rootless;
    return {
      version: String(ServerVersion || version?.Version || '') || undefined,
      rootless:
        typeof rootless === 'boolean'
          ? rootless
          : Array.isArray(SecurityOptions)
            ? SecurityOptions.some(option => /rootless/.test(String(option)))
            : undefined,
      problem:
        Array.isArray(ServerErrors) && ServerErrors.length > 0
          ? ServerErrors.join('\n')
          : undefined,
    };
  } catch {
    return undefined;
  }
}
