import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { machine, needing } from '../../support/e2e-machine.ts';
import { AWS_CLI, AWS_VAULT, Release } from '../../support/toolbox-release.ts';
import { CREDENTIALS, World } from '../../support/world.ts';

const TOOLBOX = fileURLToPath(new URL('../../../fixtures/toolbox', import.meta.url));
const compose = process.env.VAULTRUN_TEST_COMPOSE;
const IMAGE = 'toolbox-e2e';
const docker = machine.engines.get('docker');

const pins = (folder: string): Record<string, string> =>
  Object.fromEntries(
    [...readFileSync(join(folder, '.env'), 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(
      ([, name, value]) => [name, value],
    ),
  );
const SHIPPED = pins(TOOLBOX);
const README = readFileSync(join(TOOLBOX, 'README.md'), 'utf8');

needing(docker && compose, 'the toolbox image (docker, VAULTRUN_TEST_COMPOSE)', () => {
  const world = new World();
  const context = join(world.folder, 'toolbox');
  let release: Release;
  let url: string;

  const run = async (file: string, args: string[]) => {
    const { stdout, all, exitCode } = await execa(file, args, {
      cwd: context,
      // The engine's own builder: BuildKit's client is in no package here.
      env: {
        ...world.env,
        DOCKER_BUILDKIT: '0',
        AWS_CLI_URL: `${url}/host`,
        AWS_VAULT_URL: `${url}/host`,
      },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      all: true,
    });
    // The builder paints what a step says on stderr, letter by letter.
    return { stdout, all: stripVTControlCharacters(all), exitCode };
  };
  const inCompose = (...args: string[]) => run('docker', ['compose', '--progress=plain', ...args]);
  let tries = 0;
  /** Builds from another address each time, so that no layer of before is taken for this build's. */
  const build = (...command: string[]) => {
    tries += 1;
    const from = `${url}/try${tries}`;
    writeFileSync(
      join(context, 'compose.override.yaml'),
      [
        'services:',
        '  test:',
        `    image: ${IMAGE}`,
        '    build:',
        '      network: host',
        `      args: { AWS_CLI_URL: ${from}, AWS_VAULT_URL: ${from} }\n`,
      ].join('\n'),
    );
    return inCompose(...command);
  };
  const pin = (values: Record<string, string>) => {
    const before = readFileSync(join(context, '.env'), 'utf8');
    const after = Object.entries(values).reduce(
      (text, [name, value]) => text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`),
      before,
    );
    writeFileSync(join(context, '.env'), after);
  };

  beforeAll(async () => {
    cpSync(TOOLBOX, context, { recursive: true });
    const plugins = join(world.home, '.docker/cli-plugins');
    mkdirSync(plugins, { recursive: true });
    symlinkSync(compose ?? '', join(plugins, 'docker-compose'));
    release = new Release(world.folder);
    url = await release.publish();
    writeFileSync(join(context, 'aws-cli.asc'), release.key);
    pin(release.pins());
  });
  afterAll(async () => {
    await run('docker', ['image', 'rm', '-f', IMAGE]);
    release.remove();
    world.remove();
  });

  test('pin.sh writes what the makers publish, once it is verified', async () => {
    pin({ AWS_CLI_VERSION: '0', AWS_VAULT_VERSION: '0', AWS_VAULT_SHA512_AMD64: '0' });
    const before = readFileSync(join(context, '.env'), 'utf8');
    for (const path of [
      `/awscli-exe-linux-aarch64-${AWS_CLI}.zip`,
      `/v${AWS_VAULT}/aws-vault-linux-arm64`,
    ]) {
      const bytes = release.files.get(path) as Buffer;
      release.files.set(path, tampered(bytes));
      expect(await run('sh', ['pin.sh', AWS_CLI, AWS_VAULT])).not.toMatchObject({ exitCode: 0 });
      release.files.set(path, bytes);
    }
    expect(readFileSync(join(context, '.env'), 'utf8')).toBe(before);
    const { all, exitCode } = await run('sh', ['pin.sh', AWS_CLI, AWS_VAULT]);
    expect({ all, exitCode }).toEqual({
      all: `pinned: AWS CLI ${AWS_CLI}, aws-vault ${AWS_VAULT}`,
      exitCode: 0,
    });
    expect(pins(context)).toEqual({ BASE_IMAGE: 'debian:bookworm-slim', ...release.pins() });
  });

  test('docker compose builds it, and proves both tools and their versions', async () => {
    const { all, exitCode } = await build('run', '--rm', '--build', 'test');
    expect({ all, exitCode }).toMatchObject({ exitCode: 0 });
    expect(all).toMatch(new RegExp(`^aws-cli ${AWS_CLI}\\naws-vault ${AWS_VAULT}$`, 'm'));
  }, 600_000);

  test('it runs as nobody in particular, and has its folders for a vault', async () => {
    const look =
      'id -u; ls -d /usr/local/aws-cli/v2/*/dist/awscli/*; touch ~/.awsvault/keys/x; which curl';
    const { stdout } = await run('docker', [
      'run',
      '--rm',
      '--network=none',
      '-v',
      '/home/toolbox/.awsvault/keys',
      '--entrypoint=sh',
      IMAGE,
      '-c',
      `${look}; aws --version; echo "$AWS_VAULT_BACKEND"`,
    ]);
    expect(stdout.split('\n')).toEqual(['1000', expect.stringMatching(/^aws-cli\//), 'file']);
  });

  test('vaultrun gives its aws the credentials', async () => {
    world.vault();
    const words = ['dev', '-q', '--engine=docker', '--', '--network=none', IMAGE, 's3', 'ls'];
    expect(await world.run(words)).toMatchObject({
      stdout: `aws s3 ls as ${CREDENTIALS.AWS_ACCESS_KEY_ID}\n`,
      stderr: '',
      status: 0,
    });
  });

  test('it adds little to its base', async () => {
    const size = async (image: string) => {
      const { stdout } = await run('docker', ['image', 'inspect', '-f', '{{.Size}}', image]);
      return Number(stdout);
    };
    // Without the two tools themselves, which here are scripts.
    expect((await size(IMAGE)) - (await size(SHIPPED.BASE_IMAGE ?? ''))).toBeLessThan(15_000_000);
  });

  test('its README shows what is tested here', () => {
    const shown = [...README.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, line]) => line);
    const { AWS_CLI_VERSION, AWS_VAULT_VERSION } = SHIPPED;
    expect(shown).toEqual([
      'docker compose run --rm --build test',
      'vaultrun dev -- vaultrun-toolbox s3 ls',
      `./pin.sh ${AWS_CLI_VERSION} ${AWS_VAULT_VERSION}`,
    ]);
  });

  test('what is shipped is pinned, and so is the key', async () => {
    expect(SHIPPED).toEqual({
      BASE_IMAGE: 'debian:bookworm-slim',
      AWS_CLI_VERSION: expect.stringMatching(/^2\.\d+\.\d+$/),
      AWS_CLI_KEY: 'FB5DB77FD5C118B80511ADA8A6310ACC4672475C',
      AWS_VAULT_VERSION: expect.stringMatching(/^7\.\d+\.\d+$/),
      AWS_VAULT_SHA512_AMD64: expect.stringMatching(/^[0-9a-f]{128}$/),
      AWS_VAULT_SHA512_ARM64: expect.stringMatching(/^[0-9a-f]{128}$/),
    });
    // A build without the file has the same base.
    const dockerfile = readFileSync(join(TOOLBOX, 'Dockerfile'), 'utf8');
    expect(dockerfile).toContain(`\nARG BASE_IMAGE=${SHIPPED.BASE_IMAGE}\n`);
    const keys = await run('gpg', ['--with-colons', '--show-keys', join(TOOLBOX, 'aws-cli.asc')]);
    expect([...keys.stdout.matchAll(/^fpr:+([0-9A-F]+):/gm)].map(([, key]) => key)).toEqual([
      SHIPPED.AWS_CLI_KEY,
    ]);
  });

  test.each([
    ['AWS CLI', { AWS_CLI_VERSION: '2.99.2' }, 'aws-cli should be 2.99.2'],
    ['aws-vault', { AWS_VAULT_VERSION: '7.99.2' }, 'aws-vault should be 7.99.2'],
  ])('its test fails where the %s is of another version', async (_, other, error) => {
    pin(other);
    const { all, exitCode } = await inCompose('run', '--rm', 'test');
    pin(release.pins());
    expect(all).toContain(`test: error: ${error}`);
    expect(exitCode).toBe(1);
  });

  describe('is not built', () => {
    const zip = `/awscli-exe-linux-x86_64-${AWS_CLI}.zip`;
    const vault = `/v${AWS_VAULT}/aws-vault-linux-amd64`;

    test.each<[string, () => void, RegExp]>([
      ['from a tampered AWS CLI', () => spoil(zip, tampered), /signature of .* is not good/],
      [
        'from a tampered signature',
        () => spoil(`${zip}.sig`, tampered),
        /signature of .* is not good/,
      ],
      ['without a signature', () => release.files.delete(`${zip}.sig`), /404/],
      ['by another’s key', () => pin({ AWS_CLI_KEY: 'F'.repeat(40) }), /is not signed by FFFF/],
      ['from an older archive under the new name', older, /the archive holds aws-cli\/2\.99\.1/],
      [
        'from a tampered aws-vault',
        () => spoil(vault, tampered),
        /checksum of .* is not the pinned one/,
      ],
      ['with no checksum', () => pin({ AWS_VAULT_SHA512_AMD64: '' }), /AWS_VAULT_SHA512_AMD64/],
    ])(
      '%s',
      async (_, spoiled, message) => {
        const files = new Map(release.files);
        spoiled();
        const { all, exitCode } = await build('build');
        for (const [path, bytes] of files) release.files.set(path, bytes);
        pin(release.pins());
        expect(all).toMatch(message);
        expect(exitCode).not.toBe(0);
      },
      180_000,
    );

    function spoil(path: string, change: (bytes: Buffer) => Buffer): void {
      release.files.set(path, change(release.files.get(path) as Buffer));
    }

    function older(): void {
      pin({ AWS_CLI_VERSION: '2.99.9' });
      for (const end of ['', '.sig']) {
        const bytes = release.files.get(zip + end) as Buffer;
        release.files.set(zip.replace(AWS_CLI, '2.99.9') + end, bytes);
      }
    }
  });
});

/** One bit is another, in the middle. */
function tampered(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.length >> 1;
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}
