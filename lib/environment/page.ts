import { type Row, TABLE } from './table.ts';

const WORDS = { vault: 'from aws-vault only', pass: 'passes', withhold: 'stays out' } as const;

/** The table of variables as the documentation shows it, in Markdown. */
export function page(): string {
  return `# What enters the container

Made from the code's own table by \`npm run docs\`. The first row that names a variable holds; an \`AWS_\` name that
no row names stays out if it looks like a secret (\`SECRET\`, \`TOKEN\`, \`PASS\`, \`PRIVATE\`, \`CREDENTIAL\`, \`KEY\` in it,
but not ending in \`_ARN\`, \`_ID\`, \`_NAME\`, \`_URL\` and the like) or like a path of the host (ending in \`_FILE\`,
\`_DIR\`, \`_DIRECTORY\`, \`_BUNDLE\`, \`_SOCK\`), and passes otherwise. Every other variable of the host stays out.
\`--pass NAME\` lets one in, \`--drop NAME\` keeps one out, and \`--dry-run\` lists all of it for the shell you are in.

| variables | | why |
|---|---|---|
${TABLE.map(line).join('\n')}
`;
}

function line({ names, verdict, reason, loopback, told }: Row): string {
  const notes = [loopback && 'a loopback address is told', told && 'told, for you may want it'];
  const why = [reason, ...notes.filter(Boolean)].join('; ');
  return `| ${names
    .split(' ')
    .map(name => `\`${name}\``)
    .join(' ')} | ${WORDS[verdict]} | ${why} |`;
}
