/**
 * Words of docker, podman, nerdctl and finch by which a client says that nothing answers where it looks for its daemon,
 * or that this user may not ask there.
 */
const UNREACHABLE =
  /permission denied while trying to connect|cannot connect|failed to connect|unable to connect|connection refused|is the docker daemon running|cannot access containerd socket|no such host/i;

/** Whether an engine has failed because it could not ask its daemon. */
export function isUnreachable(stderr: string): boolean {
  return UNREACHABLE.test(stderr);
}
