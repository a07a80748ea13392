import { readFileSync } from 'node:fs';
import { TARGETS } from './make.ts';

/** In the order in which make looks: https://www.gnu.org/software/make/manual/html_node/Makefile-Names.html */
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];

/** That this folder's Makefile has a target of the snippet's already, which would take its place; undefined: none. */
export function takenTargets(): string | undefined {
  for (const file of MAKEFILES) {
    const text = textOf(file);
    if (text === undefined) continue;
    const taken = TARGETS.filter(target => new RegExp(`^${target}[ \\t]*:(?!=)`, 'm').test(text));
    if (taken.length === 0) return undefined;
    const names = taken.map(target => `'${target}'`).join(' and ');
    return `${file} already has ${names}: appended to it, this would be made instead`;
  }
  return undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // None of that name, or none that can be read: make will say so.
    return undefined;
  }
}
