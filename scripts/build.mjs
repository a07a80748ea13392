// Bundles the command for Node: one file for the start-up path, one for each part that is loaded only when a run reaches
// it, and one for the commands. CommonJS, because Node starts it 10 ms faster than an ES module.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { thirdPartyLicences } from './third-party.mjs';

// Without a slash at its end, as the paths of modules begin.
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const json = JSON.stringify;
const name = entry => basename(entry, '.ts');
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const lazy = new Set();
/** Every file that some bundle holds. */
const inputs = new Set();

/** Leaves every `import('./x.ts')` out of the bundle that holds it and remembers x as one of its own. */
const splitDynamicImports = {
  name: 'split-dynamic-imports',
  setup(context) {
    context.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, async ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const found = await context.resolve(path, { kind: 'import-statement', resolveDir });
      lazy.add(found.path);
      return { path: `./${name(path)}.cjs`, external: true };
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
const bundle = async (entry, more) => {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: `${root}/dist/${name(entry)}.cjs`,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    define: {
      'import.meta.url': '__bundleUrl',
      'process.env.VAULTRUN_VERSION': json(version),
    },
    inject: [`${root}/scripts/bundle-url.js`],
    supported: { 'dynamic-import': false },
    loader: { '.bash': 'text', '.zsh': 'text', '.fish': 'text' },
    plugins: [splitDynamicImports, lazyCrypto],
    metafile: true,
    logLevel: 'warning',
    ...more,
  });
  for (const file of Object.keys(metafile.inputs)) inputs.add(file);
};

/**
 * The commands need much of the same, and a run one of them: each with its own copy made the package half as large again.
 * In their common file a module is evaluated when it is first asked for, and a small file in each one's place asks.
 * @param {string[]} entries
 */
const bundleCommands = async entries => {
  const contents = entries.map(
    entry => `exports[${json(name(entry))}] = () => require(${json(entry)});`,
  );
  await bundle(`${root}/lib/commands.ts`, {
    entryPoints: undefined,
    stdin: { contents: contents.join('\n'), resolveDir: root },
  });
  for (const entry of entries) {
    const asks = `module.exports = require('./commands.cjs')[${json(name(entry))}]();\n`;
    writeFileSync(`${root}/dist/${name(entry)}.cjs`, asks);
  }
};

/** Bundles what is loaded lazily, and what that in turn loads lazily, until nothing is left. */
const bundleLazy = async () => {
  const done = new Set();
  const commands = new Set();
  for (let next = [...lazy]; next.length > 0; next = [...lazy].filter(entry => !done.has(entry))) {
    for (const entry of next) {
      done.add(entry);
      if (entry.startsWith(`${root}/lib/commands/`)) commands.add(entry);
      else if (!commands.has(entry)) await bundle(entry);
    }
    const others = new Set(lazy);
    await bundleCommands([...commands]);
    // What only they load shares their file.
    for (const entry of lazy) if (!others.has(entry)) commands.add(entry);
  }
};

rmSync(`${root}/dist`, { recursive: true, force: true });
// The first file has to be read by any old Node, so that it can say which one is needed.
await bundle(`${root}/bin/vaultrun.ts`, { target: 'node8', banner: { js: '#!/usr/bin/env node' } });
// A process of its own: it keeps the credentials of a detached container fresh.
await bundle(`${root}/bin/refresher.ts`);
await bundleLazy();
chmodSync(`${root}/dist/vaultrun.cjs`, 0o755);
writeFileSync(`${root}/dist/THIRD-PARTY-LICENSES`, thirdPartyLicences(inputs));
await import('./man.mjs');
