/** So many characters are redacted and handed on at once. */
const PIECE = 64 * 1024;

/** On each side of a cut at least so much is looked at. */
const LOOK = 4 * 1024;

interface Redacting {
  redact(text: string): string;
  /** Characters of the longest text that is looked for. */
  longest(): number;
}

/**
 * Redacts a text that is too long to be held as a whole, in pieces of whole lines.
 *
 * A secret may have several lines, as keys in PEM have, so a piece ends only where nothing is hidden across its end:
 * where the lines before and behind it, redacted each by itself, are what they are when redacted together.
 * @param lines without their ends
 */
export function* redactedPieces(lines: Iterable<string>, redacting: Redacting): Generator<string> {
  let waiting: string[] = [];
  let characters = 0;
  for (const line of lines) {
    waiting.push(`${line}\n`);
    characters += line.length + 1;
    const around = Math.max(LOOK, redacting.longest());
    if (characters < PIECE + 2 * around) continue;
    const cut = placeOfCut(waiting, around, redacting);
    if (cut === null) continue;
    yield redacting.redact(waiting.slice(0, cut).join(""));
    waiting = waiting.slice(cut);
    characters = waiting.reduce((sum, { length }) => sum + length, 0);
  }
  if (waiting.length > 0) yield redacting.redact(waiting.join(""));
}

/** The number of the line before which may be cut, as late as possible; null where there is none. */
function placeOfCut(lines: readonly string[], around: number, { redact }: Redacting): number | null {
  for (let cut = up(lines, lines.length, around); cut > 0; cut -= 1) {
    const before = lines.slice(up(lines, cut, around), cut).join("");
    const behind = lines.slice(cut, down(lines, cut, around)).join("");
    if (redact(before) + redact(behind) === redact(before + behind)) return cut;
  }
  return null;
}

/** The line at which one is after so many characters towards the beginning. */
function up(lines: readonly string[], from: number, characters: number): number {
  let at = from;
  for (let passed = 0; at > 0 && passed < characters; at -= 1) passed += lines[at - 1]?.length ?? 0;
  return at;
}

/** The same towards the end. */
function down(lines: readonly string[], from: number, characters: number): number {
  let at = from;
  for (let passed = 0; at < lines.length && passed < characters; at += 1) passed += lines[at]?.length ?? 0;
  return at;
}
