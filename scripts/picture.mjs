// Draws docs/terminal.svg from a real session: `npm run picture`. The built vaultrun runs in a terminal, with the
// bundled stand-ins for aws-vault and docker, so that everybody gets the same picture.
// Usage: picture.mjs [FILE]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { paced } from './picture/pace.mjs';
import { record } from './picture/record.mjs';
import { rows } from './picture/screen.mjs';
import { openStage } from './picture/stage.mjs';
import { svg } from './picture/svg.mjs';

const COLUMNS = 96;
const HOST = '$ ';
const CONTAINER = '/ # ';

const SESSION = [
  { type: 'vaultrun default -- myimage sh', until: CONTAINER },
  { type: "env | grep -o '^AWS_[A-Z_]*' | sort", until: CONTAINER },
  { type: 'exit', until: HOST },
  { type: 'vaultrun --no-session admin -- terraform-image plan', until: HOST },
  { type: 'vaultrun --account 210987654321 admin -- terraform-image apply', until: HOST },
  { type: 'ls -A "$XDG_RUNTIME_DIR"   # nothing is left behind', until: HOST },
];

const TITLE = 'vaultrun in a terminal';
const ABOUT =
  'A container gets a session of a profile; another gets the long-lived keys, which is said; one for the wrong account ' +
  'is not started; and nothing is left behind.';

const [file = fileURLToPath(new URL('../docs/terminal.svg', import.meta.url))] =
  process.argv.slice(2);
const stage = openStage({ host: HOST, container: CONTAINER });
process.on('exit', () => stage.remove());
const cast = await record(SESSION, {
  columns: COLUMNS,
  prompt: HOST,
  cwd: stage.work,
  env: stage.env,
});
const picture = svg(rows(paced(cast), COLUMNS), {
  columns: COLUMNS,
  prompt: HOST,
  title: TITLE,
  about: ABOUT,
});
writeFileSync(file, picture);
