/**
 * Shorter values are not looked for: three characters turn up by chance all over a text. At four, a
 * short secret is hidden, at the price of hiding the same four characters elsewhere too.
 */
export const SHORTEST_NEEDLE = 4;

/** So many are looked for one by one; of more, only those whose beginning is there. */
const FEW = 100;

/** Texts that are looked for in others. */
export interface Needles {
  /** @param needle of at least `SHORTEST_NEEDLE` characters */
  add(needle: string): void;
  /** Every place of every needle, in no order. */
  findIn(text: string): Span[];
  /** Characters of the longest one. */
  longest(): number;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * No needles yet. Hundreds of entities have thousands of keys and tokens, each in a dozen forms: going through
 * every text once for each of these would be most of a run's work.
 */
export function createNeedles(): Needles {
  const all = new Set<string>();
  const byBeginning = new Map<string, string[]>();
  let longest = 0;
  return {
    add(needle) {
      if (all.has(needle)) return;
      all.add(needle);
      longest = Math.max(longest, needle.length);
      const beginning = needle.slice(0, SHORTEST_NEEDLE);
      const others = byBeginning.get(beginning);
      if (others) others.push(needle);
      else byBeginning.set(beginning, [needle]);
    },
    findIn: (text) =>
      all.size <= FEW
        ? [...all].flatMap((needle) => findAll(text, needle))
        : findByBeginning(text, byBeginning),
    longest: () => longest,
  };
}

function findAll(text: string, needle: string): readonly Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(needle); start !== -1; start = text.indexOf(needle, start + 1)) {
    spans.push({ start, end: start + needle.length });
  }
  return spans;
}

function findByBeginning(text: string, byBeginning: ReadonlyMap<string, readonly string[]>): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start + SHORTEST_NEEDLE <= text.length; start += 1) {
    for (const needle of byBeginning.get(text.slice(start, start + SHORTEST_NEEDLE)) ?? []) {
      if (text.startsWith(needle, start)) spans.push({ start, end: start + needle.length });
    }
  }
  return spans;
}
