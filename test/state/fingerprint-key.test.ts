import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { open, problemOf, tempDir } from "./helpers.js";

describe("fingerprintKey", () => {
  it("is 32 random bytes that stay the same", () => {
    const dir = tempDir();
    const key = open(dir).fingerprintKey();
    expect(key).toHaveLength(32);
    expect(open(dir).fingerprintKey()).toEqual(key);
    expect(open(tempDir()).fingerprintKey()).not.toEqual(key);
  });

  it("lies in a file of its own for its owner only, with nothing left over", () => {
    const dir = tempDir();
    const store = open(dir);
    store.fingerprintKey();
    store.close();
    expect(statSync(join(dir, "fingerprint.key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).sort()).toEqual(["fingerprint.key", "state.sqlite"]);
  });

  it("is refused when the file has the wrong length", () => {
    const dir = tempDir();
    const store = open(dir);
    writeFileSync(join(dir, "fingerprint.key"), "short");
    const problem = problemOf(() => store.fingerprintKey());
    expect(problem).toMatchObject({ code: "state_key_invalid", kind: "configuration" });
    expect(`${problem.message} ${problem.why} ${problem.next}`).not.toContain("short");
  });
});
