const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The 12-digit account that an access key id belongs to, read from the id itself; undefined where it does not tell,
 * as ids from before 2019 do not. https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
 */
export function accountOf(accessKeyId: string): string | undefined {
  const rest = /^A(?:KI|SI)A([A-Z2-7]{12,})$/.exec(accessKeyId)?.[1];
  // AKIAI… and AKIAJ… were drawn by lot.
  if (rest === undefined || /^[IJ]/.test(rest)) return undefined;
  // Ten letters of five bits are 50 bits; the first six bytes are 48 of them.
  const bits = [...rest.slice(0, 10)].reduce((n, c) => n * 32n + BigInt(ALPHABET.indexOf(c)), 0n);
  const account = ((bits >> 2n) & 0x7fffffffff80n) >> 7n;
  return account < 10n ** 12n ? String(account).padStart(12, '0') : undefined;
}
