import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { inRuntimeFolder } from '../nameless/runtime-folder.ts';
import { configText, fileTime, GET, NAMES, nextName, outdated } from './layout.ts';

/** Credentials as the helper prints them, a line of JSON; and when they really end, if they do. */
export interface CredentialSet {
  text: string;
  end: number | undefined;
  /** the values in it that nobody may see */
  secrets: readonly string[];
}

/** The folder of a run: 0700, so that no other user of the host gets in; what is mounted lies below. */
export interface MountFolder {
  folder: string;
  /** what is mounted, readable for whatever user the container has */
  mounted: string;
}

/** Config, an empty credentials file, the helper and a few sets of credentials. */
const BYTES = 64 * 1024;

/**
 * Makes the folder with its first set of credentials in the first place that can take it.
 * @throws Failed 'runtime-folder'
 */
export function makeMountFolder(
  places: readonly string[],
  about: { profile: string | undefined; region: string | undefined },
  first: CredentialSet,
): MountFolder {
  return inRuntimeFolder(places, BYTES, folder => {
    const made = mountFolderAt(folder);
    makeFolder(made.mounted);
    makeFolder(`${made.mounted}/${NAMES.sets}`);
    write(`${made.mounted}/${NAMES.config}`, configText(about.profile, about.region));
    write(`${made.mounted}/${NAMES.credentials}`, '');
    write(`${made.mounted}/${NAMES.get}`, GET);
    publish(made, first);
    return made;
  });
}

export function mountFolderAt(folder: string): MountFolder {
  return { folder, mounted: `${folder}/mnt` };
}

/**
 * Gives the container a new set: a file with a name of its own, whole from its first moment, because a virtual
 * machine's share may keep showing what an old name held. Its time is the set's end (see {@link GET}).
 */
export function publish({ mounted }: MountFolder, set: CredentialSet): void {
  const sets = `${mounted}/${NAMES.sets}`;
  const name = nextName(readdirSync(sets), Date.now());
  const seconds = fileTime(set.end);
  const whole = `${sets}/.new`;
  try {
    write(whole, set.text);
    utimesSync(whole, seconds, seconds);
    renameSync(whole, `${sets}/${name}`);
  } catch (error) {
    // A full folder can hold a part of it.
    rmSync(whole, { force: true });
    throw error;
  }
  for (const old of outdated(readdirSync(sets))) rmSync(`${sets}/${old}`, { force: true });
  rmSync(`${mounted}/${NAMES.error}`, { force: true });
}

/** Takes the expired credentials away, which makes room in a full folder, and tells the container why. */
export function publishError({ mounted }: MountFolder, line: string): void {
  const sets = `${mounted}/${NAMES.sets}`;
  for (const name of readdirSync(sets)) rmSync(`${sets}/${name}`, { force: true });
  const whole = `${mounted}/.error`;
  write(whole, `${line}\n`);
  renameSync(whole, `${mounted}/${NAMES.error}`);
}

export function removeMountFolder({ folder }: MountFolder): void {
  rmSync(folder, { recursive: true, force: true });
}

// The modes are set apart from the making, which the umask would narrow.
function makeFolder(path: string): void {
  mkdirSync(path);
  chmodSync(path, 0o755);
}

function write(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o644);
}
