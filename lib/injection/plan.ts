import { descriptorsIn, FIRST, lowOnes } from './descriptors.ts';
import { preserved } from './preserved.ts';

/** How the env-file reaches the engine, and what becomes of this process. */
export type Plan =
  /** this process becomes the engine */
  | { way: 'replace' }
  /** the engine is a child with the file at this descriptor */
  | { way: 'descriptor'; fd: number; handOn: number[] }
  /** the engine is a child that closes what it inherits, and opens the file through this process */
  | { way: 'through-parent' }
  /** the file has a name for a moment */
  | { way: 'named'; home: boolean };

/** What the plan depends on; gathered by the caller, so that the decision is pure. */
export interface Facts {
  platform: NodeJS.Platform;
  /** process.execve is there, and /bin/sh can be executed */
  canReplace: boolean;
  env: NodeJS.ProcessEnv;
  words: readonly string[];
  /** bytes of the env-file's text */
  textBytes: number;
  /** bytes of the engine's own arguments */
  argumentBytes: number;
  engineFile: EngineFile;
  /** why a descriptor does not reach this engine on this platform */
  descriptorLost: boolean;
}

/** What the program found on PATH is: it may not be the engine itself. */
export type EngineFile = 'direct' | 'closing-script' | 'snap' | 'virtual-machine';

/** One variable may hold 128 KiB (execve(2), MAX_ARG_STRLEN), and beyond it Node aborts with a core dump. */
const HANDOVER_BYTES = 120 * 1024;

export function plan(facts: Facts): Plan {
  const { engineFile, platform, words } = facts;
  if (engineFile === 'snap' || engineFile === 'virtual-machine' || facts.descriptorLost) {
    return { way: 'named', home: true };
  }
  if (engineFile === 'closing-script') {
    // /proc leads to this process's descriptor, however many programs stand in between.
    return platform === 'linux' ? { way: 'through-parent' } : { way: 'named', home: false };
  }
  const kept = preserved(words, facts.env);
  // The container would get ours among them.
  if (kept === 'unclear') return { way: 'named', home: false };
  const named = descriptorsIn(words);
  const low = lowOnes(named);
  const callers = [...new Set([...low, ...kept])];
  if (callers.length === 0 && facts.canReplace && fitsShell(facts)) return { way: 'replace' };
  // Beyond all that a container gets, for podman puts descriptors of its own right behind those.
  let fd = Math.max(FIRST, ...kept.map(each => each + 1));
  while (named.includes(fd)) fd += 1;
  return { way: 'descriptor', fd, handOn: callers };
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const EXPORTED_FUNCTION = /^BASH_FUNC_(.*)(?:%%|\(\))$/s;
/** The words of the hand-over that an exported function could stand in for. */
const SHELL_WORDS = new Set([
  'command',
  'rm',
  '[',
  'printf',
  'echo',
  'exec',
  'exit',
  'unset',
  'shift',
  'trap',
]);

/** Variables that a shell obeys, or sets to something of its own. */
const SHELLS_OWN = new Set(
  'SHELLOPTS BASHOPTS IFS OPTIND PPID PS4 LINENO RANDOM SECONDS BASHPID UID EUID VAULTRUN_TEXT VAULTRUN_HANDOVER'.split(
    ' ',
  ),
);

/**
 * Tells whether a shell can stand between without changing anything: it drops variables whose names are no
 * identifiers, and obeys SHELLOPTS (xtrace would print what it writes).
 */
function fitsShell({ env, textBytes, argumentBytes }: Facts): boolean {
  let bytes = textBytes + argumentBytes;
  for (const name in env) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(env[name] ?? '') + 10;
    const exported = EXPORTED_FUNCTION.exec(name)?.[1];
    if (exported === undefined ? !IDENTIFIER.test(name) : SHELL_WORDS.has(exported)) return false;
    if (SHELLS_OWN.has(name)) return false;
  }
  return bytes < HANDOVER_BYTES;
}
