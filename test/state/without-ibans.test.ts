import { describe, expect, it } from "vitest";
import { withoutIbans } from "../../src/state/without-ibans.js";

describe("withoutIbans", () => {
  it.each([
    ["compact", "Refused GB33BUKB20201555555555, try again", "Refused •••• 5555, try again"],
    ["in groups", "DE89 3704 0044 0532 0130 00 is refused", "•••• 3000 is refused"],
    ["with other blanks", "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000.", "•••• 3000."],
    ["mistyped", "GB99BUKB20201555555555", "•••• 5555"],
    ["in JSON", '{"iban":"FR1420041010050500013M02606"}', '{"iban":"•••• 2606"}'],
    ["twice", "GB33BUKB20201555555555/DE89370400440532013000", "•••• 5555/•••• 3000"],
  ])("masks one that is %s", (_how, text, masked) => {
    expect(withoutIbans(text)).toBe(masked);
  });

  it.each([
    "The e-mail ada@acme.test is in use.",
    "Request 3fa85f64-ab12-4562-b3fc-2c963f66afa6 failed",
    "•••• 5555",
    "Started on 2026-11-20 in AB12",
  ])("leaves %j alone", (text) => {
    expect(withoutIbans(text)).toBe(text);
  });
});
