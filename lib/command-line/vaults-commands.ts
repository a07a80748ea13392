/** First words that are commands of aws-vault: https://github.com/ByteNess/aws-vault/blob/main/USAGE.md */
export const VAULTS_COMMANDS = [
  'add',
  'remove',
  'migrate-backend',
  'list',
  'rotate',
  'exec',
  'export',
  'clear',
  'login',
  'proxy',
];
/** Those whose first word is a profile. */
export const VAULTS_OF_A_PROFILE = ['add', 'remove', 'rotate', 'exec', 'export', 'clear', 'login'];
