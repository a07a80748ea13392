import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { onPath } from '../process/on-path.ts';

/**
 * Whether the desktop's key stores can be reached: the bus has an address, or the socket that systemd makes, or is
 * started by asking (https://pkg.go.dev/github.com/godbus/dbus/v5#SessionBus, as aws-vault looks for it).
 */
export function hasBus(env: NodeJS.ProcessEnv): boolean {
  const folders = [env.XDG_RUNTIME_DIR, `/run/user/${userInfo().uid}`];
  return (
    Boolean(env.DBUS_SESSION_BUS_ADDRESS) ||
    folders.some(folder => folder && existsSync(`${folder}/bus`)) ||
    onPath('dbus-launch', env) !== undefined
  );
}
