/** What is being asked for credentials, outermost first, so that a loop can be seen. */
const ACTIVE = 'VAULTRUN_ACTIVE';
const BETWEEN = '\t';

/**
 * A credential process among what is being asked: by its command, for its profile is asked for nothing but a region.
 * No profile's name begins with an @.
 */
export function processName(command: string): string {
  return `@${command.replace(/\s+/g, ' ')}`;
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
