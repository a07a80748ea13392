import { shellQuoted } from '../environment/quote.ts';
import { profileWords, type Snippet } from './snippet.ts';

/** Functions rather than aliases: they work in scripts, and take quoted words as they are. */
export const alias: Snippet = ({ profile, image }) => {
  const any = `with_${identifier(profile)}`;
  const own = `${identifier(profile)}_${identifier(image.replace(/^.*\/|[:@].*$/g, ''))}`;
  const vaultrun = `vaultrun ${shellQuoted(profileWords(profile))}`;
  return `\
# vaultrun as functions of bash, zsh and sh: ${any} IMAGE … runs any image, ${own} … this one on the current folder
${any}() { ${vaultrun} -- "$@"; }
${own}() { ${vaultrun} -- -v "$PWD:/work" -w /work ${shellQuoted([image])} "$@"; }
`;
};

/** A name that every shell takes for a function's: dash allows nothing else. */
function identifier(text: string): string {
  return text.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
}
