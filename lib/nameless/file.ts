import { closeSync, openSync, rmSync } from 'node:fs';
import { inRuntimeFolder } from './runtime-folder.ts';

/** A file that only its descriptors lead to. */
export interface NamelessFile {
  /** for writing, at the file's end */
  writer: number;
  /** for reading, of its own, at the file's start: on macOS /dev/fd shares a descriptor's offset */
  reader: number;
}

/**
 * Makes a file that never has a name while it holds anything: created empty, opened for writing and for reading,
 * deleted, and only then filled. Where filling it fails the next folder is tried.
 * @param bytes about how much will be written
 * @throws Failed 'runtime-folder'
 */
export function namelessFile(
  folders: readonly string[],
  bytes: number,
  fill: (writer: number) => void = () => {},
): NamelessFile {
  return inRuntimeFolder(folders, bytes, folder => {
    const file = `${folder}/env`;
    const open: number[] = [];
    try {
      const writer = openSync(file, 'ax', 0o600);
      open.push(writer);
      const reader = openSync(file, 'r');
      open.push(reader);
      rmSync(folder, { recursive: true });
      fill(writer);
      return { writer, reader };
    } catch (error) {
      for (const fd of open) closeSync(fd);
      throw error;
    }
  });
}
