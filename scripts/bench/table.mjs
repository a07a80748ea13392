/**
 * A line of the table.
 * @typedef {object} Row
 * @property {string} name
 * @property {string} [ours] with its unit
 * @property {string} [theirs] what it is held against
 * @property {string} [value] the figure that the bar is about
 * @property {string} [bar]
 * @property {boolean} [ok] none: there is no bar
 * @property {string} [miss] the mark where it is not ok
 * @property {string} [error] how far off the figure may be
 * @property {boolean} [unsure] the bar is nearer to the figure than its error
 * @property {string} [why] it was not run
 */

/** @returns {Row} */
export function notRun(name, why) {
  return { name, why };
}

/** @returns {Row} a figure that may be as high as the bar, or as low where `least` */
export function row(name, { ours, theirs, figure, unit = '', digits = 2, bar, least, error }) {
  const show = number => `${number.toFixed(digits)}${unit}`;
  return {
    name,
    ours,
    theirs,
    value: show(figure),
    ...(bar !== undefined && {
      bar: `${least ? '>=' : '<='} ${bar}${unit}`,
      ok: least ? figure >= bar : figure <= bar,
      miss: least ? 'UNDER' : 'OVER',
    }),
    ...(error !== undefined && {
      error: `+- ${error.toFixed(digits)}`,
      unsure: bar !== undefined && Math.abs(figure - bar) < error,
    }),
  };
}

const HEADS = ['', 'vaultrun', 'against', 'figure', '', 'bar', ''];

/** @param {Row[]} rows */
export function table(rows) {
  const cells = rows.map(row =>
    row.why
      ? [row.name]
      : [
          row.name,
          row.ours ?? '',
          row.theirs ?? '',
          row.value,
          row.error ?? '',
          row.bar ?? 'no bar',
          mark(row),
        ],
  );
  const widths = HEADS.map((head, i) =>
    Math.max(head.length, ...cells.map(line => line[i]?.length ?? 0)),
  );
  const line = words =>
    words
      .map((word, i) => word.padEnd(widths[i]))
      .join('  ')
      .trimEnd();
  return [
    line(HEADS),
    widths.map(width => '-'.repeat(width)).join('  '),
    ...rows.map((row, i) =>
      row.why ? `${row.name.padEnd(widths[0])}  NOT RUN: ${row.why}` : line(cells[i]),
    ),
  ].join('\n');
}

function mark({ ok, miss, unsure }) {
  if (ok === undefined) return '';
  return `${ok ? 'ok' : miss}${unsure ? ', unsure' : ''}`;
}
