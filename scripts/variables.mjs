// Writes docs/variables.md from the code's own table of variables.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { outputFiles } = await build({
  entryPoints: [`${root}/lib/environment/page.ts`],
  bundle: true,
  format: 'esm',
  write: false,
});
const { page } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
writeFileSync(`${root}/docs/variables.md`, page());
