import { shellQuoted } from '../environment/quote.ts';
import type { Snippet } from './snippet.ts';

/**
 * A compose.yaml. Without vaultrun around it compose starts nothing, for an env_file without a name is not found; its
 * down, ps and logs work all the same. Raw, or compose would read quotes, dollars and comments into the values
 * (https://docs.docker.com/reference/compose-file/services/#format).
 */
export const compose: Snippet = ({ profile, image }) => `\
# vaultrun with compose: vaultrun exec ${shellQuoted([profile])} -- docker compose up
# Without vaultrun around it up says "env file  not found". Behind vaultrun's up the keys stay in docker inspect until
# docker compose down. The format wants compose 2.30 or later.
services:
  app:
    image: ${quoted(image)}
    env_file:
      - path: \${VAULTRUN_ENV_FILE}
        format: raw
`;

/** Double quotes of YAML are JSON's; compose takes `$$` for a dollar. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('$', '$$$$');
}
