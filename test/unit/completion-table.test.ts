import { COMMANDS, OPTIONS } from '../../lib/command-line/options.ts';
import { completionTable, optionsOf } from '../../lib/completion/table.ts';

const table = completionTable();

test('every command is there, and every option where it is known', () => {
  expect(table.commands.map(({ name }) => name)).toEqual(COMMANDS);
  for (const { name, letter, kind, commands } of OPTIONS) {
    for (const command of COMMANDS) {
      const found = optionsOf(table, command).find(option => option.name === name);
      expect(found !== undefined).toBe(commands.includes(command));
      if (found) {
        expect(found).toMatchObject({ letter, repeatable: kind === 'list' });
        expect(found.value === undefined).toBe(kind === 'flag');
      }
    }
  }
});

test('every value that is offered is one that the option takes', () => {
  const offered = table.options.flatMap(({ name, source }) =>
    'words' in source ? source.words.map(word => [name, word] as const) : [],
  );
  expect(offered.length).toBeGreaterThan(40);
  for (const [name, word] of offered) {
    expect(OPTIONS.find(option => option.name === name)?.check?.(word)).toBeUndefined();
  }
});
