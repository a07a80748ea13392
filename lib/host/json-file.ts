import { readFileSync, statSync } from 'node:fs';

/** What a JSON file of another program's holds; undefined where it is missing, unreadable or none. */
// biome-ignore lint/suspicious/noExplicitAny: the caller checks the type of what it takes out
export function readJson(file: string): any {
  try {
    // Opening a pipe would wait for somebody to write to it.
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile();
    return isFile ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}
