// A stream of bytes in which no block is like another, the same every time: `node stream.mjs BYTES` writes it.
import { createCipheriv } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const BLOCK = 2 ** 20;

export function* blocks(bytes) {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 'vaultrun'), Buffer.alloc(16));
  const zeros = Buffer.alloc(BLOCK);
  for (let left = bytes; left > 0; left -= BLOCK) {
    yield cipher.update(zeros.subarray(0, Math.min(BLOCK, left)));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await pipeline(Readable.from(blocks(Number(process.argv[2]))), process.stdout);
}
