import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepsItsOwn, safeFolder } from '../../lib/nameless/safe-folder.ts';

test.each<[uid: number, mode: number, keeps: boolean]>([
  [0, 0o40755, true],
  [1000, 0o40700, true],
  [1000, 0o40775, true],
  [0, 0o41777, true],
  [0, 0o40777, false],
  [1000, 0o40702, false],
  [1001, 0o40700, false],
  // Its owner may take away what is another's.
  [1001, 0o41777, false],
])('a folder of %d with mode %o keeps what is in it: %s', (uid, mode, keeps) => {
  expect(keepsItsOwn({ uid, mode }, [0, 1000])).toBe(keeps);
});

test('of a link it is the place that counts, and not the way', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vaultrun test ')));
  const [own, open] = [join(folder, 'own'), join(folder, 'open')];
  for (const each of [own, open, join(open, 'below')]) mkdirSync(each);
  chmodSync(open, 0o777);
  symlinkSync(own, join(open, 'in'));
  symlinkSync(join(open, 'below'), join(own, 'out'));
  expect(safeFolder(join(open, 'in'))?.path).toBe(own);
  expect(safeFolder(join(own, 'out'))).toBeUndefined();
  expect(() => safeFolder(join(own, 'none'))).toThrow('ENOENT');
  rmSync(folder, { recursive: true });
});
