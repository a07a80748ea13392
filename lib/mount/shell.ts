import { existsSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { Failed } from '../errors.ts';
import type { FoundEngine } from '../host/find-engine.ts';
import { cacheFolder } from '../process/cache-folder.ts';
import { copyOut } from './copy-out.ts';
import type { Image } from './image.ts';
import { firstFile } from './tar.ts';

/** An official image with a static busybox of 1.5 MB: https://hub.docker.com/_/busybox */
export const BUSYBOX = 'busybox:musl';
const NO = 'no';
const NOT_THERE = /could not find|could not be found|no such file/i;

/**
 * The static shell that an image without `sh` gets at /bin/sh, as a file of the host; undefined where the image has
 * one. Both answers hold for good, so that they are kept in the cache folder.
 * @throws Failed 'refresh-shell'
 */
export async function shellFor(
  found: FoundEngine,
  image: Image,
  busybox: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const folder = cacheFolder(env);
  if (!(await lacksShell(found, image, folder, env))) return undefined;
  const from = busybox ?? BUSYBOX;
  if (folder === undefined) {
    const problem = 'there is no folder of your own to keep it in';
    const hint =
      'make ~/.cache/vaultrun a folder of yours with mode 0700, and see that HOME is set, and yours';
    throw new Failed({ kind: 'refresh-shell', image: from, problem, hint });
  }
  const file = `${folder}/busybox-${`${from}-${image.platform}`.replace(/[^\w.]/g, '-')}`;
  if (isKept(file)) return file;
  keep(file, await takeBusybox(found, from, image.platform, env));
  return file;
}

async function lacksShell(
  found: FoundEngine,
  image: Image,
  folder: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const known = folder && `${folder}/has-sh-${image.id.replace(/\W/g, '-')}`;
  if (known && isKept(known)) return readFileSync(known, 'utf8') === NO;
  const { status, stderr } = await copyOut(found, [image.id], '/bin/sh', env);
  const no = status !== 0 && NOT_THERE.test(stderr);
  if (known && (no || status === 0)) keep(known, no ? NO : '');
  // Anything but a clear no counts as a yes, for this time: a shell over the image's own could break it.
  return no;
}

async function takeBusybox(
  found: FoundEngine,
  image: string,
  platform: string,
  env: NodeJS.ProcessEnv,
): Promise<Buffer> {
  const reply = await copyOut(found, ['--platform', platform, image], '/bin/busybox', env);
  const file = reply.status === 0 ? firstFile(reply.stdout) : undefined;
  if (file?.toString('latin1', 0, 4) === '\x7fELF') return file;
  const problem = file ? 'its /bin/busybox is no program' : lastLine(reply.stderr);
  const hint = 'name an image with a static /bin/busybox: --busybox-image busybox:musl';
  throw new Failed({ kind: 'refresh-shell', image, problem, hint });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'the engine does not say why';
}

/** A file that is used is not swept with the old ones. */
function isKept(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Another user's; it serves as it is.
  }
  return true;
}

function keep(file: string, contents: Buffer | string): void {
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, contents, { mode: 0o755 });
  renameSync(whole, file);
}
