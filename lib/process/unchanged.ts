import { readFileSync } from 'node:fs';

/**
 * Tells whether Node has changed a word of the command line or an entry of the environment (NAME=value) on its way
 * in: bytes that are no UTF-8 become U+FFFD. What the kernel keeps is compared; where it keeps nothing that can be
 * read, as on macOS, nothing is held against the text.
 */
export function isUnchanged(text: string, where: 'cmdline' | 'environ'): boolean {
  if (!text.includes('\u{fffd}')) return true;
  try {
    const entries = readFileSync(`/proc/self/${where}`, 'latin1').split('\0');
    return entries.includes(Buffer.from(text).toString('latin1'));
  } catch {
    return true;
  }
}
