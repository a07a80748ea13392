// Shows what vaultrun does, in some seconds: `npm run demo`, or `npm run demo -- PROFILE [IMAGE]` with the real
// aws-vault and that profile. What is not here for real is a bundled stand-in; the first line says which is which.
import { existsSync } from 'node:fs';
import { chooseEngine } from './demo/engine.mjs';
import { Show } from './demo/show.mjs';
import { Stage, VAULTRUN } from './demo/stage.mjs';
import { play } from './demo/steps.mjs';
import { chooseVault } from './demo/vault.mjs';

const words = process.argv.slice(2);
if (words.length > 2 || words.some(word => word.startsWith('-'))) {
  console.error('usage: npm run demo -- [PROFILE [IMAGE]]');
  process.exit(2);
}
if (!existsSync(VAULTRUN)) await import('./build.mjs');

const stage = new Stage();
process.on('exit', () => stage.remove());
for (const [signal, status] of Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })) {
  process.on(signal, () => process.exit(status));
}

const [profile, image] = words;
try {
  const engine = chooseEngine(image);
  const vault = chooseVault(profile, stage);
  stage.set(engine, vault);
  console.log(`engine: ${engine.about}; vault: ${vault.about}`);
  const show = new Show(stage);
  await play(show, stage, engine, vault);
  process.exitCode = show.end();
} catch (error) {
  console.error(`demo: error: ${error.message}`);
  process.exitCode = 1;
}
