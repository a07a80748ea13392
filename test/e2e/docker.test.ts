import { CREDENTIALS, World } from '../support/world.ts';

const world = new World();
afterAll(() => world.remove());

test('the container has the credentials, and its status comes back', async () => {
  world.vault();
  const { stdout, status } = await world.run([
    'dev',
    '--engine=docker',
    '--',
    'myimage',
    'sh',
    '-c',
    'env; exit 7',
  ]);
  expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${CREDENTIALS.AWS_SECRET_ACCESS_KEY}\n`);
  expect(status).toBe(7);
  expect(world.left()).toEqual([]);
});
