import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder } from './cache-folder.ts';

const A_MONTH_MS = 30 * 24 * 3600 * 1000;
const END = Buffer.from('vaultrun: whole\n');

/** The folder for compiled code, unless the user wants none. */
export function codeFolder(env: NodeJS.ProcessEnv): string | undefined {
  return env.NODE_DISABLE_COMPILE_CACHE ? undefined : cacheFolder(env);
}

/**
 * Loads a CommonJS file with the code that an earlier start left in `folder`, or leaves its own there at the end.
 * Node's module.enableCompileCache is not in Node 20, and cost a start 8 ms more than this on Node 24.
 */
export function loadCached(file: string, folder: string): unknown {
  const { mtimeMs, size } = statSync(file);
  const stored = `${folder}/${process.version}-${process.arch}-${mtimeMs}-${size}`;
  const cachedData = wholeOf(stored);
  const script = new Script(module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  if (!cachedData || script.cachedDataRejected) {
    // At the end the functions that the run compiled are in it too.
    process.once('exit', () => store(folder, stored, script));
  }
  const own = { exports: {} };
  script.runInThisContext()(own.exports, createRequire(file), own, file, dirname(file));
  return own.exports;
}

/** V8 runs what it is given, cut off or not; so only a file with our end on it is taken. */
function wholeOf(file: string): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  const data = bytes.subarray(0, -END.length);
  return bytes.subarray(-END.length).equals(END) ? data : undefined;
}

function store(folder: string, file: string, script: Script): void {
  const whole = `${file}.${process.pid}`;
  try {
    const fd = openSync(whole, 'wx', 0o600);
    writeFileSync(fd, Buffer.concat([script.createCachedData(), END]));
    // On the disk before it has its name: a power cut must not leave zeros under it.
    fsyncSync(fd);
    closeSync(fd);
    renameSync(whole, file);
    for (const name of readdirSync(folder)) {
      const other = `${folder}/${name}`;
      if (Date.now() - statSync(other).mtimeMs > A_MONTH_MS) unlinkSync(other);
    }
  } catch {
    // The next start compiles again.
  }
}
