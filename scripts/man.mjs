// Writes dist/vaultrun.1, the manual page, from the code's own tables. A part of the build, after the bundle.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** The day of the release, so that a build of it is the same on any day: https://reproducible-builds.org */
function date() {
  const log = readFileSync(`${root}/CHANGELOG.md`, 'utf8');
  const released = /^## \[\d[^\]]*\] - (\d{4}-\d\d-\d\d)$/m.exec(log)?.[1];
  return released ?? new Date().toISOString().slice(0, 10);
}

const { outputFiles } = await build({
  entryPoints: [`${root}/lib/man/page.ts`],
  bundle: true,
  format: 'esm',
  write: false,
});
const { manPage } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
writeFileSync(`${root}/dist/vaultrun.1`, manPage(version, date()));
