// A terminal's rows as an SVG that needs nothing else: no font, no script. Shown at once where nothing moves (in print, in
// a reader who wants no motion), else in its time. Light or dark like the page's reader.
const FONT_PX = 14;
/** Of Menlo, DejaVu Sans Mono and SF Mono; narrower ones leave a margin. */
const CELL_PX = FONT_PX * 0.602;
const ROW_PX = 19;
const SIDE_PX = 18;
const BAR_PX = 28;
/** Above each command of the host. */
const GAP_PX = 9;

/** [light, dark], by what it is for; text on its ground has a contrast of 4.5 and more. */
const PAINT = {
  ground: ['#ffffff', '#0d1117'],
  edge: ['#d0d7de', '#3d444d'],
  plain: ['#59636e', '#9198a1'],
  typed: ['#1f2328', '#f0f6fc'],
  red: ['#cf222e', '#ff7b72'],
  green: ['#116329', '#7ee787'],
  yellow: ['#7d4e00', '#e3b341'],
  cyan: ['#0969da', '#79c0ff'],
};

/**
 * @param {{text: string, style: string, at: number}[][]} rows
 * @param {{columns: number, prompt: string, title: string, about: string}} how
 * @returns {string}
 */
export function svg(rows, { columns, prompt, title, about }) {
  const width = Math.ceil(columns * CELL_PX + 2 * SIDE_PX);
  const lines = rows.map(cells => ({ cells, text: cells.map(({ text }) => text).join('') }));
  let y = BAR_PX;
  for (const each of lines) {
    y += each.text.startsWith(prompt) ? ROW_PX + GAP_PX : ROW_PX;
    each.y = y;
  }
  const height = y + SIDE_PX;
  const dots = [0, 1, 2].map(
    n => `<circle class="dot" cx="${SIDE_PX + 6 + n * 18}" cy="18" r="5.5"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title about">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="about">${escaped(about)}</desc>`,
    `<style>${style()}</style>`,
    `<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    `<g>${dots.join('')}</g>`,
    `<g xml:space="preserve">`,
    ...lines.filter(({ cells }) => cells.length > 0).map(line),
    '</g>',
    cursor(lines.at(-1)),
    '</svg>',
    '',
  ].join('\n');
}

function style() {
  const paint = scheme =>
    Object.entries(PAINT)
      .map(([name, colours]) => rule(name, colours[scheme]))
      .join('');
  return [
    `text{font:${FONT_PX}px ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre}`,
    paint(0),
    `@media(prefers-color-scheme:dark){${paint(1)}}`,
    '@keyframes show{from{fill-opacity:0}}',
    'tspan,.cursor{animation:show .01s backwards}',
    '@media(prefers-reduced-motion:reduce){tspan,.cursor{animation:none}}',
  ].join('');
}

function rule(name, colour) {
  if (name === 'ground') return `.ground{fill:${colour}}`;
  if (name === 'edge') return `.ground{stroke:${colour}}.dot{fill:${colour}}`;
  if (name === 'plain') return `text,.cursor{fill:${colour}}`;
  return `.${name}{fill:${colour}}`;
}

/** One row, its cells put together where they look alike and come at the same time. */
function line({ cells, y }) {
  const runs = [];
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last && last.style === cell.style && last.at === cell.at) last.text += cell.text;
    else runs.push({ ...cell });
  }
  const spans = runs.map(({ text, style: name, at }) => {
    const look = name === '' ? '' : ` class="${name}"`;
    return `<tspan${look} style="animation-delay:${Number(at.toFixed(2))}s">${escaped(text)}</tspan>`;
  });
  return `<text x="${SIDE_PX}" y="${y}">${spans.join('')}</text>`;
}

/** Where the next word would be typed; it comes with the last prompt. */
function cursor({ cells, y }) {
  const x = (SIDE_PX + cells.length * CELL_PX).toFixed(1);
  const at = cells.at(-1)?.at.toFixed(2);
  return `<rect class="cursor" x="${x}" y="${y - 12}" width="8" height="16" style="animation-delay:${at}s"/>`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
