/** What `vaultrun init` prints. */
export const SNIPPETS = ['make', 'alias', 'compose', 'credential-process'] as const;
export type SnippetName = (typeof SNIPPETS)[number];
