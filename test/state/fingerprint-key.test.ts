import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { open, problemOf, tempDir } from "./helpers.js";

describe("fingerprintKey", () => {
  it("is 32 random bytes that stay the same", async () => {
    const dir = tempDir();
    const key = await (await open(dir)).fingerprintKey();
    expect(key).toHaveLength(32);
    expect(await (await open(dir)).fingerprintKey()).toEqual(key);
    expect(await (await open(tempDir())).fingerprintKey()).not.toEqual(key);
  });

  it("lies in a file of its own for its owner only, with nothing left over", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await store.fingerprintKey();
    await store.close();
    expect(statSync(join(dir, "fingerprint.key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).sort()).toEqual(["fingerprint.key", "state.sqlite"]);
  });

  it("is refused when the file has the wrong length", async () => {
    const dir = tempDir();
    const store = await open(dir);
    writeFileSync(join(dir, "fingerprint.key"), "short");
    const problem = await problemOf(() => store.fingerprintKey());
    expect(problem).toMatchObject({ code: "state_key_invalid", kind: "configuration" });
    expect(`${problem.message} ${problem.why} ${problem.next}`).not.toContain("short");
  });
});
