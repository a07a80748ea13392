import { matcher } from '../environment/pattern.ts';
import type { Circumstances } from './circumstances.ts';

const NAMES = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

/** That there is no region, or that the shell's takes the place of the profile's. */
export function region(
  { invocation, host, profileRegion }: Circumstances,
  has: ReadonlyMap<string, string>,
): string | undefined {
  const inside = has.get('AWS_REGION') ?? has.get('AWS_DEFAULT_REGION');
  if (inside === undefined) {
    return NAMES.some(matcher(invocation.drop))
      ? undefined
      : 'no region is known: name one with --region, or in the profile';
  }
  const shells = host.AWS_REGION ? 'AWS_REGION' : 'AWS_DEFAULT_REGION';
  return invocation.region === undefined &&
    profileRegion !== undefined &&
    host[shells] === inside &&
    profileRegion !== inside
    ? `${shells}=${inside} of the shell overrides the profile's region ${profileRegion}`
    : undefined;
}
