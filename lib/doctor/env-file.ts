import { engineFile, type FoundEngine } from '../host/find-engine.ts';
import { planFor } from '../injection/deliver.ts';
import type { EngineFile, Plan } from '../injection/plan.ts';
import type { Invocation } from '../invocation.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** As much as the variables usually come to. */
const USUAL_BYTES = 4096;

/** The way the env-file would take, by what decides it in a run. */
export function planOf(
  { engine, path }: FoundEngine,
  { mask }: Invocation,
  env: NodeJS.ProcessEnv,
  words: readonly string[],
): { plan: Plan; file: EngineFile } {
  const file = engineFile(path);
  const start = { engine, path, engineFile: file, words, masked: mask, env };
  return { plan: planFor(start, USUAL_BYTES), file };
}

/** What decided it, in words. */
export interface PlanFacts {
  plan: Plan;
  file: EngineFile;
  canReplace: boolean;
  mask: boolean;
  /** why a descriptor does not reach this engine on this platform */
  lost: string | undefined;
  /** /dev/fd is there */
  descriptors: boolean;
}

export function envFile({ plan, file, canReplace, mask, lost, descriptors }: PlanFacts): Finding {
  if (plan.way !== 'named' && !descriptors) {
    return fail(
      'env-file',
      'there is no /dev/fd, through which the engine would read it',
      'mount /proc, and make /dev/fd a link to /proc/self/fd',
    );
  }
  switch (plan.way) {
    case 'replace':
      return ok('env-file', 'by descriptor, without a name; vaultrun becomes the engine');
    case 'descriptor': {
      const why = mask
        ? ', for --mask'
        : canReplace
          ? ', for this environment does not fit through a shell'
          : '';
      return ok(
        'env-file',
        `by descriptor, without a name; vaultrun stays beside the engine${why}`,
      );
    }
    case 'through-parent':
      return ok(
        'env-file',
        'without a name, through /proc: a script that closes descriptors stands before the engine',
      );
    case 'named':
      return warn(
        'env-file',
        `in a file with a name until the container is made: ${WHY[file] ?? lost}`,
        MEND[file] ?? 'use another engine: --engine docker',
      );
  }
}

const WHY: Partial<Record<EngineFile, string>> = {
  snap: 'a snap sees no descriptor',
  'virtual-machine': 'the engine runs in a virtual machine, which sees no descriptor',
  'closing-script': 'a script that closes descriptors stands before the engine',
};

const MEND: Partial<Record<EngineFile, string>> = {
  snap: 'install docker from its own packages instead of the snap; until then the file lies in your home, 0600',
  'virtual-machine': 'use an engine whose client runs on the host: --engine docker',
  'closing-script': 'put the engine itself first on PATH',
};
