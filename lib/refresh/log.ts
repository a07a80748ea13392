import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs';

const MOST_BYTES = 256 * 1024;

/** Where a refresher without a terminal says what it has to say. */
export function logFile(env: NodeJS.ProcessEnv): string | undefined {
  // https://specifications.freedesktop.org/basedir-spec/latest/: a relative path counts as unset
  const base = env.XDG_STATE_HOME?.startsWith('/') ? env.XDG_STATE_HOME : undefined;
  const folder = base ?? (env.HOME ? `${env.HOME}/.local/state` : undefined);
  return folder && `${folder}/vaultrun/refresh.log`;
}

/**
 * Adds lines to the log with the time and what they are about; never a secret. A log that has grown is put aside, and
 * one that cannot be written is no reason to fail.
 */
export function logTo(file: string | undefined, about: string): (text: string) => void {
  return text => {
    if (file === undefined) return;
    const head = `${new Date().toISOString()} ${about}: `;
    const lines = text
      .trimEnd()
      .split('\n')
      .map(line => `${head}${line}\n`);
    try {
      mkdirSync(file.replace(/\/[^/]*$/, ''), { recursive: true, mode: 0o700 });
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) {
        renameSync(file, `${file}.old`);
      }
      appendFileSync(file, lines.join(''), { mode: 0o600 });
      chmodSync(file, 0o600);
    } catch {
      // Nobody is there to be told.
    }
  };
}
