import fc from 'fast-check';
import {
  isDue,
  lookEvery,
  patience,
  renewalWindow,
  untilNextLook,
} from '../../lib/refresh/schedule.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const life = (length: number) => ({ start: 0, end: length });

test.each([
  [60 * MINUTE, 20 * MINUTE, 30 * SECOND],
  [12 * 60 * MINUTE, 20 * MINUTE, 30 * SECOND],
  [15 * MINUTE, 5 * MINUTE, 30 * SECOND],
  [12 * SECOND, 4 * SECOND, 1.2 * SECOND],
])(
  'a set of %d ms is renewed %d ms before its end, looked at every %d ms',
  (length, window, look) => {
    expect(renewalWindow(life(length))).toBe(window);
    expect(lookEvery(life(length))).toBe(look);
    expect(isDue(life(length), length - window - 1)).toBe(false);
    expect(isDue(life(length), length - window)).toBe(true);
  },
);

test('while a set lives no two looks are further apart, whatever failed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4000, max: 12 * 60 * MINUTE }),
      fc.double({ min: 0, max: 0.9999, noNaN: true }),
      fc.nat(50),
      (length, part, attempts) => {
        const wait = untilNextLook(life(length), length * part, attempts);
        expect(wait).toBeGreaterThanOrEqual(50);
        expect(wait).toBeLessThanOrEqual(Math.max(50, lookEvery(life(length))));
      },
    ),
  );
});

test('after its end twice as long from attempt to attempt, up to five minutes', () => {
  const waits = [0, 1, 2, 3, 4, 40].map(n => untilNextLook(life(60 * MINUTE), 61 * MINUTE, n));
  expect(waits).toEqual([30, 60, 120, 240, 300, 300].map(n => n * SECOND));
});

test('a source that hangs is given up in time', () => {
  expect(patience(life(60 * MINUTE))).toBe(2 * MINUTE);
  expect(patience(life(12 * SECOND))).toBe(5 * SECOND);
});
