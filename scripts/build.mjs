// Bundles the command for Node: one file for the start-up path, and one for each part that is loaded
// only when a run reaches it. CommonJS, because Node starts it 10 ms faster than an ES module.
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const lazy = new Set();

/** Leaves every `import('./x.ts')` out of the bundle that holds it and remembers x as one of its own. */
const splitDynamicImports = {
  name: 'split-dynamic-imports',
  setup(context) {
    context.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, async ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const found = await context.resolve(path, { kind: 'import-statement', resolveDir });
      lazy.add(found.path);
      return { path: `./${basename(path, '.ts')}.cjs`, external: true };
    });
  },
};

/** tmp needs node:crypto (7 ms) for its random names only, and is given a name. */
const lazyCrypto = {
  name: 'lazy-crypto',
  setup(context) {
    context.onResolve({ filter: /^crypto$/ }, () => ({ path: `${root}/scripts/lazy-crypto.cjs` }));
  },
};

/** @param {string} entry @param {import('esbuild').BuildOptions} [more] */
const bundle = (entry, more) =>
  build({
    entryPoints: [entry],
    outfile: `${root}/dist/${basename(entry, '.ts')}.cjs`,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    define: {
      'import.meta.url': '__bundleUrl',
      'process.env.VAULTRUN_VERSION': JSON.stringify(version),
    },
    inject: [`${root}/scripts/bundle-url.js`],
    supported: { 'dynamic-import': false },
    loader: { '.bash': 'text', '.zsh': 'text', '.fish': 'text' },
    plugins: [splitDynamicImports, lazyCrypto],
    logLevel: 'warning',
    ...more,
  });

rmSync(`${root}/dist`, { recursive: true, force: true });
// The first file has to be read by any old Node, so that it can say which one is needed.
await bundle(`${root}/bin/vaultrun.ts`, { target: 'node8', banner: { js: '#!/usr/bin/env node' } });
// A process of its own: it keeps the credentials of a detached container fresh.
await bundle(`${root}/bin/refresher.ts`);
const done = new Set();
for (let next = [...lazy]; next.length > 0; next = [...lazy].filter(entry => !done.has(entry))) {
  for (const entry of next) {
    done.add(entry);
    await bundle(entry);
  }
}
chmodSync(`${root}/dist/vaultrun.cjs`, 0o755);
