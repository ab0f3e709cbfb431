/**
 * The people on circles of managers, of any length, that would be in Spendesk after the plan. Whoever
 * is not changed counts with the present manager: the HR tool may have emptied that field, which never
 * erases it in Spendesk.
 *
 * Leaving changes out brings present managers back, which may close another circle, hence the rounds.
 *
 * @param wanted the managers to be written, by person; nodes are member ids or stand-ins for new members
 * @param presentManager member id of a node's manager in Spendesk, as far as it is known
 * @returns the persons in `wanted` whose manager must not be written
 */
export function findCircular(
  wanted: ReadonlyMap<string, string>,
  presentManager: (node: string) => string | null,
): ReadonlySet<string> {
  const circular = new Set<string>();
  const open = new Map(wanted);
  const managerOf = (node: string) => open.get(node) ?? presentManager(node);
  for (;;) {
    const caused = circlesReachedFrom(open.keys(), managerOf)
      .flat()
      .filter((node) => open.has(node));
    if (caused.length === 0) return circular;
    for (const node of caused) {
      open.delete(node);
      circular.add(node);
    }
  }
}

function circlesReachedFrom(
  starts: Iterable<string>,
  managerOf: (node: string) => string | null,
): string[][] {
  const circles: string[][] = [];
  const seen = new Set<string>();
  for (const start of starts) {
    const path: string[] = [];
    let node: string | null = start;
    while (node !== null && !seen.has(node)) {
      seen.add(node);
      path.push(node);
      node = managerOf(node);
    }
    const begin = node === null ? -1 : path.indexOf(node);
    if (begin >= 0) circles.push(path.slice(begin));
  }
  return circles;
}
