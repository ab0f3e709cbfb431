// The version that cli-table3 counts with, so that both lay the same text out alike.
import stringWidth from "string-width";

/** Latin letters, dashes, bullets and the plain arrows, each of them one column wide. */
const NARROW = /^[\x20-\x7e\u00c0-\u024f\u2010-\u2027\u2190-\u2193]*$/;

/** Whether every character is surely one column wide; the only blanks among them are spaces. */
export function isNarrow(text: string): boolean {
  return NARROW.test(text);
}

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return isNarrow(text) ? text.length : stringWidth(text);
}

/** Words; what stands in backticks is one, because it is a command to be copied. */
const WORD = /(?:`[^`]*`|[^\s`]|`)+/gu;

/** Words with one blank between them. */
const PLAIN = /^\S+(?: \S+)*$/u;

/**
 * Text as lines of at most `width` columns, broken between words. A word that is longer than a line is
 * broken behind a sign where the eye expects it, as in an e-mail address, and within letters only when
 * nothing else is left.
 */
export function wrapWords(text: string, width: number): string[] {
  // Most cells of a table fit, and taking words apart takes time with thousands of them.
  if (PLAIN.test(text) && widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(WORD) ?? []) {
    for (const [index, part] of partsOf(word, width).entries()) {
      const longer = line === "" || index > 0 ? part : `${line} ${part}`;
      if (line !== "" && (index > 0 || widthOf(longer) > width)) {
        lines.push(line);
        line = part;
      } else {
        line = longer;
      }
    }
  }
  return [...lines, line];
}

/** A word as parts that each fit a line. */
function partsOf(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  if (/\s/.test(word)) return joined(word.split(/\s+/), " ", width);
  return joined(word.split(/(?<=[@._/\\=:-])/u), "", width);
}

function joined(pieces: readonly string[], between: string, width: number): string[] {
  const parts: string[] = [];
  for (const piece of pieces.flatMap((one) => (widthOf(one) <= width ? [one] : lettersOf(one, width)))) {
    const longer = `${parts.at(-1) ?? ""}${between}${piece}`;
    if (parts.length > 0 && widthOf(longer) <= width) parts[parts.length - 1] = longer;
    else parts.push(piece);
  }
  return parts;
}

function lettersOf(text: string, width: number): string[] {
  const parts = [""];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const longer = `${parts.at(-1)}${segment}`;
    if (widthOf(longer) <= width || parts.at(-1) === "") parts[parts.length - 1] = longer;
    else parts.push(segment);
  }
  return parts;
}

/** Lines under a marker: the first behind it, the others as far in. */
export function hanging(marker: string, text: string, width: number): string[] {
  const indent = " ".repeat(widthOf(marker));
  const lines = wrapWords(text, Math.max(MIN_TEXT, width - indent.length));
  return lines.map((line, index) => `${index === 0 ? marker : indent}${line}`);
}

/** Narrower text can't be read, however deep it stands. */
const MIN_TEXT = 16;
