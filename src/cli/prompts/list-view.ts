import { foldText } from "../../shared/text.js";
import { widthOf } from "../output/wrap.js";

/** A row of a list in which one searches. */
export interface Row {
  readonly value: string;
  /** Cleaned already. */
  readonly label: string;
}

/** Rows of a list that are shown at once. */
export const PAGE_SIZE = 12;

/** Fewer columns show too little of a label to tell it from others. */
const SHORTEST = 12;

/**
 * The rows that have all words of `term` in their label, in any order, without regard to case and accents;
 * those that begin with it first.
 */
export function found<Item extends Row>(rows: readonly Item[], term: string): readonly Item[] {
  const wanted = searchForm(term);
  if (wanted === "") return rows;
  const words = wanted.split(" ");
  const forms = rows.map((row) => ({ row, form: searchForm(row.label) }));
  const hits = forms.filter(({ form }) => words.every((word) => form.includes(word)));
  const begins = ({ form }: { readonly form: string }) => Number(form.startsWith(wanted));
  return hits.toSorted((a, b) => begins(b) - begins(a)).map(({ row }) => row);
}

function searchForm(text: string): string {
  return foldText(text).normalize("NFD").replace(/\p{M}/gu, "");
}

/** The part of a list that is shown: from `start` to before `end`, with the cursor near its middle. */
export function pageAround(active: number, count: number): { readonly start: number; readonly end: number } {
  const start = Math.max(0, Math.min(active - Math.floor(PAGE_SIZE / 2), count - PAGE_SIZE));
  return { start, end: Math.min(count, start + PAGE_SIZE) };
}

/** A text in one line: where it is too long, its middle is left out, since numbers stand at the end. */
export function shortened(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  const room = Math.max(SHORTEST, width) - 1;
  const tail = taken(letters.toReversed(), Math.floor(room / 2)).toReversed();
  const head = taken(letters, room - widthOf(tail.join("")));
  return `${head.join("")}…${tail.join("")}`;
}

/** As many of the first letters as fit. */
function taken(letters: readonly string[], width: number): readonly string[] {
  let columns = 0;
  const end = letters.findIndex((letter) => {
    columns += widthOf(letter);
    return columns > width;
  });
  return end === -1 ? letters : letters.slice(0, end);
}

/** What was ticked, in one line: `Chosen (12): London, Paris, 10 more`. */
export function chosenLine(labels: readonly string[], width: number): string {
  const line = (shown: number) => {
    const more = labels.length - shown;
    const names = [...labels.slice(0, shown), ...(more > 0 ? [shown > 0 ? `${more} more` : ""] : [])];
    return `Chosen (${labels.length}): ${names.filter(Boolean).join(", ")}`;
  };
  let shown = labels.length;
  while (shown > 1 && widthOf(line(shown)) > width) shown -= 1;
  return shortened(line(shown), width);
}
