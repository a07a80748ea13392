import type { Parsed } from './arguments.ts';
import type { Settings } from './settings.ts';

/** One call of vaultrun: its own words, what stands behind the first `--`, the settings and the environment. */
export interface Call {
  parsed: Parsed;
  words: string[] | undefined;
  settings: Settings;
  env: NodeJS.ProcessEnv;
}
