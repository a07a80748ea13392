/** What an engine's env-file parser can take: facts of its code. */
export interface LineLimits {
  /** bytes of the longest line, without its end */
  lineBytes: number;
  /** the parser cuts the white space at a value's end */
  trimsEnd: boolean;
}

/** How an engine is told to run a container, and what its env-file parser can take. */
interface Row {
  name: string;
  /** its words for `run`, remove afterwards, keep stdin open */
  run: readonly string[];
  tty: string;
  limits: LineLimits;
  /** its words for ending a container at once, whatever it does, and removing it */
  remove: readonly string[];
  /** keeps a container's output out of the engine's logs, which may be the system's journal */
  unlogged: readonly string[];
  /** where a descriptor of this process does not reach it, and why; then the file needs a name */
  descriptorLost?: Partial<Record<NodeJS.Platform, string>>;
  /** where it would put the values on a command line by itself, and why; then it is refused */
  refused?: Partial<Record<NodeJS.Platform, string>>;
  /** why --refresh cannot work with it */
  noRefresh?: string;
}

const RUN = ['run', '--rm', '-i'] as const;
const REMOVE = ['rm', '-f'] as const;
const UNLOGGED = ['--log-driver', 'none'] as const;
// bufio.Scanner's 64 KiB less the line's end: docker/cli pkg/kvfile, podman pkg/env, nerdctl pkg/flagutil
const LINE_BYTES = 65_535;

/** One row an engine, in the order in which the first on PATH is taken. */
const TABLE = [
  {
    name: 'docker',
    run: RUN,
    tty: '-t',
    limits: { lineBytes: LINE_BYTES, trimsEnd: false },
    remove: REMOVE,
    unlogged: UNLOGGED,
  },
  {
    name: 'podman',
    run: RUN,
    tty: '-t',
    limits: { lineBytes: LINE_BYTES, trimsEnd: false },
    // It would wait ten seconds first.
    remove: [...REMOVE, '-t', '0'],
    unlogged: UNLOGGED,
  },
  {
    name: 'nerdctl',
    run: RUN,
    tty: '-t',
    limits: { lineBytes: LINE_BYTES, trimsEnd: true },
    remove: REMOVE,
    unlogged: UNLOGGED,
    descriptorLost: { darwin: 'nerdctl runs in a virtual machine here' },
  },
  {
    name: 'finch',
    run: RUN,
    tty: '-t',
    limits: { lineBytes: LINE_BYTES, trimsEnd: true },
    remove: REMOVE,
    unlogged: UNLOGGED,
    refused: { darwin: 'finch puts the credentials on a command line on macOS' },
  },
  {
    name: 'container',
    run: RUN,
    tty: '-t',
    limits: { lineBytes: Number.POSITIVE_INFINITY, trimsEnd: false },
    remove: REMOVE,
    // It has no drivers: what is attached is not kept.
    unlogged: [],
    noRefresh: "Apple's container finds no container by its label",
  },
] as const satisfies readonly Row[];

export type EngineName = (typeof TABLE)[number]['name'];
export type Engine = Row & { name: EngineName };
export const ENGINE_TABLE: readonly Engine[] = TABLE;
export const ENGINES: readonly EngineName[] = TABLE.map(({ name }) => name);

/** vaultrun's own words come first, so that the user's later ones win. */
export function runArguments(
  engine: Engine,
  options: { tty: boolean; envFile: string; more?: readonly string[] },
  words: readonly string[],
): string[] {
  return [
    ...engine.run,
    ...(options.tty ? [engine.tty] : []),
    ...(options.more ?? []),
    '--env-file',
    options.envFile,
    ...words,
  ];
}
