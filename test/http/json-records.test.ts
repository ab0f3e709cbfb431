import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { putTogether, takeApart } from "../../src/http/json-records.js";

async function* inPieces(text: string, lengths: readonly number[]): AsyncGenerator<string, void, void> {
  let at = 0;
  for (let turn = 0; at < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? text.length;
    yield text.slice(at, at + length);
    at += length;
  }
}

/** The answer as it is read whole; undefined when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The answer as it is read in pieces; undefined when it is no JSON.
 * @param small how long one is of which nothing is taken out
 */
async function readApart(
  text: string,
  path: readonly string[],
  lengths: readonly number[] = [text.length],
  small = 0,
) {
  const parts = await takeApart(inPieces(text, lengths), { path }, small);
  const rest = parts === null ? undefined : parsed(parts.rest);
  return parts === null || rest === undefined ? undefined : putTogether(rest, { path }, parts.records);
}

const PATHS = [[], ["data"], ["data", "people"], ["a", "b", "c"]];
/** Few, so that they meet those of the paths. */
const key = fc.constantFrom("data", "people", "a", "b", "c", 'q"uote', "back\\slash", "");
const document = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1.5e3, "", '],"', "\\", "é\n"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  ),
})).value;
const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe("a list that is taken out of an answer while it comes", () => {
  it("leaves the answer as it is, wherever its pieces end", async () => {
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.constantFrom(...PATHS),
        lengths,
        fc.constantFrom(0, 2),
        fc.nat({ max: 60 }),
        async (...given) => {
          const [value, path, ends, indent, small] = given;
          const text = JSON.stringify(value, null, indent);
          expect(await readApart(text, path, ends, small)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("is no JSON exactly where the whole is none", async () => {
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 3 }),
      put: fc.constantFrom(...'[]{}",:\\ 1'),
    });
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.constantFrom(...PATHS),
        lengths,
        damage,
        async (value, path, ends, odd) => {
          const text = JSON.stringify(value);
          const at = odd.at % (text.length + 1);
          const damaged = text.slice(0, at) + odd.put + text.slice(at + odd.remove);
          expect(await readApart(damaged, path, ends)).toEqual(parsed(damaged));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['{"data":[1],"data":[2,3]}', ["data"]],
    ['{"data":[1],"data":null}', ["data"]],
    ['{"data":{"people":[1]},"data":{}}', ["data", "people"]],
    ['{"data":{"people":[1]},"data":{"people":[2]}}', ["data", "people"]],
    ['{"d\\u0061ta":[{"id":1}]}', ["data"]],
    ['[{"data":[1]}]', ["data"]],
    ['{"other":{"data":[1]},"data":[2]}', ["data"]],
    [" [ ] ", []],
    ['{"data":[ 1 , {"a":[2]} ]}', ["data"]],
  ])("is what JSON.parse finds: %s", async (text, path) => {
    expect(await readApart(text, path)).toEqual(JSON.parse(text));
    expect(await readApart(text, path, [1])).toEqual(JSON.parse(text));
  });

  it.each(["", "[1,]", "[,1]", "[1 2]", "[1", '[{"a":1]', "[1]]", "[1],"])("is refused: %s", async (text) => {
    expect(await readApart(text, [])).toBeUndefined();
  });

  it("has of each entry what is made of it, in order", async () => {
    const text = inPieces('{"total":2,"data":[{"id":1},{"id":2}]}', [5]);
    expect(await takeApart(text, { path: ["data"], each }, 0)).toEqual({
      rest: '{"total":2,"data":[]}',
      records: ["1", "2"],
    });
  });

  it("stays in a small answer, and has there as well of each entry what is made of it", async () => {
    const text = '{"total":2,"data":[{"id":1},{"id":2}]}';
    const list = { path: ["data"], each };
    const parts = await takeApart(inPieces(text, [5]), list);
    expect(parts).toEqual({ rest: text, records: null });
    expect(putTogether(JSON.parse(text), list, null)).toEqual({ total: 2, data: ["1", "2"] });
  });

  it.each(['{"data":null}', "[]", "null", '{"data":{"id":1}}', "{}"])("may be missing: %s", (text) => {
    const whole: unknown = JSON.parse(text);
    expect(putTogether(whole, { path: ["data"], each }, null)).toEqual(JSON.parse(text));
  });
});

function each(entry: unknown): string {
  return `${(entry as { id: number }).id}`;
}
