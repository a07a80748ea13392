import type { CommandName } from './command-line/options.ts';
import type { Typed } from './command-line/typed.ts';

/** Statuses of vaultrun's own, as `docker run` defines them: 126 and 127 come from the engine alone. */
export const FAILED = 125;

/** A word that may be a misspelling, and what it may have meant. */
export interface Near {
  word: string;
  among: string[];
  prefix?: string;
}

/** What is wrong with an option itself. */
export type Fault = 'unknown' | 'takes no value' | 'wants a value';

/**
 * Every way in which vaultrun ends by itself. Plain data: nothing here may hold a credential or a line of a
 * program's output, for all of it is printed.
 */
export type Failure =
  | { kind: 'usage'; problem: string; hint: string; near?: Near }
  | { kind: 'windows' }
  | { kind: 'option'; fault: Fault; word: string; command: CommandName | undefined }
  | {
      kind: 'no-dashes';
      command: CommandName | undefined;
      positionals: string[];
      typed: Typed[];
      npm: string;
      /** the variable that names a profile already */
      chosen?: string | undefined;
    }
  | { kind: 'no-profile'; example: string; unknown: string[] }
  | { kind: 'profiles'; words: string[] }
  | { kind: 'setting'; origin: string; problem: string; hint: string; near?: Near }
  | { kind: 'loop'; profile: string | undefined }
  | { kind: 'source-circle'; circle: readonly string[] }
  | { kind: 'vault-missing' }
  | { kind: 'vault-start'; code: string }
  | { kind: 'vault-failed'; profile: string; ending: string; hints: string[] }
  | { kind: 'vault-answer'; profile: string; problem: string; vault: string }
  | { kind: 'vault-container'; engine: string; image: string; status: number; vault: string }
  | { kind: 'vault-remote'; host: string }
  | { kind: 'vault-config'; file: string; code: string }
  | { kind: 'passphrase'; problem: string; hint: string }
  | { kind: 'mfa-code'; profile: string; problem: string; hint: string }
  | { kind: 'process-failed'; ending: string }
  | { kind: 'process-answer'; problem: string; ended: boolean }
  | { kind: 'account'; wanted: string; found: string | undefined; setting: string | undefined }
  | { kind: 'command-missing'; command: string; found: boolean; code: string; status: 126 | 127 }
  | { kind: 'mask'; code: string }
  | { kind: 'output'; code: string }
  | { kind: 'engine-missing'; engines: string[] }
  | { kind: 'engine-start'; engine: string; code: string }
  | { kind: 'engine-refused'; engine: string; reason: string }
  | { kind: 'refresh-engine'; reason: string }
  | { kind: 'refresh-daemon'; engine: string; image: string }
  | { kind: 'refresh-image'; engine: string; image: string; never: boolean }
  | { kind: 'refresh-question'; engine: string; question: string; ending: string }
  | { kind: 'refresh-conflict'; name: string; place: string }
  | { kind: 'refresh-answer'; problem: string }
  | { kind: 'refresh-shell'; image: string; problem: string; hint: string }
  | { kind: 'renewal'; profile: string | undefined; reason: string; until: string; command: string }
  | { kind: 'handed-on'; code: string }
  | { kind: 'value'; name: string; problem: string }
  | { kind: 'runtime-folder'; tried: { folder: string; code: string }[] }
  | { kind: 'unexpected'; name: string; code: string };

/** The status of a failure: vaultrun's own, but for a command that env(1) would not find or start either. */
export function statusOf(failure: Failure): number {
  return failure.kind === 'command-missing' ? failure.status : FAILED;
}

/** Carries a {@link Failure} to the one place that renders it. */
export class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.name = 'Failed';
    this.failure = failure;
  }
}

/**
 * Tells a {@link Failed} from any other error. By its name: a part of the bundle that is loaded later has a class of
 * its own.
 */
export function isFailed(error: unknown): error is Failed {
  return error instanceof Error && error.name === 'Failed' && 'failure' in error;
}

/** The code of a system error (ENOENT and the like), which alone of it is safe to print. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : 'unknown error';
}

export function usage(problem: string, hint: string, near?: Near): Failed {
  return new Failed({ kind: 'usage', problem, hint, ...(near ? { near } : {}) });
}
