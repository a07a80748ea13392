import { toStderr } from '../report.ts';

/**
 * What aws-vault says where it would ask for a code and has no terminal: that /dev/tty cannot be opened (7), or its
 * question itself (6). https://github.com/ByteNess/aws-vault/blob/main/prompt/terminal.go
 */
const QUESTION = /\/dev\/tty|Enter MFA code/;

/** Shows what aws-vault says on stderr line by line as it comes, but for the line that is the question for a code. */
export function watchForQuestion(show: (text: string) => void = toStderr) {
  let rest = Buffer.of();
  let withheld = '';
  const line = (text: string) => {
    if (QUESTION.test(text)) withheld += text;
    else show(text);
  };
  return {
    heard: (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
        line(rest.toString('utf8', 0, at + 1));
        rest = rest.subarray(at + 1);
      }
    },
    /** whether the question has come */
    met: () => withheld !== '' || QUESTION.test(rest.toString()),
    /** @param answered somebody is asked instead; otherwise nothing stays unsaid */
    end: (answered: boolean) => {
      if (rest.length > 0) line(`${rest}\n`);
      if (!answered && withheld !== '') show(withheld);
    },
  };
}
