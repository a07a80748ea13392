/** What is being asked for credentials, outermost first, so that a loop can be seen. */
const ACTIVE = 'VAULTRUN_ACTIVE';
const BETWEEN = '\t';

/**
 * A credential process among what is being asked: by a digest of its command, in which a secret may stand that has no
 * business in the environments below. (Its profile is asked for nothing but a region.) No profile's name begins
 * with an @.
 */
export function processName(command: string): string {
  return `@${digest(command.replace(/\s+/g, ' '))}`;
}

/** 64 bits of FNV-1a: enough to know a command by, and no module to load. http://www.isthe.com/chongo/tech/comp/fnv/ */
function digest(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/**
 * True where asking for this is part of asking for it already.
 * @param name a profile, or a credential process by its {@link processName}
 */
export function isLoop(name: string, env: NodeJS.ProcessEnv): boolean {
  return (env[ACTIVE] ?? '').split(BETWEEN).includes(name);
}

/** An environment by which a vaultrun further down sees that this is being asked for. */
export function activeWith(name: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, [ACTIVE]: env[ACTIVE] ? `${env[ACTIVE]}${BETWEEN}${name}` : name };
}
