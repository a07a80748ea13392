import fc from 'fast-check';
import { BOTH_WAYS, ENGINES, each, machine } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

const { image } = machine;

/** The container's environment as it began: byte for byte, with NULs between. */
const PRINT = ['--network=none', image, 'cat', '/proc/self/environ'];

function parse(environ: string): Map<string, string> {
  const entries = environ.split('\0').filter(Boolean);
  return new Map(
    entries.map(entry => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

interface Variable {
  name: string;
  value: string;
  passes: boolean;
}

/** No word that any rule looks for can be made of these. */
const word = fc.string({
  unit: fc.constantFrom(...'QXZJ0123456789_qxzj'),
  minLength: 6,
  maxLength: 24,
});
const oddWord = fc.string({
  unit: fc.constantFrom(...'QXZJ0189_.-/:+@[]{}$%&\'"\\'),
  minLength: 6,
  maxLength: 24,
});

/** Names, with what the rules say of each by the way it is made. */
const passing = (middle: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 8, arbitrary: middle.map(text => `AWS_${text}`) },
    { weight: 1, arbitrary: middle.map(text => `AWS_ENDPOINT_URL_${text}`) },
    { weight: 1, arbitrary: middle.map(text => `AWS_SECRET_${text}_ARN`) },
    { weight: 1, arbitrary: middle.map(text => `AWS_${text}_TOKEN_URL`) },
  );
const withheld = (middle: fc.Arbitrary<string>) =>
  fc.oneof(
    middle.map(text => `AWS_VAULT_${text}`),
    middle.map(text => `AWS_${text}_TOKEN`),
    middle.map(text => `AWS_SECRET_${text}`),
    middle.map(text => `AWS_${text}_API_KEY`),
    middle.map(text => `AWS_${text}_PASSPHRASE`),
    middle.map(text => `AWS_${text}_FILE`),
    middle.map(text => `AWS_${text}_DIR`),
    middle.map(text => `AWS_${text}_BUNDLE`),
    middle.map(text => `AWS_CONTAINER_${text}`),
    middle.map(text => `AWS_SSO_${text}`),
    middle.map(text => `AWS_BEARER_TOKEN_${text}`),
    middle.map(text => `VAULTRUN_X_${text}`),
    middle.map(text => `TF_VAR_${text}`),
    middle.map(text => `aws_${text}`),
  );

const SPECIAL = [
  ...[
    '"',
    "'",
    '`',
    '#',
    ' ',
    '  ',
    '\t',
    '\\',
    '\\n',
    '$',
    '$HOME',
    '$'.concat('{X}'),
    '$(id)',
    '=',
    '*',
  ],
  ...[
    '!',
    '%s',
    '\u{feff}',
    '\u{85}',
    '\u{a0}',
    '\u{2028}',
    '\u{b}',
    '\u{c}',
    '\u{1b}[31m',
    '\u{7f}',
  ],
  ...[
    '🔑',
    '👩‍👩‍👧',
    'é',
    'e\u0301',
    '键',
    '\u{202e}',
    '\u{10ffff}',
    '\u{fffd}',
    '--',
    'export X=',
  ],
];
const writable = (text: string) => text.replace(/[\r\n\0]|\p{Surrogate}/gu, ' ');
const special = fc
  .array(fc.constantFrom(...SPECIAL), { maxLength: 8 })
  .map(parts => parts.join(''));
const anything = fc.string({ unit: 'binary', maxLength: 60 });
const value = fc.oneof(
  { weight: 4, arbitrary: special },
  { weight: 3, arbitrary: anything.map(writable) },
  {
    weight: 2,
    arbitrary: fc.tuple(special, anything, special).map(parts => writable(parts.join(''))),
  },
  { weight: 1, arbitrary: fc.constantFrom(...SPECIAL) },
);

function variables(count: number, seed: number, middle: fc.Arbitrary<string>): readonly Variable[] {
  const one = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ name: passing(middle), value, passes: fc.constant(true) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ name: withheld(middle), value, passes: fc.constant(false) }),
    },
  );
  const all = new Map(fc.sample(one, { numRuns: count * 2, seed }).map(each => [each.name, each]));
  return [...all.values()].slice(0, count);
}

/** One that comes near the engines' limit of 64 KiB a line. */
function long(seed: number): Variable {
  const bytes = 1000 + ((seed * 7919) % 64_000);
  return { name: 'AWS_LONG', value: `"${'é'.repeat(bytes / 2)} `, passes: true };
}

const COUNT = 500;
const BATCHES = 10;

/** What is wrong with what arrived, as lines. */
function wrong(host: readonly Variable[], inside: ReadonlyMap<string, string>): string[] {
  return host.flatMap(({ name, value: sent, passes }) => {
    const expected = passes && sent !== '' ? sent : undefined;
    const arrived = inside.get(name);
    return arrived === expected
      ? []
      : [`${name}: ${JSON.stringify(expected)} became ${JSON.stringify(arrived)}`];
  });
}

let checked = 0;
afterAll(() => {
  process.stderr.write(`e2e: ${checked} generated variables went through real parsers\n`);
});

