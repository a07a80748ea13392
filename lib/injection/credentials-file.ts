/**
 * The credentials as an AWS shared credentials file with one profile, `default`.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function credentialsFileText(has: ReadonlyMap<string, string>): string {
  const token = has.get('AWS_SESSION_TOKEN') ?? has.get('AWS_SECURITY_TOKEN');
  return [
    '[default]',
    `aws_access_key_id = ${has.get('AWS_ACCESS_KEY_ID')}`,
    `aws_secret_access_key = ${has.get('AWS_SECRET_ACCESS_KEY')}`,
    ...(token === undefined ? [] : [`aws_session_token = ${token}`]),
    '',
  ].join('\n');
}
