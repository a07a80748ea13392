import { shellQuoted } from '../environment/quote.ts';
import type { Snippet } from './snippet.ts';

/**
 * A compose.yaml. Without vaultrun around it compose starts nothing, for an env_file without a name is not found; its
 * down, ps and logs work all the same.
 */
export const compose: Snippet = ({ profile, image }) => `\
# vaultrun with compose: vaultrun exec ${shellQuoted([profile])} -- docker compose up
# Without vaultrun around it up says "env file  not found". Behind vaultrun's up the keys stay in docker inspect until
# docker compose down.
services:
  app:
    image: ${quoted(image)}
    env_file: \${VAULTRUN_ENV_FILE}
`;

/** Double quotes of YAML are JSON's; compose takes `$$` for a dollar. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('$', '$$$$');
}
