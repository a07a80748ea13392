import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { machine, type Place } from './e2e-machine.ts';
import { Site } from './e2e-site.ts';

export const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE2',
  AWS_SECRET_ACCESS_KEY: `wJal/${randomBytes(15).toString('hex')}`,
};

/** A site whose aws-vault lives in a container of the real engine, with a volume of its own. */
export class VaultSite extends Site {
  /** of this site alone, so that a scan finds its own and no other's */
  readonly passphrase = `open sesame ${randomBytes(12).toString('hex')}`;
  readonly volume = `vault-e2e-${randomBytes(6).toString('hex')}`;
  /** is there once the engine has been told to run something */
  readonly began = `${this.folder}/began`;
  readonly config = `${this.folder}/aws/config`;

  constructor(place: Place) {
    super(place);
    const { program } = place.engine;
    // The host's network, on which the STS is, and which starts sooner than one that has to be made.
    const real = `PATH='/usr/local/bin:/usr/bin:/bin'; export PATH`;
    this.program(
      program,
      `${real}\n[ "$1" != run ] || { shift; set -- run --network=host "$@"; : >'${this.began}'; }\nexec ${program} "$@"`,
    );
    // Nothing is asked of the host's.
    this.program('aws-vault', 'echo "the host was asked" >&2; exit 9');
    Object.assign(this.env, {
      XDG_CONFIG_HOME: `${this.folder}/xdg`,
      AWS_CONFIG_FILE: this.config,
      AWS_REGION: 'eu-west-1',
      ...(machine.sts ? { AWS_ENDPOINT_URL: machine.sts } : {}),
    });
    this.write('secret', this.passphrase);
    chmodSync(`${this.folder}/secret`, 0o600);
    this.settings(`VAULTRUN_PASSPHRASE_COMMAND=cat '${this.folder}/secret'`);
  }

  /** The user's own settings: the image, the volume, the engine, and more. */
  settings(...more: string[]): void {
    const lines = [
      `VAULTRUN_VAULT_IMAGE=${machine.vaultImage}`,
      `VAULTRUN_VAULT_VOLUME=${this.volume}`,
      `VAULTRUN_ENGINE=${this.place.engine.program}`,
      'VAULTRUN_QUIET=true',
    ];
    this.write('xdg/vaultrun/config.env', `${[...lines, ...more].join('\n')}\n`);
  }

  async add(profile: string): Promise<void> {
    const added = await this.ran(['vault', '--', 'add', profile, '--env'], { env: KEYS });
    if (added.status !== 0) throw new Error(added.stderr);
  }

  /** The ids of the containers that have the volume, whatever their state. */
  vaults(): string[] {
    const ids = this.engine('ps', '-aq', '--no-trunc', '--filter', `volume=${this.volume}`);
    return ids.split('\n').filter(Boolean);
  }

  override remove(): void {
    for (const id of this.vaults()) this.removed('rm', '-f', id);
    this.engine('volume', 'rm', '-f', this.volume);
    super.remove();
  }
}
