import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PICTURE = readFileSync(join(ROOT, 'docs/terminal.svg'), 'utf8');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const MOST_BYTES = 30_000;

/** The scripts have no types. */
const load = (name: string) => import(join(ROOT, 'scripts/picture', name));
const { paced } = await load('pace.mjs');
const { rows } = await load('screen.mjs');
const { svg } = await load('svg.mjs');

const draw = (events: { typed?: string; shown?: string }[], columns = 20): string =>
  svg(rows(paced(events), columns), { columns, prompt: '$ ', title: 'a <title>', about: 'b & c' });

/** What a picture shows, a row each. */
const text = (picture: string) =>
  [...picture.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, row = '']) =>
    row
      .replace(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );

/** Throws where tags do not nest or an entity is none of XML's; an XML parser would do so too. */
function wellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)(?: [\w:-]+="[^"<&]*")*(\/?)>|&(?:lt|gt|amp);/g,
    (_, end: string, name: string, empty: string) => {
      if (end && open.pop() !== name) throw new Error(`</${name}> ends another`);
      if (name && !end && !empty) open.push(name);
      return '';
    },
  );
  if (open.length > 0 || /[<&]/.test(rest)) throw new Error(`left over: ${open} ${rest}`);
}

describe('a picture of a recorded session', () => {
  const cast = [
    { shown: '$ ' },
    { typed: 'say "<a> & b"' },
    { shown: '\r\nvaultrun: \u001b[31merror:\u001b[39m 1 < 2 & 3\r\n\r\n$ ' },
  ];

  test('is well-formed, whatever was shown, and shows it', () => {
    const picture = draw(cast, 40);
    expect(() => wellFormed(picture)).not.toThrow();
    expect(() => wellFormed(picture.replace('</tspan>', ''))).toThrow();
    expect(text(picture)).toEqual(['$ say "<a> & b"', 'vaultrun: error: 1 < 2 & 3', '$ ']);
    expect(picture).toContain('<title id="title">a &lt;title&gt;</title>');
    expect(picture).toMatch(/<tspan class="red" style="animation-delay:[\d.]+s">error:<\/tspan>/);
  });

  test('wraps as the terminal does, and takes a return to the line’s beginning', () => {
    expect(text(draw([{ shown: 'abcdefgh\r\nxyz\rX' }], 5))).toEqual(['abcde', 'fgh', 'Xyz']);
    expect(text(draw([{ shown: 'abcde\r\nf' }], 5))).toEqual(['abcde', 'f']);
  });

  test('comes key by key, and what is shown at once', () => {
    const delays = [...draw(cast, 40).matchAll(/animation-delay:([\d.]+)s/g)].map(([, at]) =>
      Number(at),
    );
    expect(delays).toEqual(delays.toSorted((a, b) => a - b));
    expect(new Set(delays).size).toBe(2 + 'say "<a> & b"'.length);
  });
});

describe('the picture of the README', () => {
  test('is well-formed, small, and needs nothing else', () => {
    expect(() => wellFormed(PICTURE)).not.toThrow();
    expect(Buffer.byteLength(PICTURE)).toBeLessThan(MOST_BYTES);
    expect(PICTURE).not.toMatch(/<script|href|url\(|@import|@font-face/);
    expect(PICTURE).toMatch(/<title id="title">.+<\/title>\n<desc id="about">.+<\/desc>/);
    expect(PICTURE).toMatch(/prefers-color-scheme:dark/);
    expect(PICTURE).toMatch(/prefers-reduced-motion:reduce/);
  });

  test('stands at the README’s top, described, and shows its first commands', () => {
    const [top = ''] = README.split('\n## ');
    expect(top).toMatch(/!\[[^\]]{40,}\]\(docs\/terminal\.svg\)/);
    const commands = /```sh\n(.*?)```/s.exec(top)?.[1]?.trim().split('\n') ?? [];
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) expect(text(PICTURE)).toContain(`$ ${command}`);
  });

  test('names no machine and no day', () => {
    expect(text(PICTURE).join('\n')).not.toMatch(
      /\/(?:home|root|tmp|Users|work)\b|\d{4}-\d\d-\d\d|:\d\d/,
    );
  });
});
