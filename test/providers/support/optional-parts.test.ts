import { describe, expect, it } from "vitest";
import type { HttpResponse } from "../../../src/http/types.js";
import { createOptionalParts } from "../../../src/providers/support/optional-parts.js";
import { answer } from "./answers.js";

const OK = answer(200, {});

/** A call with an order and with extras, sent to a vendor that answers as told. */
function callTo(vendor: (parts: ReadonlySet<string>) => HttpResponse) {
  const parts = createOptionalParts({
    order: { about: /\border ?by\b/iu, suspectAt: [400] },
    extras: { about: /\bextras\b/iu, suspectAt: [400, 403] },
    filter: { about: /\bstatuses\b/iu },
  });
  const sent: string[] = [];
  const send = async (present: ReadonlySet<string>) => {
    sent.push([...present].join(" "));
    return vendor(present);
  };
  return { parts, sent, ask: () => parts.ask(send) };
}

const refuses = (part: string, response: HttpResponse) => (present: ReadonlySet<string>) =>
  present.has(part) ? response : OK;

describe("optional parts of a request", () => {
  it.each([
    ["order", answer(400, { Message: "Order by query parameter is invalid" }), "extras filter"],
    ["extras", answer(403, { detail: "No right to extras" }), "order filter"],
    [
      "filter",
      answer(400, { errors: [{ message: "not allowed", path: "/query/statuses/3" }] }),
      "order extras",
    ],
  ])("are left out alone where the vendor names them: %s", async (part, refusal, left) => {
    const { ask, sent, parts } = callTo(refuses(part, refusal));
    expect((await ask()).status).toBe(200);
    expect(sent).toEqual(["order extras filter", left]);
    expect(parts.has("order")).toBe(part !== "order");
    expect((await ask()).status).toBe(200);
    expect(sent.slice(2)).toEqual([left]);
  });

  it.each([
    ["order", 400, ["extras filter"]],
    ["extras", 400, ["extras filter", "order filter"]],
    ["extras", 403, ["order filter"]],
  ])("are tried one by one without a word: %s, %i", async (part, status, tried) => {
    const { ask, sent } = callTo(refuses(part, answer(status, {})));
    expect((await ask()).status).toBe(200);
    expect(sent.slice(1)).toEqual(tried);
  });

  it("are all left out when none alone is enough", async () => {
    const { ask, sent } = callTo((present) =>
      present.has("order") || present.has("extras") ? answer(400, {}) : OK,
    );
    expect((await ask()).status).toBe(200);
    expect(sent.at(-1)).toBe("filter");
  });

  it("stay when the refusal is about something else, whose first answer is given back", async () => {
    const { ask, sent, parts } = callTo(() =>
      answer(403, { message: `No people for you, call ${sent.length}` }),
    );
    const response = await ask();
    expect([response.status, response.text]).toEqual([403, expect.stringContaining("call 1")]);
    expect(parts.has("extras")).toBe(true);
  });

  it("are not suspected of trouble that is no refusal", async () => {
    for (const status of [401, 408, 429, 500]) {
      const { ask, sent } = callTo(() => answer(status, { message: "order by" }));
      expect((await ask()).status).toBe(status);
      expect(sent).toHaveLength(1);
    }
  });
});
