import { spawnSync } from 'node:child_process';

const REAL = ['docker', 'podman'];
const USUAL_IMAGE = 'myimage';
const MOST_IMAGES = 5;
const PATIENCE_MS = 10_000;

/**
 * The first real engine that answers and has an image with a shell, else the bundled one.
 * @param {string} [image] the user's choice; only that may be pulled
 * @returns {{name: string, image: string, standIn: boolean, about: string, env: NodeJS.ProcessEnv}}
 * @throws where the user's image cannot be used
 */
export function chooseEngine(image) {
  const answering = REAL.filter(name => ask(name, ['ps', '-q'], PATIENCE_MS).ok);
  if (image !== undefined && answering.length > 0) {
    const [name] = answering;
    if (hasShell(name, image, true)) return real(name, image);
    throw new Error(`${name} cannot run sh in the image '${image}'`);
  }
  for (const name of answering) {
    const found = candidates(name).find(each => hasShell(name, each, false));
    if (found !== undefined) return real(name, found);
  }
  const why =
    answering.length > 0
      ? `${answering.join(' and ')} has no local image with sh, and nothing is pulled unasked`
      : 'no docker or podman answers';
  return {
    name: 'docker',
    image: image ?? USUAL_IMAGE,
    standIn: true,
    about: `the bundled stand-in for docker (${why})`,
    env: image === undefined ? {} : { STAND_IN_IMAGES: image },
  };
}

function real(name, image) {
  return {
    name,
    image,
    standIn: false,
    about: `${name}, the real one, with image ${image}`,
    env: {},
  };
}

/** What is here already; an image with an entrypoint of its own would not take `sh` as its command. */
function candidates(name) {
  const listed = ask(name, ['images', '--format', '{{.Repository}}:{{.Tag}}'], PATIENCE_MS).lines;
  const others = listed.filter(each => !each.includes('<none>')).slice(0, MOST_IMAGES);
  return [USUAL_IMAGE, ...others].filter(image =>
    ['null', '[]'].includes(
      ask(name, ['image', 'inspect', '-f', '{{json .Config.Entrypoint}}', image], PATIENCE_MS)
        .lines[0],
    ),
  );
}

function hasShell(name, image, mayPull) {
  const careful = mayPull ? [] : ['--pull=never', '--network=none'];
  const args = ['run', '--rm', ...careful, image, 'sh', '-c', 'command -v env'];
  return ask(name, args, mayPull ? undefined : PATIENCE_MS).ok;
}

function ask(name, args, timeout) {
  const { status, stdout } = spawnSync(name, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout,
  });
  return { ok: status === 0, lines: (stdout ?? '').split('\n').filter(Boolean) };
}
