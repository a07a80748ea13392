import { isatty } from 'node:tty';
import { type Engine, runArguments } from '../engines.ts';
import type { EngineFile } from './plan.ts';

/** A container that is about to be run. */
export interface Start {
  engine: Engine;
  path: string;
  engineFile: EngineFile;
  words: readonly string[];
  /** its output passes through this process, which therefore cannot become the engine */
  masked: boolean;
  env: NodeJS.ProcessEnv;
  /** whether it gets a terminal; where nothing is said: exactly when there is one */
  tty?: boolean;
  /** what has to stay beside the engine until its end, and the flags that go in front of the user's */
  beside?: { flags: readonly string[] };
}

/** The engine's arguments, with the path under which it finds the file. */
export function engineArguments(
  // With one of the three elsewhere, docker refuses -t or mixes stderr into stdout.
  { engine, words, beside, tty = isatty(0) && isatty(1) && isatty(2) }: Start,
  envFile: string,
  more: readonly string[] = [],
): string[] {
  return runArguments(engine, { tty, envFile, more: [...(beside?.flags ?? []), ...more] }, words);
}
