import type { Parsed } from '../arguments.ts';
export async function init(
  _: Parsed,
  words: readonly string[] | undefined,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  return words?.length ?? Object.keys(env).length;
}
