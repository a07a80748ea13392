import { readFileSync } from 'node:fs';
import { background } from '../lib/refresh/background.ts';

// A renewal is never what it means.
process.on('SIGUSR1', () => {});

// Started by a vaultrun whose container outlives it; what to do stands on stdin.
background(readFileSync(0, 'utf8'), process.env).then(
  () => process.exit(0),
  () => process.exit(1),
);
