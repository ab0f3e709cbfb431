import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleChild, startCommand } from "../../state/children.js";
import { open, tempDir } from "../../state/helpers.js";
import { withDisk, withoutPowers } from "../support/rights.js";

let bundle: Awaited<ReturnType<typeof bundleChild>>;
beforeAll(async () => {
  bundle = await bundleChild();
});
afterAll(() => bundle.remove());

describe("a folder that may not be written", () => {
  const start = (...args: readonly string[]) =>
    startCommand(withoutPowers([process.execPath, bundle.file, ...args]));

  it("is reported when there is no state yet", async () => {
    const dir = tempDir();
    chmodSync(dir, 0o500);
    const line = await start("open", dir).nextLine();
    expect(JSON.parse(line)).toMatchObject({ code: "state_not_writable", kind: "configuration" });
    expect(readdirSync(dir)).toEqual([]);
  });

  it("is reported when there is a state", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    chmodSync(dir, 0o500);
    const line = await start("open", dir).nextLine();
    expect(JSON.parse(line)).toMatchObject({ code: "state_not_writable" });
    chmodSync(dir, 0o700);
  });

  it("is reported on the first write when only the file is read-only", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    chmodSync(join(dir, "state.sqlite"), 0o400);
    expect(await start("open", dir).nextLine()).toBe("opened");
    expect(JSON.parse(await start("hold", dir).nextLine())).toMatchObject({ code: "state_not_writable" });
  });
});

describe("a full disk", () => {
  const start = (size: string, command: string, dir: string) =>
    startCommand(withDisk(dir, `size=${size}`, [process.execPath, bundle.file, command, dir]));

  it("is reported when the state can't even be created", async () => {
    const line = await start("20k", "open", tempDir()).nextLine();
    expect(JSON.parse(line)).toMatchObject({ code: "state_disk_full", kind: "temporary" });
  });

  it("is reported when it fills up while writing", async () => {
    const child = start("400k", "fill", tempDir());
    expect(await child.nextLine()).toBe("opened");
    expect(JSON.parse(await child.nextLine())).toMatchObject({ code: "state_disk_full", kind: "temporary" });
  });
});
