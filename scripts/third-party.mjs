// The licences of the packages that the bundles hold: MIT, ISC, BSD and their like ask to be carried along.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The packages that files come from, each with the text of its licence, as one file for people.
 * @param {Iterable<string>} files paths, those of packages with a folder node_modules in them
 * @returns {string}
 * @throws where a package has no licence to carry
 */
export function thirdPartyLicences(files) {
  const folders = new Set([...files].flatMap(packageFolder));
  // One package may be there several times over.
  const texts = new Set([...folders].map(carried).sort());
  return ['vaultrun contains these packages, under these licences.\n', ...texts].join('\n');
}

/** The folder of the package that a file belongs to: none for our own. */
function packageFolder(file) {
  const found = /^.*[/\\]?node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(file);
  return found ? [found[0]] : [];
}

function carried(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find(each =>
    /^(?:licen[cs]e|copying)\b(?!\.[cm]?js$)/i.test(each),
  );
  if (file === undefined) throw new Error(`${name} ${version} has no licence to carry along`);
  const text = readFileSync(join(folder, file), 'utf8').trim();
  return `== ${name} ${version} (${license})\n\n${text}\n`;
}
