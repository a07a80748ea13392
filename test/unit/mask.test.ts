import fc from 'fast-check';
import { formsOf } from '../../lib/mask/forms.ts';
import { MASK, Masker } from '../../lib/mask/masker.ts';
import { Needles } from '../../lib/mask/needles.ts';
import { secretsOf } from '../../lib/mask/secrets.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const RUNS = { numRuns: 2000 };

/** What masking means, in the plainest way: a whole text, one place after the other. */
function reference(needles: readonly Buffer[], text: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < text.length; ) {
    const here = needles.filter(needle => text.subarray(at, at + needle.length).equals(needle));
    const longest = Math.max(0, ...here.map(needle => needle.length));
    parts.push(longest > 0 ? MASK : text.subarray(at, at + 1));
    at += longest || 1;
  }
  return Buffer.concat(parts);
}

/** Cuts a text at these places, repeated and empty pieces and all. */
function pieces(text: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map(cut => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return at.slice(1).map((end, i) => text.subarray(at[i], end));
}

function masked(needles: readonly Buffer[], parts: readonly Buffer[]): Buffer {
  const masker = new Masker(new Needles(needles));
  return Buffer.concat([...parts.map(part => masker.push(part)), masker.flush()]);
}

const mask = (text: string) => masked(formsOf(SECRET), [Buffer.from(text)]).toString();

/** Needles over two letters, so that they overlap, begin each other and stand in each other. */
const letters = (min: number, max: number, ...of: string[]) =>
  fc
    .array(fc.constantFrom(...of), { minLength: min, maxLength: max })
    .map(word => Buffer.from(word.join('')));
const someNeedles = fc.array(letters(2, 7, 'a', 'b'), { minLength: 1, maxLength: 6 });
const someCuts = fc.array(fc.nat(), { maxLength: 12 });

describe('however a stream is cut, it is masked as a whole', () => {
  test('with needles that overlap, in a text made of them', () => {
    fc.assert(
      fc.property(someNeedles, letters(0, 60, 'a', 'b', 'c'), someCuts, (needles, text, cuts) => {
        expect(masked(needles, pieces(text, cuts)).toString()).toBe(
          reference(needles, text).toString(),
        );
      }),
      RUNS,
    );
  });

  test('with a secret of any bytes between binary ones, at the ends, twice in a row', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map(array => Buffer.from(array));
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 4, maxLength: 60 }).map(array => Buffer.from(array)),
        fc.array(fc.oneof(bytes, fc.constant('secret'), fc.nat({ max: 60 })), { maxLength: 8 }),
        someCuts,
        (secret, parts, cuts) => {
          const text = Buffer.concat(
            parts.map(part =>
              part === 'secret'
                ? secret
                : typeof part === 'number'
                  ? secret.subarray(0, part)
                  : (part as Buffer),
            ),
          );
          expect(masked([secret], pieces(text, cuts)).equals(reference([secret], text))).toBe(true);
        },
      ),
      RUNS,
    );
  });

  test('cut at every place, and byte by byte', () => {
    const needles = [SECRET, `${SECRET}=`, 'EYwJal'].flatMap(formsOf);
    const text = Buffer.from(`${SECRET}${SECRET}= x ${SECRET.slice(0, 39)}${SECRET}wJa`);
    const whole = reference(needles, text);
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(masked(needles, pieces(text, [cut])).toString()).toBe(whole.toString());
    }
    expect(masked(needles, pieces(text, [...text.keys()])).toString()).toBe(whole.toString());
  });
});

