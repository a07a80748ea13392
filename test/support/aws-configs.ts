/**
 * AWS configs as people write them, and the region that aws-vault v7.13.5 takes for the profile dev: by each of them
 * test/e2e/aws-config.test.ts asks the machine's own.
 */
export const AWS_CONFIGS: [what: string, text: string, region: string | undefined][] = [
  ['a comment', '[profile dev]\nregion = x # c\n', 'x'],
  ['a comment with ;', '[profile dev]\nregion=x ;c\n', 'x'],
  ['no comment', '[profile dev]\nregion = x#c;d\n', 'x#c;d'],
  ['a comment behind a tab, which is none', '[profile dev]\nregion = x\t# c\n', 'x\t# c'],
  ['both signs', '[profile dev]\nregion = x ; y # c\n', 'x ; y'],
  ['a comment in place of a value', '[profile dev]\nregion = # c\n', '# c'],
  ['comments on lines of their own', '[profile dev]\n# region = a\n ; region = b\n', undefined],
  ['quotes', '[profile dev]\nregion = "x" # c\n', 'x'],
  ['single quotes', "[profile dev]\nregion = 'x'\n", 'x'],
  ['a quote alone', "[profile dev]\nregion = 'x\n", "'x"],
  ['a sign of comments in quotes', '[profile dev]\nregion = "x # c"\n', '"x'],
  ['backticks', '[profile dev]\nregion = `x # c` # d\n', 'x # c'],
  ['three quotes', '[profile dev]\nregion = """x""" # d\n', 'x'],
  ['a colon', '[profile dev]\nregion: x\n', 'x'],
  ['capitals', '[profile dev]\nREGION = x\n', 'x'],
  ['a quoted key', '[profile dev]\n"region" = x\n', 'x'],
  ['CRLF', '[profile dev]\r\nregion = x\r\n', 'x'],
  ['a BOM', '\u{feff}[profile dev]\nregion = x\n', 'x'],
  ['a line that goes on', '[profile dev]\nregion = a\\\n  b # c\n', 'ab # c'],
  ['a line that goes on for nothing', '[profile dev]\nregion = a\\\n\nregion = b\\', 'b'],
  ['nested settings', '[profile dev]\ns3 =\n  region = a\n\n# c\n  region = b\n', undefined],
  ['indented settings', '[profile dev]\n  output = json\n  region = x\n', 'x'],
  ['an indented section', '  [profile dev] # c\n  region = x\n', 'x'],
  ['a nested section', '[profile dev]\ns3 =\n  [profile a]\nregion = x\n', 'x'],
  ['a section twice', '[profile dev]\nregion = a\n[profile dev]\nregion = b\n', 'b'],
  ['a setting twice', '[profile dev]\nregion = a\nregion =\n', undefined],
  ['a quoted name', '[profile "dev"]\nregion = x\n', undefined],
  ['two spaces', '[profile  dev]\nregion = x\n', undefined],
  ['a tab', '[profile\tdev]\nregion = x\n', undefined],
  ['spaces within the brackets', '[ profile dev ]\nregion = x\n', undefined],
  ['a capital', '[Profile dev]\nregion = x\n', undefined],
  ['brackets in a comment', '[profile dev] # [c]\nregion = x\n', undefined],
  ['no profile', '[dev]\nregion = x\n[sso-session dev]\nregion = y\n', undefined],
  ['[profile default]', '[profile default]\nregion = x\n', undefined],
  ['[default]', '[default]\nregion = x\n[profile default]\nregion = y\n[profile dev]\n', 'x'],
  ['an empty setting', '[default]\nregion = x\n[profile dev]\nregion =\n', 'x'],
  [
    'a profile that is included',
    '[default]\nregion = d\n[profile a]\nregion = x\n[profile dev]\ninclude_profile = a\n',
    'x',
  ],
  [
    'a chain of them, down to [default]',
    '[default]\nregion = x\n[profile b]\n[profile a]\ninclude_profile = b\n[profile dev]\ninclude_profile = a\n',
    'x',
  ],
  [
    'one that is not there',
    '[default]\nregion = x\n[profile dev]\ninclude_profile = nowhere\n',
    'x',
  ],
  [
    'a source, which hands no region down',
    '[profile a]\nregion = a\n[profile dev]\nsource_profile = a\n',
    undefined,
  ],
  [
    'a part of a name before a dot',
    '[profile a]\nregion = x\n[profile a.b]\n[profile dev]\ninclude_profile = a.b\n',
    'x',
  ],
];

/** What aws-vault gives up on. */
export const BROKEN_CONFIGS: [what: string, text: string][] = [
  ['no setting', '[profile dev]\nregion = x\nnonsense\n'],
  ['no setting, indented', '[profile dev]\nregion = x\n  nonsense\n'],
  ['a setting without a name', '[profile dev]\n= x\n'],
  ['a section without an end', '[profile dev\nregion = x\n'],
  ['a section without a name', '[]\n'],
  ['a backtick without another', '[profile dev]\nregion = `x\n'],
];
