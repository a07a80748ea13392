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
  /** it gets no terminal, whatever this process has */
  detached?: true;
  /** what has to stay beside the engine until its end, and the flags that go in front of the user's */
  beside?: { flags: readonly string[] };
}

/** Whether the container gets a terminal. */
export function wantsTerminal(): boolean {
  // With one of the three elsewhere, docker refuses -t or mixes stderr into stdout.
  return isatty(0) && isatty(1) && isatty(2);
}

/** The engine's arguments, with the path under which it finds the file. */
export function engineArguments(
  { engine, words, beside, detached }: Start,
  envFile: string,
  more: readonly string[] = [],
): string[] {
  const tty = !detached && wantsTerminal();
  return runArguments(engine, { tty, envFile, more: [...(beside?.flags ?? []), ...more] }, words);
}
