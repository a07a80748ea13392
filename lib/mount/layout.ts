/** Where the container finds the folder. */
export const INSIDE = '/run/vaultrun';

/** The names below the mounted folder. */
export const NAMES = {
  config: 'config',
  credentials: 'credentials',
  get: 'get',
  sets: 'c',
  error: 'error',
} as const;

/**
 * The AWS config: `[default]`, and the profile's own name for programs that ask for it by AWS_PROFILE or in
 * Terraform's `profile`.
 */
export function configText(profile: string | undefined, region: string | undefined): string {
  const body = [
    ...(region === undefined ? [] : [`region = ${region}`]),
    `credential_process = sh ${INSIDE}/${NAMES.get}`,
  ];
  const named =
    profile === undefined || profile === 'default' ? [] : [`profile ${quoted(profile)}`];
  return ['default', ...named].map(name => [`[${name}]`, ...body, ''].join('\n')).join('\n');
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html: a name with a space is quoted. */
function quoted(profile: string): string {
  return /\s/.test(profile) ? `"${profile}"` : profile;
}

/**
 * What the SDKs run: prints the newest set, with a shell's builtins only. /proc/self is as old as the shell, so it is
 * newer than a file whose time is the end of its set exactly when that set has ended: by this the helper tells an
 * expired set also where no vaultrun is left to take it away. (The file's time is a second less, because busybox
 * compares whole seconds.)
 */
export const GET = `for f in ${INSIDE}/${NAMES.sets}/*.json; do :; done
if [ -r "$f" ] && [ ! /proc/self -nt "$f" ] && IFS= read -r l 2>/dev/null < "$f"; then echo "$l"; exit 0; fi
l='the credentials have ended, and the vaultrun that renewed them is gone: start the container again'
[ -r ${INSIDE}/${NAMES.error} ] && IFS= read -r l < ${INSIDE}/${NAMES.error}
echo "vaultrun: $l" >&2
exit 1
`;

/** For credentials without an end: the last second that every file system can keep. */
const NEVER = 0x7fff_ffff;

/** The name for a new set: behind those that are there, and one that no set before it had. */
export function nextName(names: readonly string[], now: number): string {
  const last = Math.max(0, ...names.map(name => Number.parseInt(name, 10) || 0));
  return `${String(Math.max(now, last + 1)).padStart(13, '0')}.json`;
}

/** The time that the file of a set gets, in seconds (see {@link GET}). */
export function fileTime(end: number | undefined): number {
  return end === undefined ? NEVER : Math.floor(end / 1000) - 1;
}

/** The files of old sets: all but the newest two, the older of which may be being read. */
export function outdated(names: readonly string[]): string[] {
  return names
    .filter(name => name.endsWith('.json'))
    .sort()
    .slice(0, -2);
}
