import { describe, expect, it } from "vitest";
import { parseFault } from "../../src/sandbox/server/faults.js";

describe("parseFault", () => {
  it.each([
    ["429", { kind: "429", value: null, when: { type: "always" }, where: null }],
    ["429-bare:10%", { kind: "429-bare", value: null, when: { type: "rate", percent: 10 }, where: null }],
    ["500:2.5%", { kind: "500", value: null, when: { type: "rate", percent: 2.5 }, where: null }],
    ["slow=300:x2", { kind: "slow", value: 300, when: { type: "first", times: 2 }, where: null }],
    [
      "reset@/personio",
      { kind: "reset", value: null, when: { type: "always" }, where: { method: null, path: "/personio" } },
    ],
    [
      " reset-after:x1@POST /v1/users ",
      {
        kind: "reset-after",
        value: null,
        when: { type: "first", times: 1 },
        where: { method: "POST", path: "/v1/users" },
      },
    ],
    ["wrong-total=-3", { kind: "wrong-total", value: -3, when: { type: "always" }, where: null }],
  ])("reads %s", (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  it("names the known kinds for an unknown one", () => {
    const problem = expect.objectContaining({
      kind: "usage",
      code: "unknown_fault",
      why: expect.stringMatching(/429, .*reset-after.*wrong-total/u),
    });
    expect(() => parseFault("418:x1")).toThrow(problem);
    expect(() => parseFault("constructor")).toThrow(problem);
  });

  it.each(["", "500:", "500:x", "500:10", "500@users", "500@GET", "slow=fast", "500:x1:10%"])(
    "refuses %j",
    (text) => {
      expect(() => parseFault(text)).toThrow(
        expect.objectContaining({ kind: "usage", code: "invalid_fault" }),
      );
    },
  );
});
