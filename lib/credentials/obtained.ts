/** The credentials by the names of the environment, or the status to end with because a signal asked us to. */
export type Obtained = { variables: ReadonlyMap<string, string> } | { status: number };
