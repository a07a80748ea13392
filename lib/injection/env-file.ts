import { closeSync, openSync, writeFileSync } from 'node:fs';
import { namelessFile } from '../nameless/file.ts';
import { inRuntimeFolder } from '../nameless/runtime-folder.ts';

/** A file in a folder of its own; whoever asks for it removes the folder. */
export interface FileInFolder {
  folder: string;
  file: string;
}

/**
 * Makes the env-file, empty, for the shell that will open, delete and only then write it.
 * @throws Failed 'runtime-folder'
 */
export function emptyEnvFile(folders: readonly string[], bytes: number): FileInFolder {
  return inRuntimeFolder(folders, bytes, folder => {
    const file = `${folder}/env`;
    closeSync(openSync(file, 'wx', 0o600));
    return { folder, file };
  });
}

/**
 * Makes the env-file that never has a name while it holds the secret.
 * @returns the descriptor for reading, at the file's start
 * @throws Failed 'runtime-folder'
 */
export function namelessEnvFile(folders: readonly string[], text: string): number {
  const { writer, reader } = namelessFile(folders, Buffer.byteLength(text), fd =>
    writeFileSync(fd, text),
  );
  closeSync(writer);
  return reader;
}

/**
 * Makes the env-file with a name, for an engine that no descriptor reaches.
 * @param before called with the folder before anything is in it
 * @throws Failed 'runtime-folder'
 */
export function namedEnvFile(
  folders: readonly string[],
  text: string,
  before: (folder: string) => void = () => {},
): FileInFolder {
  return inRuntimeFolder(folders, Buffer.byteLength(text), folder => {
    before(folder);
    const file = `${folder}/env`;
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return { folder, file };
  });
}
