/** What is wrong with the value of an option, in words, or nothing. */
export type Check = (value: string) => string | undefined;

// What aws-vault's kingpin takes, without the sign and the bare zero: https://pkg.go.dev/time#ParseDuration, and days
// and weeks (https://pkg.go.dev/github.com/xhit/go-str2duration/v2).
const DURATION = /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w))+$/;

export const profile: Check = value =>
  /^[-@]/.test(value)
    ? `a profile's name cannot begin with '${value[0]}': aws-vault would take it for an option or a file`
    : /\p{Cc}/u.test(value)
      ? "a profile's name cannot hold a control character"
      : undefined;

export const duration: Check = value =>
  DURATION.test(value) ? undefined : 'wants a duration such as 1h, 90m or 1h30m';

export const region: Check = value =>
  /^[a-z0-9][a-z0-9_-]*$/i.test(value) ? undefined : 'wants the name of a region such as eu-west-1';

export const oneOf =
  (words: readonly string[]): Check =>
  value =>
    words.includes(value) ? undefined : `wants one of ${words.join(', ')}, not '${value}'`;

export const account: Check = value =>
  /^\d{12}$/.test(value) ? undefined : 'wants the twelve digits of an account, and no dashes';

export const mfaToken: Check = value =>
  /^\d{6}$/.test(value) ? undefined : 'wants the six digits of an MFA code';

export const image: Check = value =>
  /^[^\s-]\S*$/.test(value) ? undefined : 'wants the name of an image';

export const volume: Check = value =>
  /^[a-zA-Z0-9][\w.-]*$/.test(value) ? undefined : 'wants the name of a volume, which is no path';

export const variable: Check = value =>
  /^[^\s=#,\0][^\s=,\0]*$/.test(value)
    ? undefined
    : 'wants the name of a variable; give it once for each';

export const passed: Check = value => {
  if (!value.includes('*')) return variable(value);
  // A pattern may only ever mean AWS_ names: the fixed start of it has to agree with that.
  const start = value.slice(0, value.indexOf('*'));
  // Nothing that opens the vault is let in by a pattern, which would pass in silence here.
  if (/^AWS_VAULT(?:_|$)/.test(start)) {
    return "a pattern reaches none of the vault's own variables; name the one that you mean in full";
  }
  return (
    variable(value) ??
    (start.startsWith('AWS_') || 'AWS_'.startsWith(start)
      ? undefined
      : 'a pattern reaches AWS_* only; name any other variable in full')
  );
};
