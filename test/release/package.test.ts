import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { NODES, STAND_INS, World } from '../support/world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const NOT_THE_SOURCE = new Set(
  ['node_modules', '.git', 'dist', 'coverage'].map(at => join(ROOT, at)),
);
const UNPACKED_BYTES = 750_000;

interface Packed {
  filename: string;
  unpackedSize: number;
  files: { path: string; mode: number }[];
}

const world = new World();
const checkout = join(world.folder, 'checkout');
const prefix = join(world.folder, 'prefix');
let packed: Packed;
let tarball: string;

/** npm as a user runs it, in a home of its own and without a network. */
const npm = async (
  args: string[],
  options: { command?: 'npm' | 'npx'; cwd?: string; node?: string } = {},
) => {
  const folder = join(options.node ?? process.execPath, '..');
  return execa(options.command ?? 'npm', args, {
    cwd: options.cwd ?? world.cwd,
    env: {
      ...world.env,
      // Whatever of npm asks for `node` gets the one that is named.
      PATH: `${STAND_INS}:${folder}:${join(process.execPath, '..')}:${world.env.PATH}`,
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      npm_config_fund: 'false',
      npm_config_audit: 'false',
    },
    extendEnv: false,
    stdin: 'ignore',
  });
};

beforeAll(async () => {
  // A checkout of its own: a build empties the folder that the other suites run the bin from.
  cpSync(ROOT, checkout, { recursive: true, filter: from => !NOT_THE_SOURCE.has(from) });
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  mkdirSync(join(checkout, 'dist'));
  world.write('checkout/dist/stale.cjs', 'of an older build');
  const { stdout } = await npm(['pack', '--json', '--pack-destination', world.cwd], {
    cwd: checkout,
  });
  // The build may have told something before.
  [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m)));
  tarball = join(world.cwd, packed.filename);
  await npm(['install', '--global', '--prefix', prefix, tarball]);
}, 120_000);
afterAll(() => world.remove());

const installed = (path = '') => join(prefix, 'lib/node_modules/vaultrun', path);

describe('the package', () => {
  test('holds a fresh build, what belongs beside it, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    const beside = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'];
    expect(paths.filter(path => !path.startsWith('dist/')).sort()).toEqual(
      beside.filter(path => existsSync(join(ROOT, path))).sort(),
    );
    expect(paths.filter(path => path.startsWith('dist/')).sort()).toEqual(
      readdirSync(join(ROOT, 'dist'))
        .map(name => `dist/${name}`)
        .sort(),
    );
    for (const path of [Object.values(PACKAGE.bin), PACKAGE.man ?? []].flat()) {
      expect(paths).toContain(path);
    }
    expect(packed.files.filter(({ mode }) => mode & 0o111).map(({ path }) => path)).toEqual([
      PACKAGE.bin.vaultrun,
    ]);
  });

  test('is small, needs no other, and tells of no machine', () => {
    expect(packed.unpackedSize).toBeLessThan(UNPACKED_BYTES);
    const manifest = JSON.parse(readFileSync(installed('package.json'), 'utf8'));
    expect(Object.keys(manifest)).not.toContain('dependencies');
    expect(readdirSync(join(prefix, 'lib/node_modules'))).toEqual(['vaultrun']);
    for (const { path } of packed.files) {
      const text = readFileSync(installed(path), 'utf8');
      for (const place of [ROOT, checkout, world.home]) expect(text.includes(place)).toBe(false);
    }
  });

  test('carries the licence of everything that is bundled', () => {
    const [, ...texts] = readFileSync(installed('dist/THIRD-PARTY-LICENSES'), 'utf8').split(
      '\n== ',
    );
    const names = texts.map(text => text.split(' ')[0]);
    expect(names).toEqual(expect.arrayContaining(['dotenv', 'tmp', 'yargs', 'yargs-parser']));
    for (const text of texts) {
      expect(text).toMatch(/Copyright/i);
      expect(text).toMatch(/Permission|Redistribution/);
    }
  });

  test('has the addresses that the messages name', () => {
    const failures = readFileSync(join(ROOT, 'lib/failures.ts'), 'utf8');
    expect(failures).toContain(PACKAGE.bugs);
    expect(PACKAGE.repository.url).toBe(`git+${PACKAGE.bugs.replace('/issues', '.git')}`);
    expect(PACKAGE.homepage).toBe(PACKAGE.bugs.replace('/issues', '#readme'));
  });

  test('is published without a warning, openly and with its provenance', async () => {
    const asked: string[] = [];
    const registry: Server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
    });
    await new Promise<void>(resolve => registry.listen(0, '127.0.0.1', resolve));
    try {
      const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
      const { stdout, stderr } = await npm(
        [
          'publish',
          '--dry-run',
          '--ignore-scripts',
          '--offline=false',
          `--registry=http://${host}/`,
          `--//${host}/:_authToken=none`,
        ],
        { cwd: checkout },
      );
      expect(stdout).toBe('+ vaultrun@0.1.0'.replace('0.1.0', PACKAGE.version));
      expect(stderr).not.toMatch(/^npm (?:warn|error)/im);
      expect(stderr).toMatch(/with tag latest and public access \(dry-run\)/);
      expect(asked.filter(each => !each.startsWith('GET '))).toEqual([]);
    } finally {
      registry.close();
    }
    expect(PACKAGE.publishConfig).toEqual({ access: 'public', provenance: true });
  });
});

