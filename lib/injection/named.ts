import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { ELSEWHERE, inRuntimeFolder, runtimeFolders } from '../nameless/runtime-folder.ts';
import type { Ending } from '../process/ending.ts';
import { ENDING, listen } from '../process/signals.ts';
import type { Supervise } from '../process/supervise.ts';
import { type FileInFolder, namedEnvFile } from './env-file.ts';
import { engineArguments, type Start } from './start.ts';

const LOOK_MS = 50;

/**
 * Starts an engine that no descriptor reaches with a file that has a name, and removes that file as soon as the
 * engine has made the container (it then writes the container's id), and on every other end.
 * @param home the engine sees the user's home only: https://github.com/canonical/docker-snap/issues/58
 * @throws Failed 'runtime-folder'
 */
export async function deliverNamed(
  start: Start,
  home: boolean,
  text: string,
  beside: Supervise,
): Promise<Ending> {
  const { env, path, words } = start;
  // A signal from here on finds a listener, and reaches the engine once it is there.
  const stop = listen(ENDING, () => {});
  const note = home ? noteFolder(env) : undefined;
  const { folder, file } = namedFile(home ? homes() : runtimeFolders(env), text, note);
  // Given twice, docker and podman write the last file only: the user's, if it is one.
  const own = `${folder}/id`;
  const ids = [own, ...idFilesIn(words).filter(each => !existsSync(each))];
  // A look every so often, for the folder may be the user's, and a network's, where no event comes.
  const look = setInterval(() => {
    if (ids.some(isWritten)) rmSync(file, { force: true });
  }, LOOK_MS);
  const remove = () => {
    stop();
    clearInterval(look);
    for (const each of [folder, note]) {
      if (each !== undefined) rmSync(each, { recursive: true, force: true });
    }
  };
  try {
    const args = engineArguments(start, file, ['--cidfile', own]);
    return await beside(path, args, { env, ended: remove });
  } finally {
    remove();
  }
}

function homes(): string[] {
  // Not a dot-folder: a snap sees none.
  const home = homedir();
  return home.startsWith('/') ? [`${home}/snap/docker/common`, home] : [];
}

/** Where the next run, whatever its engine, finds out about a file in the home that this one could not remove. */
function noteFolder(env: NodeJS.ProcessEnv): string {
  return inRuntimeFolder(runtimeFolders(env), 0, folder => folder);
}

function namedFile(folders: string[], text: string, note: string | undefined): FileInFolder {
  try {
    return namedEnvFile(folders, text, folder => {
      if (note !== undefined) writeFileSync(`${note}/${ELSEWHERE}`, folder, { mode: 0o600 });
    });
  } catch (error) {
    if (note !== undefined) rmSync(note, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The files that words of the user's name as the engine's would: some may stand behind the image, and mean something to
 * the command.
 */
function idFilesIn(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const path = word === '--cidfile' ? words[at + 1] : /^--cidfile=(.*)$/s.exec(word)?.[1];
    return path === undefined ? [] : [resolve(path)];
  });
}

function isWritten(file: string): boolean {
  return Boolean(statSync(file, { throwIfNoEntry: false })?.size);
}
