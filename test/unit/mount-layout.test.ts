import { fileTime, nextName } from '../../lib/mount/layout.ts';

test('the file of a set has the second before its end as its time', () => {
  expect(fileTime(1_795_323_600_999)).toBe(1_795_323_599);
  expect(fileTime(undefined)).toBeGreaterThan(Date.parse('2037-12-31') / 1000);
});

test.each<[string, string[], string]>([
  ['the first', [], '1795323600999.json'],
  ['behind one that came before', ['.new', '1795323600000.json'], '1795323600999.json'],
  ['behind one of the same moment', ['1795323600999.json'], '1795323601000.json'],
  ['behind one from before the clock was set back', ['1895323600999.json'], '1895323601000.json'],
])('the name of a set: %s', (_, names, expected) => {
  expect(nextName(names, 1_795_323_600_999)).toBe(expected);
  expect(
    [...names, expected]
      .filter(name => name.endsWith('.json'))
      .sort()
      .at(-1),
  ).toBe(expected);
});