describe('what is held back', () => {
  const masker = () => new Masker(new Needles(formsOf(SECRET)));

  test('nothing of a prompt, of lines, or of a whole secret', () => {
    for (const text of ['Password: ', 'one\ntwo\n', 'é🔑', `key ${SECRET}`, `${SECRET}\n`, '']) {
      const one = masker();
      expect(one.push(Buffer.from(text)).toString()).toBe(text.replace(SECRET, `${MASK}`));
      expect(one.tail).toBeUndefined();
    }
  });

  test('what was held back is looked at again where other needles are sought', () => {
    const one = masker();
    expect(one.push(Buffer.from('key wJalr')).toString()).toBe('key ');
    one.seek(new Needles([...formsOf(SECRET), Buffer.from('rest of another')]));
    expect(`${one.push(Buffer.from('est of another'))}${one.flush()}`).toBe(`wJal${MASK}`);
  });

  test('a tail that could be a start, and nothing in front of it', () => {
    const one = masker();
    expect(one.push(Buffer.from('key wJal')).toString()).toBe('key ');
    expect(one.tail).toBe(4);
    expect(one.push(Buffer.from('rX')).toString()).toBe('');
    expect(one.tail).toBe(4);
    expect(one.push(Buffer.from('!wJ')).toString()).toBe('wJalrX!');
    expect(one.tail).toBe(11);
    expect(one.flush().toString()).toBe('wJ');
    expect(one.tail).toBeUndefined();
  });

  test('at most as much as the longest form, less one byte', () => {
    const longest = Math.max(...formsOf(SECRET).map(form => form.length));
    fc.assert(
      fc.property(fc.array(letters(1, 30, 'w', 'J', 'a', 'l')), parts => {
        const one = masker();
        let taken = 0;
        for (const part of parts) {
          one.push(part);
          taken += part.length;
          expect(taken - (one.tail ?? taken)).toBeLessThan(longest);
        }
      }),
    );
  });
});

describe('the forms of a secret', () => {
  test.each([
    ['as it is', SECRET],
    ['encodeURIComponent', encodeURIComponent(SECRET)],
    ['a path segment of Go', encodeURIComponent(SECRET).replaceAll('%2B', '+')],
    ['lower-case digits', 'wJalrXUtnFEMI%2fK7MDENG%2bbPxRfiCYEXAMPLEKEY'],
    ['the slash kept', 'wJalrXUtnFEMI/K7MDENG%2BbPxRfiCYEXAMPLEKEY'],
    ['base64 with padding', Buffer.from(SECRET).toString('base64')],
    ['base64url without', Buffer.from(SECRET).toString('base64url')],
  ])('%s: all of it is masked', (_, text) => {
    expect(mask(`<${text}>`)).toBe(`<${MASK}>`);
  });

  test('in base64 of a longer text: nothing that is the secret’s alone is left', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const whole = Buffer.from(`${before}${SECRET}${after}`);
        for (const alphabet of ['base64', 'base64url'] as const) {
          const [left = '', right = '', ...more] = mask(whole.toString(alphabet)).split(`${MASK}`);
          expect(more).toEqual([]);
          const start = Buffer.byteLength(before) * 8;
          // A character at either end may stand for bits of the secret too, four at most.
          expect(left.length * 6 - start).toBeLessThanOrEqual(4);
          const bits = Buffer.byteLength(after) * 8;
          expect(right.replace(/=+$/, '').length * 6 - bits).toBeLessThanOrEqual(8);
        }
      }),
    );
  });

  test('marks that only some encoders encode', () => {
    const secret = "it's a (secret)*/ü!";
    const needles = formsOf(secret);
    for (const text of [encodeURIComponent(secret), 'it%27s%20a%20%28secret%29%2A/%C3%BC%21']) {
      expect(masked(needles, [Buffer.from(text)]).toString()).toBe(`${MASK}`);
    }
  });

  test('what anything could be is no form', () => {
    expect(formsOf('abc')).toEqual([]);
    expect(formsOf('test').map(String)).toEqual(['test', 'dGVzdA==']);
    expect(masked([], [Buffer.from('abc')]).toString()).toBe('abc');
  });

  test('the key id is no secret', () => {
    const pairs = [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SECURITY_TOKEN',
      'AWS_REGION',
    ];
    expect(secretsOf(pairs.map(name => [name, name]))).toEqual([
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SECURITY_TOKEN',
    ]);
  });
});
