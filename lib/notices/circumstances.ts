import type { Selection } from '../environment/select.ts';
import type { Invocation } from '../invocation.ts';

/** All that the notices of a run are made of. */
export interface Circumstances {
  invocation: Invocation;
  /** the account of the credentials, where their access key id tells it */
  account?: string | undefined;
  selection: Selection;
  host: Readonly<Record<string, string | undefined>>;
  /** the region of the profile in the user's AWS config, when it was looked up */
  profileRegion?: string | undefined;
  /** the engine's other machine, where it has one */
  remote?: string | undefined;
  now: Date;
}
