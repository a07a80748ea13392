import { type Finding, fail, ok, warn } from './finding.ts';

/** AWS refuses a request whose time is further off: https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html */
const REFUSED_MS = 5 * 60_000;
const TOLD_MS = 30_000;

/**
 * The clocks against each other.
 * @param container the container's less the host's, in milliseconds; undefined: it did not tell
 * @param aws AWS's less the host's; undefined: it did not tell
 */
export function clock(container: number | undefined, aws: number | undefined): Finding[] {
  const inside = container === undefined || aws === undefined ? undefined : container - aws;
  const worst = Math.max(...[container, aws, inside].map(ms => Math.abs(ms ?? 0)));
  const detail = [
    container === undefined
      ? 'the container has no date'
      : `container and host ${apart(container)}`,
    aws === undefined ? 'AWS did not tell the time' : `host and AWS ${apart(aws)}`,
  ].join('; ');
  if (worst < TOLD_MS) return [ok('clock', detail)];
  const hint =
    aws !== undefined && Math.abs(aws) >= TOLD_MS
      ? 'set the host by a time server: sudo timedatectl set-ntp true'
      : "restart the engine's virtual machine, whose clock stood still";
  return [
    worst < REFUSED_MS
      ? warn('clock', detail, hint)
      : fail('clock', `${detail}; AWS refuses what is five minutes off`, hint),
  ];
}

function apart(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  return seconds < 2 ? 'agree' : `are ${seconds} s apart`;
}
