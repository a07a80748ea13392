import { Failed, usage } from '../errors.ts';
import type { FoundEngine } from '../host/find-engine.ts';
import { endingOfReply, type Query, query } from '../process/query.ts';
import { toStderr } from '../report.ts';
import { parseComplaint, parseRunHelp } from './run-help.ts';
import { type ReadWords, readWords } from './words.ts';

/**
 * Reads the user's words with what the engine itself says of its flags. One that its help hides (docker's --net) is
 * asked for by name: `run --net` ends with a complaint that tells, for there is no image to run.
 * @param ask how the engine is asked
 * @throws Failed 'refresh-question', or 'usage' for a flag that the engine does not know
 */
export async function learnWords(
  { engine, path }: FoundEngine,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  ask: Query = query,
): Promise<ReadWords & { image: string }> {
  const help = await ask(path, ['run', '--help'], env);
  const takesValue = parseRunHelp(help.stdout.toString());
  if (takesValue.size === 0) {
    toStderr(help.stderr);
    const ending = help.status === 0 ? 'no flags in it' : endingOfReply(help);
    throw new Failed({
      kind: 'refresh-question',
      engine: engine.name,
      question: 'run --help',
      ending,
    });
  }
  for (;;) {
    const read = readWords(words, takesValue);
    if (!('unknown' in read)) {
      if (read.image === undefined) {
        throw usage("no image stands behind '--'", 'write it there: vaultrun dev -- myimage sh');
      }
      return { flags: read.flags, image: read.image };
    }
    const { stderr } = await ask(path, ['run', read.unknown], env);
    const takes = parseComplaint(stderr);
    if (takes === undefined) {
      throw usage(
        `${engine.name} run does not know ${read.unknown}`,
        `see ${engine.name} run --help`,
      );
    }
    takesValue.set(read.unknown.replace(/^--?/, ''), takes);
  }
}
