const USUAL = 80;

/**
 * How wide a page on stdout may be: as wide as its terminal, else (in a pipe to a pager, say) what COLUMNS says or the
 * terminal of stderr, else what every terminal has.
 */
export function columnsOf(env: NodeJS.ProcessEnv): number {
  return process.stdout.columns || positive(env.COLUMNS) || process.stderr.columns || USUAL;
}

function positive(text = ''): number | undefined {
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
}
