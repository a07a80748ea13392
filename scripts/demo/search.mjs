// Looks for secrets where they must not be. The demo reads by itself: a grep would have them on its own command line.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What runs have left: all of the demo's own runtime folder, or vaultrun's folders in the usual places. */
export function leftovers({ runtime, env }) {
  if (runtime) return readdirSync(runtime).map(name => join(runtime, name));
  return [env.XDG_RUNTIME_DIR, '/dev/shm', tmpdir()].flatMap(folder =>
    folder && existsSync(folder)
      ? readdirSync(folder)
          .filter(name => /^vaultrun-\d/.test(name))
          .map(name => join(folder, name))
      : [],
  );
}

/** @returns the files below these paths that hold one of the secrets */
export function filesWith(secrets, paths) {
  return paths.flatMap(filesBelow).filter(file => holds(read(file), secrets));
}

/** @returns how many processes were looked at, and how many have one of the secrets on their command line */
export function commandLinesWith(secrets) {
  const lines = commandLines();
  return { all: lines.length, found: lines.filter(line => holds(line, secrets)).length };
}

function commandLines() {
  if (existsSync('/proc/self/cmdline')) {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(pid => read(`/proc/${pid}/cmdline`));
  }
  const { stdout } = spawnSync('ps', ['-axww', '-o', 'command='], { encoding: 'utf8' });
  return stdout.split('\n');
}

function filesBelow(path) {
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name));
  } catch {
    // A file, not a folder; or it is gone by now, or another user's.
    return [path];
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Gone by now, or another user's.
    return '';
  }
}

function holds(text, secrets) {
  return secrets.some(secret => text.includes(secret));
}
