/** Shorter than this, a run of bytes is met by chance, and to mask it would tell more than it hides. */
const FEWEST_BYTES = 4;
const FEWEST_ENCODED = 8;

/**
 * The byte strings in which a secret is looked for:
 * - the secret itself, in UTF-8, from four bytes on;
 * - percent-encoded as encodeURIComponent does it, and with `!'()*` encoded too (RFC 3986); each with the slash, the
 *   plus and the equals sign kept or not (Python's quote, Go's PathEscape), and with the digits in upper or lower case;
 * - base64 and base64url of the secret alone, with and without padding;
 * - base64 and base64url of the secret within a longer text, at each of the three alignments: the characters that
 *   stand for the secret's bits alone. One at either end that stands for a neighbour's too (at most four bits of
 *   the secret) stays.
 * Encoded forms of fewer than eight characters are left out.
 */
export function formsOf(secret: string): Buffer[] {
  const encoded = [...percentEncoded(secret), ...base64Forms(Buffer.from(secret))];
  const texts = [secret, ...encoded.filter(form => form.length >= FEWEST_ENCODED)];
  return [...new Set(texts)].map(text => Buffer.from(text)).filter(b => b.length >= FEWEST_BYTES);
}

function percentEncoded(secret: string): string[] {
  const component = encodeURIComponent(secret);
  const strict = component.replace(
    /[!'()*]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return [component, strict]
    .flatMap(form => [form, form.replaceAll('%2F', '/')])
    .flatMap(form => [form, form.replaceAll('%2B', '+')])
    .flatMap(form => [form, form.replaceAll('%3D', '=')])
    .flatMap(form => [form, form.replace(/%[0-9A-F]{2}/g, digits => digits.toLowerCase())]);
}

function base64Forms(secret: Buffer): string[] {
  const alone = secret.toString('base64');
  const forms = [alone, alone.replace(/=+$/, ''), ...[0, 1, 2].map(n => within(secret, n))];
  return forms.flatMap(form => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** The characters that are the secret's alone when it begins `before` bytes into a group of three. */
function within(secret: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), secret]).toString('base64');
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + secret.length) * 8) / 6));
}
