/** The region of a profile in the user's AWS config, which is read only where there is a profile. */
export async function regionOf(
  profile: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (profile === undefined) return undefined;
  const { readProfiles, settingOf } = await import('./aws-config.ts');
  return settingOf(readProfiles(env), profile, 'region');
}
