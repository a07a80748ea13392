import fc from 'fast-check';

/** Names of profiles that a shell could take for something to run, expand, split or break off. */
export const HOSTILE = [
  '$(touch pwned)',
  '`touch pwned`',
  'a;touch pwned;',
  'a|touch pwned',
  'a&touch pwned&',
  '<(touch pwned)',
  '(touch pwned)',
  '{touch,pwned}',
  '${x:=$(touch pwned)}',
  "'$(touch pwned)'x",
  '"$(touch pwned)"x',
  "it's",
  'say "hi"',
  'a\\$(touch pwned)',
  '\\n$(touch pwned)',
  "$'\\n'touch pwned",
  '*',
  '?[a-z*',
  '~root',
  '#hash',
  'wow!now !! !$',
  'user@corp.example',
  'ns:thing=1',
  'two  spaces',
  'back\\',
  'ünïcode 🗝',
  '%d %s %(e)',
  '^a^b',
  '=ls',
  '..',
  'e:touch pwned',
];

/** Any name of the characters that mean something to a shell, as an AWS config can hold it. */
export const hostileName = fc
  .string({
    unit: fc.constantFrom(...'ab $`\'"\\;&|<>(){}*?!#~=:@%^,/-.+é🗝'),
    minLength: 1,
    maxLength: 12,
  })
  .filter(name => name === name.trim() && !/^[-@]|^(["']).*\1$/.test(name));
