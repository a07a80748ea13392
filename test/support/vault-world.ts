import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from './terminal.ts';
import { BIN, type Outcome, STAND_INS, World } from './world.ts';

/** A secret of the tests, long enough to be found anywhere. */
export const PASSPHRASE = 'correct horse battery staple';
export const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0',
  AWS_SECRET_ACCESS_KEY: 'stored/secret/of/the/vault',
};
const DEVICE = 'arn:aws:iam::123456789012:mfa/me';

/** One line of what the stand-in engine was asked to run. */
export interface Recorded {
  argv: string[];
  env: string[];
  envFile: string[];
  container: string[] | null;
}

/** A world in which aws-vault lives in a container of the stand-in engine, as the user's own file says. */
export class VaultWorld extends World {
  readonly volumes = join(this.folder, 'volumes');
  readonly names = join(this.folder, 'containers');
  readonly record = join(this.folder, 'record');
  readonly #node: string;

  constructor(node: string) {
    super();
    this.#node = node;
    for (const folder of [this.volumes, this.names]) mkdirSync(folder);
    const path = `${this.bin}:${STAND_INS}:${join(node, '..')}:${this.env.PATH}`;
    Object.assign(this.env, {
      PATH: path,
      STAND_IN_VOLUMES: this.volumes,
      STAND_IN_CONTAINERS: this.names,
      STAND_IN_RECORD: this.record,
    });
    this.settings(`VAULTRUN_PASSPHRASE_COMMAND=echo '${PASSPHRASE}'`);
    this.write(
      'home/.aws/config',
      [
        '[default]\nregion = eu-west-1',
        `[profile mfa]\nmfa_serial = ${DEVICE}`,
        '[profile role]\nrole_arn = arn:aws:iam::999988887777:role/admin\nsource_profile = mfa',
        `mfa_serial = ${DEVICE}`,
        `[profile slow]\ncredential_process = echo >'${this.folder}/fifo'; sleep 1000\n`,
      ].join('\n'),
    );
  }

  /** The user's own settings: the image, the volume of the article, and more. */
  settings(...more: string[]): void {
    const lines = ['VAULTRUN_VAULT_IMAGE=vault-image', 'VAULTRUN_VAULT_VOLUME=test-vault-volume'];
    this.write('home/.config/vaultrun/config.env', `${[...lines, ...more].join('\n')}\n`);
  }

  /** Stores keys for profiles in the volume. */
  async stored(...profiles: string[]): Promise<void> {
    for (const profile of profiles) {
      const added = await this.vaultrun(['vault', '--', 'add', profile, '--env'], KEYS);
      if (added.status !== 0) throw new Error(added.stderr);
    }
  }

  vaultrun(
    args: readonly string[],
    env: Record<string, string> = {},
    input = '',
  ): Promise<Outcome> {
    return this.run(args, { with: this.#node, env, stdin: 'pipe', input });
  }

  /** A line of bash in which "$1" "$2" is the bin. */
  terminal(script: string, env: Record<string, string> = {}): Terminal {
    return new Terminal('bash', ['--norc', '-c', script, 'bash', this.#node, BIN], {
      cwd: this.cwd,
      env: { ...this.env, ...env },
    });
  }

  /** What the stand-in engine ran. */
  ran(): Recorded[] {
    const lines = readFileSync(this.record, 'utf8').trimEnd().split('\n');
    return lines.map(line => JSON.parse(line));
  }

  /** Containers that run still, and files in the runtime folder. */
  override left(): string[] {
    return [...super.left(), ...readdirSync(this.names)];
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }
}
