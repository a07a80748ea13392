import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

/** The code that a section of the README shows, by its language. */
export function shown(title: string, language: string): string[] {
  const section = README.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  const blocks = section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'));
  return [...blocks].map(([, code]) => code ?? '');
}
