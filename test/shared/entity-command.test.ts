import { describe, expect, it } from "vitest";
import { withEntityFlag } from "../../src/shared/entity-command.js";
import { inEntity, ofEntity, Problem } from "../../src/shared/errors.js";

describe("commands in advice about an entity", () => {
  it.each([
    ["Run `spendesk-hr connect hibob`.", "Run `spendesk-hr connect hibob --entity e-3`."],
    [
      "Change it with `spendesk-hr configure`, then run `spendesk-hr preview`.",
      "Change it with `spendesk-hr configure --entity e-3`, then run `spendesk-hr preview --entity e-3`.",
    ],
    ["`spendesk-hr apply --to file` works today.", "`spendesk-hr apply --to file --entity e-3` works today."],
    [
      "Run `spendesk-hr link 5 m-7 --why …`; if not, `spendesk-hr credentials set spendesk`.",
      "Run `spendesk-hr link 5 m-7 --why … --entity e-3`; if not, `spendesk-hr credentials set spendesk --entity e-3`.",
    ],
    [
      "Pipe it: `hr-export | spendesk-hr preview`.",
      "Pipe it: `hr-export | spendesk-hr preview --entity e-3`.",
    ],
  ])("name it: %s", (text, expected) => {
    expect(withEntityFlag(text, "e-3")).toBe(expected);
    expect(withEntityFlag(expected, "e-3")).toBe(expected);
  });

  it.each([
    "Correct the file, then run `spendesk-hr config validate`.",
    "`spendesk-hr connectors lint` and `spendesk-hr providers` are about no entity.",
    "Run `spendesk-hr preview --out` again: the plan file has several.",
    "Run `spendesk-hr unlock --entity e-9`.",
    "Run `spendesk-hr configure --entity e-9`.",
    "Install spendesk-hr again, or connect it anew.",
  ])("stay as they are: %s", (text) => {
    expect(withEntityFlag(text, "e-3")).toBe(text);
  });
});

describe("a problem of an entity", () => {
  const problem = new Problem({
    kind: "credentials",
    code: "refused",
    what: "Tool e-10 does not accept the key.",
    why: "It is wrong.",
    next: "Run `spendesk-hr connect deel`.",
  });

  it("has its name in front, unless it is named anyway", () => {
    const named = ofEntity("e-1", problem);
    expect(named.message).toBe("e-1: Tool e-10 does not accept the key.");
    expect(named.next).toBe("Run `spendesk-hr connect deel --entity e-1`.");
    expect(ofEntity("e-1", named)).toBe(named);
    expect(ofEntity("e-10", problem).message).toBe(problem.message);
  });

  it("is made of what its work throws, but for an interruption", async () => {
    const fail = (error: Error) => inEntity("e-1", () => Promise.reject(error));
    await expect(fail(problem)).rejects.toThrow("e-1: Tool e-10");
    const stop = new Problem({ kind: "interrupted", code: "stop", what: "Stopped.", why: "", next: "" });
    await expect(fail(stop)).rejects.toBe(stop);
    const defect = new Error("a defect");
    await expect(fail(defect)).rejects.toBe(defect);
  });
});
