import { withoutUser } from '../host/remote.ts';

/** Where docker's daemon is looked for, and what says so: a variable, else the current context. */
export interface Address {
  url: string;
  variable: 'DOCKER_HOST' | 'DOCKER_CONTEXT' | undefined;
}

/** How to be led somewhere else. */
export function elsewhere({ url, variable }: Address): string {
  switch (variable) {
    case 'DOCKER_HOST':
      return `DOCKER_HOST=${withoutUser(url)} is set: correct or unset it`;
    case 'DOCKER_CONTEXT':
      return 'DOCKER_CONTEXT is set: correct or unset it';
    case undefined:
      return "docker's context leads there: docker context use default";
  }
}
