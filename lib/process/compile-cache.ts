import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

const A_MONTH_MS = 30 * 24 * 3600 * 1000;
const END = Buffer.from('vaultrun: whole\n');

/**
 * Makes ready the folder for compiled code: 0700 and the user's own, else none; whoever could write there could
 * have us run what they like.
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string | undefined {
  const base = env.XDG_CACHE_HOME || (env.HOME && `${env.HOME}/.cache`);
  if (base?.[0] !== '/' || env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const folder = `${base}/vaultrun`;
  try {
    const found = lstatSync(folder, { throwIfNoEntry: false }) ?? make(base, folder);
    const mine = process.getuid && process.getuid() === found.uid;
    return mine && (found.mode & 0o170077) === 0o040000 ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Not recursive: a home that is not there is not made (and in /proc, mkdir's recursion never ends). */
function make(base: string, folder: string): Stats {
  if (!existsSync(base)) mkdirSync(base, { mode: 0o700 });
  mkdirSync(folder, { mode: 0o700 });
  return lstatSync(folder);
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