each('generated variables', ['docker', 'podman'], BOTH_WAYS, place => {
  const site = new Site(place);
  afterAll(() => site.remove());
  const seed = Date.now() % 1_000_000;

  test(`${COUNT * BATCHES} arrive as the rules say (seed ${seed})`, async () => {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      // Names that are no identifiers go with the last batch alone: a shell cannot hand them on.
      const middle = batch === BATCHES - 1 ? oddWord : word;
      const host = [...variables(COUNT - 1, seed + batch, middle), long(seed + batch)];
      expect(host.length).toBe(COUNT);
      const env = Object.fromEntries(host.map(each => [each.name, each.value]));
      const { stdout, stderr, status } = await site.ran(site.args(...PRINT), { env });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const inside = parse(stdout);
      expect(wrong(host, inside)).toEqual([]);
      expect(inside.get('AWS_SECRET_ACCESS_KEY')).toBe(site.secret);
      // Nothing was made up either.
      const sent = new Set(host.map(each => each.name));
      const own =
        /^AWS_(?:VAULT|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|REGION|DEFAULT_REGION)$/;
      const more = [...inside.keys()].filter(name => !sent.has(name) && !own.test(name));
      expect(more.filter(name => !/^(?:PATH|HOME|HOSTNAME|TERM|container)$/.test(name))).toEqual(
        [],
      );
      checked += host.length;
    }
  });
});

each('long values', ENGINES, BOTH_WAYS, place => {
  const site = new Site(place);
  afterAll(() => site.remove());
  const LINE = 65_535;
  const NAME = 'AWS_LONG';
  const longest = 'x'.repeat(LINE - `${NAME}=`.length);

  test.each([
    ['letters', longest],
    ['emoji, and spaces at the end', '🔑'.repeat(longest.length / 4)],
  ])('the longest that vaultrun lets through arrives whole: %s', async (_, start) => {
    const text = start + ' '.repeat(longest.length - Buffer.byteLength(start));
    expect(Buffer.byteLength(`${NAME}=${text}`)).toBe(LINE);
    const { stdout, stderr } = await site.ran(site.args(...PRINT), { env: { [NAME]: text } });
    expect(stderr).toBe('');
    expect(parse(stdout).get(NAME) === text).toBe(true);
  });

  test("58 kB arrive whole by this Node's own way", async () => {
    const text = ` "${'🔑'.repeat(14_500)}" `;
    const args = ['--verbose', ...site.args(...PRINT)].filter(word => word !== '-q');
    const { stdout, stderr } = await site.ran(args, { env: { [NAME]: text } });
    expect(parse(stdout).get(NAME) === text).toBe(true);
    expect(stderr).toMatch(place.node.replaces ? /: replace$/m : /: descriptor$/m);
  });

  test('one byte more is refused by name, and no engine is started', async () => {
    const other = new Site(place);
    other.program(place.engine.program, `echo started >>'${other.folder}/started'`);
    for (const [text, started] of [
      [longest, true],
      [`${longest}y`, false],
      [`${longest.slice(0, -1)}é`, false],
    ] as const) {
      other.write('started', '');
      const outcome = await other.ran(other.args(...PRINT), { env: { [NAME]: text } });
      expect(outcome.status).toBe(started ? 0 : 125);
      if (!started) expect(outcome.stderr).toMatch(/vaultrun: error: AWS_LONG .*65535/);
      expect(outcome.stderr.length).toBeLessThan(1000);
      expect(other.read('started')).toBe(started ? 'started\n' : '');
    }
    expect(other.left()).toEqual([]);
    other.remove();
  });

  test('one byte more is indeed more than the engine itself can read', async () => {
    const file = site.write('work/long', `${NAME}=${longest}y\n`);
    const { program } = place.engine;
    const command = [program, 'run', '--rm', '--env-file', file, image, 'true'];
    const outcome = await site.runCommand(command);
    expect(outcome.status).toBe(125);
    expect(outcome.stderr).toMatch(/token too long/);
  });

  test('three times 60 kB, with spaces at both ends and emoji, arrive whole', async () => {
    const env = {
      AWS_ONE: ` ${'a'.repeat(60_000)} `,
      AWS_TWO: `  ${'é'.repeat(30_000)}\t`,
      AWS_TRE: `\t${'🔑'.repeat(15_000)}  `,
    };
    const { stdout, stderr } = await site.ran(site.args(...PRINT), { env });
    expect(stderr).toBe('');
    const inside = parse(stdout);
    for (const [name, sent] of Object.entries(env)) expect(inside.get(name) === sent).toBe(true);
    expect(inside.get('AWS_SECRET_ACCESS_KEY')).toBe(site.secret);
  });

  test.each(['a\nAWS_FORGED=1', 'a\rb', '\n', 'a\r\n'])(
    'the line break in %j of a variable that passes is refused by name',
    async text => {
      const outcome = await site.ran(site.args(...PRINT), { env: { AWS_BROKEN: text } });
      expect(outcome).toMatchObject({ status: 125, stdout: '' });
      expect(outcome.stderr).toMatch(/vaultrun: error: AWS_BROKEN /);
    },
  );

  test("a host's variable with a line break forges nothing", async () => {
    const env = { INNOCENT: 'a\nAWS_ACCESS_KEY_ID=AKIAFORGED\nAWS_FORGED=1' };
    const outcome = await site.ran(site.args(...PRINT), { env });
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).not.toMatch(/FORGED/);
  });

  test('nothing is left', () => {
    expect(site.left()).toEqual([]);
    expect(site.containers()).toEqual([]);
  });
});
