import { Failed } from '../errors.ts';
import { isUnchanged } from '../process/unchanged.ts';
import type { Selection } from './select.ts';

/** @throws Failed 'value' for a variable of the host that Node has not read as it is */
export function refuseChanged(variables: Selection['variables'], env: NodeJS.ProcessEnv): void {
  for (const [name, value] of variables) {
    if (env[name] !== value || isUnchanged(`${name}=${value}`, 'environ')) continue;
    const problem = 'it is not UTF-8, and Node would change it';
    throw new Failed({ kind: 'value', name, problem });
  }
}
