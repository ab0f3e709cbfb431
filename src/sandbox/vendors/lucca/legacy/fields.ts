/** What was asked for: names with what is asked for inside of them, null for the whole. */
export type Selection = ReadonlyMap<string, Selection | null>;

/** What a list gives without `fields` (docs/vendors/lucca.md §3.1). */
export const DEFAULT_SELECTION: Selection = new Map([
  ["id", null],
  ["name", null],
  ["url", null],
]);

/** Reads `id,department[id,name],manager.id`; null when the brackets don't match. */
export function parseFields(text: string): Selection | null {
  const selection = new Map<string, Selection | null>();
  for (const part of splitOutsideBrackets(text)) {
    const [, name = "", inner, dotted] = /^(\w+)(?:\[(.*)\]|\.(.+))?$/u.exec(part.trim()) ?? [];
    if (!name) return null;
    const nested = inner ?? dotted;
    const parsed = nested === undefined ? null : parseFields(nested);
    if (nested !== undefined && parsed === null) return null;
    const known = selection.get(name);
    selection.set(name, parsed && known ? new Map([...known, ...parsed]) : parsed);
  }
  return selection;
}

function splitOutsideBrackets(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, letter] of [...text].entries()) {
    if (letter === "[") depth += 1;
    if (letter === "]") depth -= 1;
    if (letter !== "," || depth !== 0) continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  return [...parts, text.slice(start)];
}
