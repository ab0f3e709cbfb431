import { JSONParser, type ParsedTokenInfo, TokenType } from "@streamparser/json";

/** Deeper than any export has its people. */
const MOST_LEVELS = 6;

/** Why a text is no JSON, to end a sentence that begins with its name; without anything that stands in it. */
export class NotJson extends Error {}

/**
 * What stands in an array, one after the other, without ever holding the whole text.
 *
 * @param path keys that lead to the array; undefined for the document itself
 * @param arrays is told the paths of the arrays that stand in no other one, and whether an object is in them
 * @throws NotJson
 */
export async function* recordsIn(
  text: AsyncIterable<string>,
  path: string | undefined,
  arrays: Map<string, boolean>,
): AsyncGenerator<unknown, void, void> {
  let met: unknown[] = [];
  const finder = new ArrayFinder(arrays);
  // The parser takes no path with an empty key: nothing is there, and the arrays tell so.
  const isUsable = path === undefined || path.split(".").every((key) => key !== "");
  const wanted = path === undefined || !isUsable ? "$.*" : `$.${path}.*`;
  const parser = new JSONParser({ paths: [wanted], keepStack: false });
  parser.onToken = (token) => finder.see(token);
  parser.onValue = ({ value, parent }) => {
    if (Array.isArray(parent) && isUsable) met.push(value);
  };
  for await (const piece of text) {
    parsing(() => parser.write(piece), "is no JSON");
    yield* met;
    met = [];
  }
  if (!parser.isEnded) parsing(() => parser.end(), "ends in the middle");
}

/** The parser's own errors show what stands in the file. */
function parsing(step: () => void, why: string): void {
  try {
    step();
  } catch {
    throw new NotJson(why);
  }
}

class ArrayFinder {
  readonly #found: Map<string, boolean>;
  readonly #open: { readonly isArray: boolean; key: string }[] = [];
  #text = "";

  constructor(found: Map<string, boolean>) {
    this.#found = found;
  }

  see({ token, value }: ParsedTokenInfo): void {
    switch (token) {
      case TokenType.STRING:
        this.#text = String(value);
        break;
      case TokenType.COLON: {
        const inner = this.#open.at(-1);
        if (inner) inner.key = this.#text;
        break;
      }
      case TokenType.LEFT_BRACE:
      case TokenType.LEFT_BRACKET:
        this.#begin(token === TokenType.LEFT_BRACKET);
        break;
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        this.#open.pop();
        break;
    }
  }

  #begin(isArray: boolean): void {
    const depth = this.#open.length;
    const outermost = this.#open.findIndex((one) => one.isArray);
    const isOwn = outermost === -1 && isArray;
    const isRecord = outermost !== -1 && outermost === depth - 1 && !isArray;
    if ((isOwn || isRecord) && depth <= MOST_LEVELS + 1) this.#found.set(this.#path(), isRecord);
    this.#open.push({ isArray, key: "" });
  }

  #path(): string {
    return this.#open.flatMap(({ isArray, key }) => (isArray ? [] : [key])).join(".");
  }
}
