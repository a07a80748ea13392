// What a terminal's screen holds in the end: as much of a terminal as vaultrun and a shell ask for, which is lines, the
// return to their beginning, and colours (ECMA-48, SGR).
const COLOURS = { 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };
export const ESCAPE = '\u001b';
const TOKEN = new RegExp(`${ESCAPE}\\[([\\d;]*)m|[^${ESCAPE}]`, 'gsu');

/**
 * @param {{text: string, typed: boolean, at: number}[]} parts
 * @param {number} columns longer lines go on in the next row
 * @returns {{text: string, style: string, at: number}[][]} rows of cells
 */
export function rows(parts, columns) {
  const screen = [[]];
  let column = 0;
  let colour = '';
  const newRow = () => {
    screen.push([]);
    column = 0;
  };
  for (const { text, typed, at } of parts) {
    for (const [token, style] of text.matchAll(TOKEN)) {
      if (style !== undefined) colour = COLOURS[style] ?? '';
      else if (token === '\r') column = 0;
      else if (token === '\n') newRow();
      else {
        if (column === columns) newRow();
        screen.at(-1)[column] = { text: token, style: typed ? 'typed' : colour, at };
        column += 1;
      }
    }
  }
  return screen;
}
