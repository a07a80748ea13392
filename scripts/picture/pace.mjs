// When everything is shown, by a clock of the picture's own: that of the machine would make every picture another.
const KEY_S = 0.02;
/** Time to read what was shown before the next is typed, by its lines. */
const REST_S = 0.4;
const LINE_S = 0.06;
/** Time that a command takes. */
const RUN_S = 0.2;

/**
 * @param {{typed?: string, shown?: string}[]} events
 * @returns {{text: string, typed: boolean, at: number}[]} parts in their order, each with its second
 */
export function paced(events) {
  let now = 0;
  return events.flatMap(({ typed, shown }) => {
    if (typed === undefined) {
      now += RUN_S;
      const part = { text: shown, typed: false, at: now };
      now += REST_S + LINE_S * (shown.split('\n').length - 1);
      return [part];
    }
    return [...typed].map(text => {
      now += KEY_S;
      return { text, typed: true, at: now };
    });
  });
}
