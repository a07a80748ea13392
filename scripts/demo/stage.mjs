// Where the demo plays: a temporary folder with the programs that its command lines name, and their environment.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const VAULTRUN = fileURLToPath(new URL('../../dist/vaultrun.cjs', import.meta.url));
const STAND_INS = fileURLToPath(new URL('../../fixtures/bin/', import.meta.url));

export class Stage {
  constructor() {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'vaultrun demo ')));
    this.work = this.subfolder('work');
    this.bin = this.subfolder('bin');
    symlinkSync(VAULTRUN, join(this.bin, 'vaultrun'));
    // Whatever asks for `node` gets the one that runs the demo.
    symlinkSync(process.execPath, join(this.bin, 'node'));
    this.env = { ...process.env, PATH: `${this.bin}${delimiter}${process.env.PATH}` };
  }

  /** Makes the environment for the engine and the vault that were chosen. */
  set(engine, vault) {
    if (engine.standIn) this.standIn(engine.name);
    // A rootless podman keeps its things where these two say, and a key store may be reached through them.
    const rootless = engine.name === 'podman' && process.getuid() !== 0;
    const own = vault.standIn && !rootless;
    this.runtime = own ? this.subfolder('run') : undefined;
    this.env = {
      ...this.env,
      ...(own && { XDG_RUNTIME_DIR: this.runtime, XDG_CONFIG_HOME: this.subfolder('config') }),
      ...engine.env,
      VAULTRUN_ENGINE: engine.name,
    };
  }

  subfolder(name) {
    const path = join(this.folder, name);
    mkdirSync(path, { mode: 0o700 });
    return path;
  }

  /** Puts a bundled stand-in before the rest of PATH. */
  standIn(name) {
    symlinkSync(join(STAND_INS, name), join(this.bin, name));
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
