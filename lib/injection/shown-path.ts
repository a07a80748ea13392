import { HANDED_OVER } from '../process/replace.ts';
import type { Plan } from './plan.ts';

/** The path of the env-file as a dry run shows it. */
export function shownPath(plan: Plan): string {
  switch (plan.way) {
    case 'replace':
      return HANDED_OVER;
    case 'descriptor':
      return `/dev/fd/${plan.fd}`;
    case 'through-parent':
      return '/proc/PID/fd/N';
    case 'named':
      return 'PRIVATE-FILE';
  }
}
