import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPlain, plainRow, renderTable } from "../../../src/cli/output/table.js";

const PLAIN_STYLE = { color: false, width: 60 };
const word = fc.constantFrom("Ada", "Lindqvist,", "✔", "⚠", "→", "••••", "5555", "ada@acme.test", "Zoë");
const text = fc.array(word, { maxLength: 14 }).map((words) => words.join(" "));

describe("renderTable", () => {
  it("lays plain and other rows out under the same titles", () => {
    const rows = [
      ["Ada", "Works here."],
      ["日本語", "Works here, too."],
    ];
    expect(renderTable(["Full name", "Why"], rows, PLAIN_STYLE)).toBe(
      ["Full name  Why", "Ada        Works here.", "日本語     Works here, too."].join("\n"),
    );
  });

  it("colours every line of a cell that wraps", () => {
    const rows = [[{ text: "one two three", paint: "green" as const }]];
    expect(renderTable(["N"], rows, { color: true, width: 9 }).split("\n").slice(1)).toEqual([
      "\u001b[32mone two\u001b[39m",
      "\u001b[32mthree\u001b[39m",
    ]);
  });

  it("lays a plain row out as it lays out the same row in company of a word for which it needs cli-table3", () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 80, max: 160 }),
        (row, width) => {
          const header = ["", ...row.map(() => "Title")];
          const style = { color: false, width };
          const [plain, other] = ["ab", "あ"].map((first) =>
            renderTable(
              header,
              [
                ["ab", ...row.map(() => "")],
                [first, ...row],
              ],
              style,
            )
              .split("\n")
              .slice(2),
          );
          expect(plain?.map((line) => line.slice(2))).toEqual(
            other?.map((line, index) => line.slice(index === 0 ? 1 : 2)),
          );
        },
      ),
    );
  });
});

describe("isPlain", () => {
  it.each(["日本語", "👍", "a  b", " a", "longer-than-its-column"])("leaves %j to cli-table3", (cell) => {
    expect(isPlain([{ text: cell }], [10])).toBe(false);
  });

  it("takes Latin letters and our own symbols", () => {
    expect(isPlain([{ text: "Zoë ✔ → ••••" }, { text: "" }], [6, 0])).toBe(true);
    expect(plainRow([{ text: "Zoë ✔ → ••••" }], [6], PLAIN_STYLE)).toEqual(["Zoë ✔   ", "→ ••••  "]);
  });
});
