/**
 * Writes to stdout and waits until it is taken.
 * @throws the system's error (EPIPE, ENOSPC) where it is not
 */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.on('error', reject);
    process.stdout.write(text, error => (error ? reject(error) : resolve()));
  });
}
