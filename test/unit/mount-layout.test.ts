import { setFile } from '../../lib/mount/layout.ts';

test("a set's file sorts by its end, and is older than that, because busybox compares whole seconds", () => {
  expect(setFile(1_795_323_600_999)).toEqual({ name: '1795323600.json', seconds: 1_795_323_599 });
  expect(setFile(undefined).name > setFile(Date.parse('2037-12-31')).name).toBe(true);
});
