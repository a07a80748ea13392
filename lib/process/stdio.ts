type Descriptor = number | 'inherit' | 'ignore';

/** The descriptors of a child: the three standard ones, then ours by the child's numbers, with nothing in the gaps. */
export function stdioOf(
  standard: readonly [Descriptor, Descriptor, Descriptor],
  descriptors: ReadonlyMap<number, number> = new Map(),
): Descriptor[] {
  const last = Math.max(2, ...descriptors.keys());
  return Array.from(
    { length: last + 1 },
    (_, fd) => descriptors.get(fd) ?? standard[fd] ?? 'ignore',
  );
}
