import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export const AWS_CLI = '2.99.1';
export const AWS_VAULT = '7.99.1';
const ARCHITECTURES = { amd64: 'x86_64', arm64: 'aarch64' };

/**
 * What the makers of the two tools publish, made here: an archive with an installer, signed by a key of the test's own,
 * and a program with its checksums; the tools are scripts that tell their version as the real ones do.
 */
export class Release {
  readonly folder: string;
  /** by the path of their address */
  readonly files = new Map<string, Buffer>();
  /** the key that signs: its fingerprint, and its public part as people exchange it */
  readonly fingerprint: string;
  readonly key: string;
  readonly #home: string;
  #server: Server | undefined;

  constructor(folder: string) {
    this.folder = folder;
    // gpg's sockets want a short path.
    this.#home = execFileSync('mktemp', ['-d', '/tmp/gpg.XXXXXX'], { encoding: 'utf8' }).trim();
    this.#gpg('--quick-gen-key', 'test@example.com', 'ed25519', 'sign', 'never');
    this.key = this.#gpg('--armor', '--export');
    this.fingerprint =
      /^fpr:+([0-9A-F]+):/m.exec(this.#gpg('--with-colons', '--list-keys'))?.[1] ?? '';
    for (const [arch, machine] of Object.entries(ARCHITECTURES)) {
      const name = `awscli-exe-linux-${machine}-${AWS_CLI}.zip`;
      this.files.set(`/${name}`, this.#archive(AWS_CLI));
      this.files.set(`/${name}.sig`, this.sign(this.files.get(`/${name}`) as Buffer));
      const vault = `#!/bin/sh\n# ${arch}\necho v${AWS_VAULT} >&2\n`;
      this.files.set(`/v${AWS_VAULT}/aws-vault-linux-${arch}`, Buffer.from(vault));
    }
    const sums = [...this.files]
      .filter(([path]) => path.includes('aws-vault-'))
      .map(([path, bytes]) => `${sum('sha256', bytes)}  ${path.split('/').at(-1)}\n`);
    const others = `${'0'.repeat(64)}  aws-vault-windows-arm64.exe\n`;
    this.files.set(
      `/v${AWS_VAULT}/aws-vault_sha256_checksums.txt`,
      Buffer.from(sums.join('') + others),
    );
  }

  /** Where the files are published, below a folder of any name. */
  async publish(): Promise<string> {
    const server = createServer((request, response) => {
      // The first folder is there to make one address another, and says nothing.
      const bytes = this.files.get(request.url?.replace(/^\/\w+/, '') ?? '');
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
    this.#server = server;
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** What pin.sh should find. */
  pins(): Record<string, string> {
    const vault = (arch: string) =>
      sum('sha512', this.files.get(`/v${AWS_VAULT}/aws-vault-linux-${arch}`) as Buffer);
    return {
      AWS_CLI_VERSION: AWS_CLI,
      AWS_CLI_KEY: this.fingerprint,
      AWS_VAULT_VERSION: AWS_VAULT,
      AWS_VAULT_SHA512_AMD64: vault('amd64'),
      AWS_VAULT_SHA512_ARM64: vault('arm64'),
    };
  }

  sign(bytes: Buffer): Buffer {
    return execFileSync('gpg', ['--batch', '--homedir', this.#home, '--detach-sign'], {
      input: bytes,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  }

  remove(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    execFileSync('gpgconf', ['--homedir', this.#home, '--kill', 'all'], { stdio: 'ignore' });
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** A zip with AWS's installer in it: its two options left out, it installs to /usr/local as the real one does. */
  #archive(version: string): Buffer {
    const root = join(this.folder, 'archive');
    rmSync(root, { recursive: true, force: true });
    mkdirSync(join(root, 'aws/dist/awscli/examples'), { recursive: true });
    writeFileSync(join(root, 'aws/dist/awscli/examples/s3.rst'), 'an example');
    writeFileSync(
      join(root, 'aws/dist/aws'),
      [
        '#!/bin/sh',
        `[ "$*" = --version ] || exec echo "aws $* as $AWS_ACCESS_KEY_ID"`,
        `echo "aws-cli/${version} Python/3.14.6 Linux/6.1 exe/x86_64.debian.12"\n`,
      ].join('\n'),
    );
    writeFileSync(
      join(root, 'aws/install'),
      [
        '#!/bin/sh -e',
        `mkdir -p /usr/local/aws-cli/v2/${version}/bin`,
        `cp -r "$(dirname "$0")/dist" /usr/local/aws-cli/v2/${version}/`,
        `ln -s ../dist/aws /usr/local/aws-cli/v2/${version}/bin/aws`,
        `ln -s /usr/local/aws-cli/v2/${version} /usr/local/aws-cli/v2/current`,
        'ln -s /usr/local/aws-cli/v2/current/bin/aws /usr/local/bin/aws',
        'echo You can now run: /usr/local/bin/aws --version\n',
      ].join('\n'),
    );
    for (const program of ['aws/dist/aws', 'aws/install']) chmodSync(join(root, program), 0o755);
    rmSync(join(this.folder, 'aws.zip'), { force: true });
    execFileSync('zip', ['-qr', join(this.folder, 'aws.zip'), 'aws'], { cwd: root });
    return readFileSync(join(this.folder, 'aws.zip'));
  }

  #gpg(...args: string[]): string {
    return execFileSync(
      'gpg',
      [
        '--batch',
        '--homedir',
        this.#home,
        '--passphrase',
        '',
        '--pinentry-mode',
        'loopback',
        ...args,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
  }
}

function sum(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
