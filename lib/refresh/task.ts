import type { Invocation } from '../invocation.ts';
import type { MountFolder } from '../mount/folder.ts';
import type { Life } from './schedule.ts';

/** What a refresher works on, as plain data without a secret: it can be handed to another process. */
export interface Task {
  invocation: Invocation;
  folder: MountFolder;
  /** the engine's program */
  path: string;
  /** the value of the container's label */
  id: string;
  /** of the set in the container; undefined: it has no end */
  life: Life | undefined;
}
