import { jest } from '@jest/globals';
import { type Effects, keepFresh, type Renewal } from '../../lib/refresh/keep-fresh.ts';

const MINUTE = 60_000;

/** A refresher in a world of its own: its clock, what its source says next, and what it did. */
function world(end: number, answer: (now: number) => Renewal) {
  jest.useFakeTimers({ now: 0 });
  const did: string[] = [];
  const effects: Effects = {
    now: Date.now,
    ticks: () => performance.now(),
    renew: async (_, setBack) => {
      did.push(`ask at ${Date.now() / MINUTE}${setBack ? `, set back ${setBack / MINUTE}` : ''}`);
      return answer(Date.now());
    },
    publish: set => did.push(`publish ${(set.end ?? 0) / MINUTE}`),
    expire: problem => did.push(`expire: ${problem}`),
    tell: problem => did.push(`tell: ${problem}`),
    recovered: () => did.push('recovered'),
  };
  return { did, effects, refresher: keepFresh({ start: 0, end }, effects) };
}

const setUntil = (end: number) => ({ text: '', end, secrets: [] });
const anHour = (now: number): Renewal => ({ set: setUntil(now + 60 * MINUTE) });
const noAnswer = (): Renewal => ({ problem: 'no' });
const minutes = (n: number) => jest.advanceTimersByTimeAsync(n * MINUTE);

afterEach(() => jest.useRealTimers());

test('five sets of an hour, each twenty minutes before its end', async () => {
  const { did, refresher } = world(60 * MINUTE, anHour);
  await minutes(201);
  expect(did.filter(what => what.startsWith('ask'))).toEqual(
    [40, 80, 120, 160, 200].map(n => `ask at ${n}`),
  );
  refresher.stop();
  await minutes(100);
  expect(did).toHaveLength(10);
});

test('a failure is told once, tried again every half minute, and recovered from', async () => {
  const { did, refresher } = world(60 * MINUTE, now =>
    now < 45 * MINUTE ? noAnswer() : anHour(now),
  );
  await minutes(46);
  expect(did.filter(what => what.startsWith('ask'))).toHaveLength(11);
  expect(did.filter(what => !what.startsWith('ask'))).toEqual([
    'tell: no',
    'publish 105',
    'recovered',
  ]);
  refresher.stop();
});

test('the container is told after the end only, and gets fresh ones when there are any', async () => {
  const { did, refresher } = world(60 * MINUTE, now =>
    now < 100 * MINUTE ? noAnswer() : anHour(now),
  );
  await minutes(59.9);
  expect(did.join()).not.toContain('expire');
  await minutes(0.2);
  expect(did.at(-1)).toBe('expire: no');
  await minutes(50);
  const rest = did.filter(what => !what.startsWith('ask'));
  expect(rest).toEqual(['tell: no', 'expire: no', expect.stringMatching(/^publish/), 'recovered']);
  refresher.stop();
});

test('a source that keeps its set has not failed before the end of that', async () => {
  const { did, refresher } = world(60 * MINUTE, now =>
    now < 55 * MINUTE ? { set: setUntil(60 * MINUTE) } : anHour(now),
  );
  await minutes(56);
  expect(did.filter(what => !what.startsWith('ask'))).toEqual(['publish 115']);
  refresher.stop();
});

test('after a sleep, or a jump of the clock, the next look is at most half a minute away', async () => {
  const { did, refresher } = world(60 * MINUTE, anHour);
  await minutes(1);
  jest.setSystemTime(3 * 60 * MINUTE);
  await minutes(0.5);
  expect(did.slice(0, 2)).toEqual(['ask at 180.5', 'publish 240.5']);
  refresher.stop();
});

test('a clock that was set back does not make a set older than it is, nor a new one expired', async () => {
  // Of the hour before, then what the source has in store, which that clock finds good, then a new one.
  const { did, refresher } = world(60 * MINUTE, now =>
    now < -79 * MINUTE ? { set: setUntil(60 * MINUTE) } : anHour(now),
  );
  await minutes(10);
  jest.setSystemTime(-110 * MINUTE);
  await minutes(31);
  expect(did).toEqual([
    ...['ask at -80, set back 120', 'ask at -79.5, set back 120', 'ask at -79, set back 120'],
    'publish -19',
  ]);
  await minutes(40);
  expect(did.slice(4)).toEqual(['ask at -39', 'publish 21']);
  refresher.stop();
});

test('a clock that was a day ahead for two minutes costs the container no more than these', async () => {
  // The source knows the right time, and has a set in store for as long as that lives.
  const { did, refresher } = world(60 * MINUTE, () =>
    performance.now() < 40 * MINUTE ? { set: setUntil(60 * MINUTE) } : anHour(Date.now()),
  );
  await minutes(5);
  jest.setSystemTime((24 * 60 + 5) * MINUTE);
  await minutes(2);
  expect(did.filter(what => !what.startsWith('ask'))).toEqual([
    'tell: it gives expired ones',
    'expire: it gives expired ones',
  ]);
  jest.setSystemTime(7 * MINUTE);
  await minutes(5);
  expect(did.filter(what => !what.startsWith('ask')).slice(2)).toEqual(['publish 60', 'recovered']);
  await minutes(32);
  expect(did.at(-1)).toMatch(/^publish 10[23]/);
  refresher.stop();
});

test('a folder that cannot be written: told once, after the end in the container too, and recovered from', async () => {
  const { did, refresher, effects } = world(60 * MINUTE, anHour);
  const { publish } = effects;
  effects.publish = () => {
    if (Date.now() < 70 * MINUTE) throw Object.assign(new Error(), { code: 'ENOSPC' });
    effects.publish = publish;
  };
  await minutes(59);
  const problem = 'the files cannot be written (ENOSPC)';
  expect(did.filter(what => !what.startsWith('ask'))).toEqual([`tell: ${problem}`]);
  await minutes(30);
  const rest = did.filter(what => !what.startsWith('ask'));
  expect(rest).toEqual([`tell: ${problem}`, `expire: ${problem}`, 'recovered']);
  refresher.stop();
});

test('without an end there is nothing to do', async () => {
  jest.useFakeTimers();
  const refresher = keepFresh(undefined, {} as Effects);
  expect(jest.getTimerCount()).toBe(0);
  expect(refresher.stop()).toBeUndefined();
});
