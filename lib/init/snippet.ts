import { RESERVED } from '../command-line/options.ts';
import type { Profiles } from '../host/aws-config.ts';

/** What a snippet is filled with. */
export interface Filling {
  profile: string;
  image: string;
  /** the user's AWS config */
  profiles: Profiles;
}

/** Makes the text of a snippet; newline at the end. */
export type Snippet = (filling: Filling) => string;

/** The words that name a profile in front of a `--`: a command's name has to be given as an option there. */
export function profileWords(profile: string): string[] {
  return RESERVED.includes(profile) ? ['--profile', profile] : [profile];
}
