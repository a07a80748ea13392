import type { Snippet } from './snippet.ts';

/** What the snippet makes. */
export const TARGETS = ['shell', 'plan'];

/**
 * A part of a Makefile. The names reach the recipes in the environment, where neither make's shell nor a name with
 * spaces or quotes in it can go wrong: `make PROFILE=…` too.
 */
export const make: Snippet = ({ profile, image }) => `\
# vaultrun: containers with AWS credentials; make shell, make plan, make plan PROFILE=other IMAGE=other
PROFILE ?= ${assigned(profile)}
IMAGE ?= ${assigned(image)}
export PROFILE IMAGE

.PHONY: ${TARGETS.join(' ')}
shell:
	vaultrun --profile "$$PROFILE" -- --entrypoint sh "$$IMAGE"
plan:
	vaultrun --profile "$$PROFILE" -- -v "$$PWD:/work" -w /work "$$IMAGE" plan
`;

/** https://www.gnu.org/software/make/manual/html_node/Setting.html; `$()` is nothing, but keeps an edge from make. */
function assigned(value: string): string {
  return value
    .replaceAll('$', '$$$$')
    .replace(/\\*#/g, found => `${found.slice(0, -1).repeat(2)}\\#`)
    .replace(/^(?=\s)/, '$$()')
    .replace(/(?<=[\\\s])$/, '$$()');
}
