import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../src/observability/redactor.js";

/** A key as it is in a file: several lines, with some that stand anywhere. */
const KEY = [
  "-----BEGIN KEY-----",
  ...Array.from({ length: 40 }, (_, line) => `canary${line}x`.repeat(5)),
  "-----END KEY-----",
];

function redactor() {
  const redactor = createRedactor();
  redactor.register(KEY.join("\n"));
  redactor.register("canary-4f1e-77aa");
  return redactor;
}

/** Lines of a table, among which secrets of one line and of several stand at any place. */
const LINES = fc
  .array(
    fc.oneof(
      {
        weight: 20,
        arbitrary: fc.integer({ min: 1, max: 60 }).map((count) => [`${"row of a table ".repeat(count)}`]),
      },
      { weight: 2, arbitrary: fc.constant(KEY) },
      { weight: 2, arbitrary: fc.constant(["a cell with canary-4f1e-77aa in it"]) },
      { weight: 1, arbitrary: fc.constant(["Authorization: Basic", "Zm9vOmJhcmJhejEyMzQ1Njc4OTA="]) },
      { weight: 1, arbitrary: fc.constant(["DE89 3704 0044", "0532 0130 00"]) },
    ),
    { minLength: 100, maxLength: 400, size: "max" },
  )
  .map((parts) => parts.flat());

describe("redactLines", () => {
  it("hides what is hidden in the whole text, also what has several lines", () => {
    fc.assert(
      fc.property(LINES, (lines) => {
        const pieces = [...redactor().redactLines(lines)];
        expect(pieces.join("") === redactor().redact(`${lines.join("\n")}\n`)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("hands a long text on in pieces that end with a line", () => {
    const pieces = [
      ...redactor().redactLines(Array.from({ length: 20_000 }, (_, row) => `row ${row} of a table`)),
    ];
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.every((piece) => piece.endsWith("\n") && piece.length < 200_000)).toBe(true);
  });

  it("keeps together what is hidden as one, however long it is", () => {
    const long = createRedactor();
    const secret = Array.from({ length: 9_000 }, (_, line) => `line ${line} of a secret`);
    long.register(secret.join("\n"));
    const rows = Array.from({ length: 3_000 }, (_, row) => `row ${row} of a table`);
    const text = [...long.redactLines([...rows, ...secret, ...rows])].join("");
    expect(text).toBe(`${[...rows, "[secret]", ...rows].join("\n")}\n`);
  });

  it("writes nothing for no lines", () => {
    expect([...redactor().redactLines([])]).toEqual([]);
  });
});