test('every way to install that the README shows is one of these', async () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const section = readme.split('\n## Install\n')[1]?.split('\n## ')[0] ?? '';
  const shown = [...section.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, line]) => line);
  expect(shown).toEqual([
    'npm install --global vaultrun',
    'npx vaultrun default -- myimage sh',
    'npm ci && npm install --global .',
    'npm ci && npm run demo',
  ]);
  const linked = join(world.folder, 'linked');
  await npm(['install', '--global', '--ignore-scripts', '--prefix', linked, '.'], {
    cwd: checkout,
  });
  expect(realpathSync(join(linked, 'bin/vaultrun'))).toBe(join(checkout, 'dist/vaultrun.cjs'));
});

describe.each(NODES)('on %s', (_, node) => {
  const run = (args: string[]) =>
    execa(node, [join(prefix, 'bin/vaultrun'), ...args], {
      cwd: world.cwd,
      env: {
        ...world.env,
        PATH: `${world.bin}:${STAND_INS}:${join(node, '..')}:${world.env.PATH}`,
      },
      extendEnv: false,
      stdin: 'ignore',
      detached: true,
    });

  test('the installed command says its version and its help, and runs a container', async () => {
    world.vault();
    const [version, help, container] = await Promise.all([
      run(['--version']),
      run(['--help']),
      run([
        'dev',
        '-q',
        '--engine=docker',
        '--',
        'myimage',
        'sh',
        '-c',
        'echo "$AWS_ACCESS_KEY_ID"',
      ]),
    ]);
    expect(version).toMatchObject({ stdout: PACKAGE.version, stderr: '' });
    expect(help.stdout).toContain('vaultrun');
    expect(container).toMatchObject({ stdout: 'ASIAQGAAAAAAEXAMPLE0', stderr: '' });
  });

  test('npx runs it, and leaves it every word', async () => {
    const words = ['vaultrun', '--dry-run', 'dev', '--', '--env-file=x', 'myimage', '--', 'sh'];
    const { stdout } = await npm(['--yes', `--package=${tarball}`, ...words], {
      command: 'npx',
      node,
    });
    expect(stdout).toMatch(/^docker run .* --env-file=x myimage -- sh$/m);
  });
});

describe('the range of Nodes', () => {
  // npm's own reading of ranges, which jest has brought along.
  const semver = createRequire(import.meta.url)('semver');
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const licences = readFileSync(join(ROOT, 'dist/THIRD-PARTY-LICENSES'), 'utf8');
  const bundled = [...licences.matchAll(/^== (\S+) (\S+) /gm)].map(([, name, version]) => {
    const found = Object.entries<{ version: string; engines?: { node: string } }>(lock.packages);
    const [, entry] =
      found.find(
        ([path, entry]) => path.endsWith(`node_modules/${name}`) && entry.version === version,
      ) ?? [];
    return { name: `${name} ${version}`, range: entry?.engines?.node ?? (entry ? '*' : 'unknown') };
  });

  /** A range changes its answer only at a version that it names: those, and their neighbours above. */
  const edges = (range: string): string[] =>
    new semver.Range(range).set
      .flat()
      .map(({ semver: at }: { semver: { version?: string } }) => at.version)
      .filter((version: string | undefined) => version !== undefined)
      .flatMap((version: string) => [version, semver.inc(version, 'patch')]);
  const outside = (ours: string, theirs: string) =>
    [...edges(ours), ...edges(theirs), '999.0.0'].filter(
      version => semver.satisfies(version, ours) && !semver.satisfies(version, theirs),
    );

  test('is told when it is wider than another', () => {
    expect(outside('^20.19.0 || >=24', '>=20')).toEqual([]);
    expect(outside('^20.19.0 || >=24', '^20.19.0 || ^22.12.0 || >=23')).toEqual([]);
    expect(outside('>=20', '>=20.5')).toContain('20.0.0');
    expect(outside('>=20', '^20 || ^22')).toContain('999.0.0');
    expect(outside('>=20', '^20 || >=22')).toContain('21.0.0');
  });

  test('is within that of every bundled package', () => {
    expect(bundled.length).toBeGreaterThan(4);
    const narrower = bundled.flatMap(({ name, range }) =>
      outside(PACKAGE.engines.node, range).map(version => `${name} (${range}): ${version}`),
    );
    expect(narrower).toEqual([]);
  });
});
