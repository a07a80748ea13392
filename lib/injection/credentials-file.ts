/**
 * The credentials as an AWS shared credentials file: the profile `default`, and the same under the profile's own name for
 * programs that ask for it by that (AWS_PROFILE, a kubeconfig, Terraform's `profile`).
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function credentialsFileText(
  has: ReadonlyMap<string, string>,
  profile: string | undefined,
): string {
  const token = has.get('AWS_SESSION_TOKEN') ?? has.get('AWS_SECURITY_TOKEN');
  const body = [
    `aws_access_key_id = ${has.get('AWS_ACCESS_KEY_ID')}`,
    `aws_secret_access_key = ${has.get('AWS_SECRET_ACCESS_KEY')}`,
    ...(token === undefined ? [] : [`aws_session_token = ${token}`]),
    '',
  ];
  const alone = profile === undefined || profile === 'default' || !WRITABLE.test(profile);
  return ['default', ...(alone ? [] : [profile])]
    .map(name => [`[${name}]`, ...body].join('\n'))
    .join('\n');
}

/** A name that every SDK reads alike between the brackets. */
const WRITABLE = /^[\w.@/+:%=,-]+$/;
