import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeFolder, loadCached } from '../lib/process/compile-cache.ts';
import { keepInspectorShut } from '../lib/process/inspector.ts';

type Main = typeof import('../lib/main.ts');

keepInspectorShut();

// This file alone is written for any Node, so that one too old for the rest gets a line and no stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  const message = `vaultrun: error: Node ${process.versions.node} is too old\n`;
  writeSync(2, `${message}vaultrun: hint: vaultrun needs Node 20.19, 22.12, 24 or later\n`);
  process.exitCode = 125;
} else {
  load().then(({ main }) =>
    main(process.argv.slice(2)).then(status => {
      process.exitCode = status;
    }),
  );
}

function load(): Promise<Main> {
  const folder = codeFolder(process.env);
  if (folder === undefined) return import('../lib/main.ts');
  return Promise.resolve(loadCached(join(__dirname, 'main.cjs'), folder) as Main);
}
