/** A term, and what it means. */
export type Tagged = readonly [tag: string, about: string];

/** A section under its heading. */
export function section(title: string, ...parts: string[]): string {
  // The heading begins a paragraph by itself.
  return `.SH ${title}\n${parts.join('\n').replace(/^\.PP\n/, '')}`;
}

/** A paragraph of running text. */
export function paragraph(words: string): string {
  return `.PP\n${filled(words)}`;
}

/** A bold term, and what it means. */
export function tagged([tag, about]: Tagged): string {
  return `.TP\n.B ${text(tag)}\n${filled(about)}`;
}

/** Of a line of the source, in bytes: mandoc's own rule of style. */
const WIDTH = 78;

/** Running text in lines of a length that people can read in the source, too. */
export function filled(words: string): string {
  const lines: string[] = [];
  for (const plain of words.split(' ')) {
    // An apostrophe may be a curly one, which no quote around a word may be; fish's reader knows it only as it stands.
    const word = text(plain).replace(/(?<=\w)\\\(aq(?=\w)/g, "'");
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

/** Plain text, safe from roff: https://man7.org/linux/man-pages/man7/groff_char.7.html */
export function text(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha')
    .replaceAll('…', '...')
    .replaceAll('’', '\\(cq')
    .replace(/^\./, '\\&.')
    .replace(
      /[^\p{ASCII}]/gu,
      letter => `\\[u${letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}
