import { describe, expect, it } from "vitest";
import { maskIbanLike, maskIbans } from "../../../src/sync/model/mask-ibans.js";

describe("maskIbanLike", () => {
  it.each([
    ["compact", "Refused GB33BUKB20201555555555, try again", "Refused •••• 5555, try again"],
    ["in groups", "DE89 3704 0044 0532 0130 00 is refused", "•••• 3000 is refused"],
    ["with other blanks", "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000.", "•••• 3000."],
    ["mistyped", "GB99BUKB20201555555555", "•••• 5555"],
    ["in JSON", '{"iban":"FR1420041010050500013M02606"}', '{"iban":"•••• 2606"}'],
    ["twice", "GB33BUKB20201555555555/DE89370400440532013000", "•••• 5555/•••• 3000"],
  ])("masks one that is %s", (_how, text, masked) => {
    expect(maskIbanLike(text)).toBe(masked);
  });

  it.each([
    "The e-mail ada@acme.test is in use.",
    "Request 3fa85f64-ab12-4562-b3fc-2c963f66afa6 failed",
    "•••• 5555",
    "Started on 2026-11-20 in AB12",
  ])("leaves %j alone", (text) => {
    expect(maskIbanLike(text)).toBe(text);
  });
});

describe("maskIbans", () => {
  it("masks valid ones, whatever stands around them and between their groups", () => {
    expect(maskIbans("xGB33BUKB20201555555555y de89-3704-0044-0532-0130-00")).toBe("x•••• 5555y •••• 3000");
  });

  it.each([
    ["cut off", "GB33BUKB2020"],
    ["with other characters between", "DE89*3704*0044*0532*0130*00"],
    ["of a country that has none", "US33BUKB20201555555555"],
  ])("leaves one that is %s", (_what, text) => {
    expect(maskIbans(text)).toBe(text);
  });

  it("masks one right behind what only begins like one", () => {
    expect(maskIbans("GB12DE89370400440532013000")).toBe("GB12•••• 3000");
    expect(maskIbans("XGB1GB33BUKB20201555555555")).toBe("XGB1•••• 5555");
  });

  it("leaves long identifiers whose checksum does not agree", () => {
    const text = "GB99BUKB20201555555555 AB12CDEFGHIJKLMNOP";
    expect(maskIbans(text)).toBe(text);
  });
});
