/** What a throwaway container is asked, by a shell's builtins and whatever else the image has. */
export const LOOK = `echo "key $AWS_ACCESS_KEY_ID"
echo "secret \${#AWS_SECRET_ACCESS_KEY}"
echo "token \${#AWS_SESSION_TOKEN}"
t=$(date -u +%s 2>/dev/null || busybox date -u +%s 2>/dev/null) && echo "time $t"
url=$1 host=$2 port=$3
if command -v curl >/dev/null 2>&1; then
  curl -s -o /dev/null -m 8 --connect-timeout 8 "$url"; echo "curl $?"
elif command -v nc >/dev/null 2>&1; then
  printf 'HEAD / HTTP/1.0\\r\\n\\r\\n' | nc -w 8 "$host" "$port" >/dev/null 2>&1; echo "nc $?"
elif command -v busybox >/dev/null 2>&1; then
  printf 'HEAD / HTTP/1.0\\r\\n\\r\\n' | busybox nc -w 8 "$host" "$port" >/dev/null 2>&1; echo "nc $?"
elif command -v bash >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1; then
  timeout 8 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$host" "$port" 2>/dev/null; echo "tcp $?"
else echo "none 0"; fi
`;

/** What a container may reach out with: curl knows why it fails, the others whether. */
const TOOLS = ['curl', 'nc', 'tcp'] as const;
type Tool = (typeof TOOLS)[number];

/** What the container answered. */
export interface Inside {
  /** the access key id, which is no secret */
  key: string;
  secretLength: number;
  tokenLength: number;
  /** its clock less the host's, in milliseconds; undefined: it has no date */
  skew: number | undefined;
  /** how it reached the endpoint; undefined: it has nothing to try with, or did not come so far */
  reach: { tool: Tool; status: number } | undefined;
}

/** A line of a container, with the host's time at its arrival. */
export interface Line {
  text: string;
  at: number;
}

/** Reads the answer; undefined: it is none. */
export function parseInside(lines: readonly Line[]): Inside | undefined {
  const found = (name: string) => lines.find(({ text }) => text.startsWith(`${name} `));
  const value = (name: string) =>
    found(name)
      ?.text.slice(name.length + 1)
      .trim();
  const key = value('key');
  if (key === undefined || value('secret') === undefined) return undefined;
  const time = found('time');
  const seconds = Number(value('time'));
  const tool = TOOLS.find(name => found(name));
  return {
    key,
    secretLength: Number(value('secret')),
    tokenLength: Number(value('token')),
    // A whole second is cut off, half of one on average.
    skew: time && Number.isFinite(seconds) ? seconds * 1000 + 500 - time.at : undefined,
    reach: tool && { tool, status: Number(value(tool)) },
  };
}
