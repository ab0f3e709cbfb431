import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { withDisk } from "../../support/rights.js";

/** Runs `publish-child.ts` where the folder is on a disk mounted with these options. */
async function publishOn(mountOptions: string) {
  const place = await mkdtemp(join(tmpdir(), "spendesk-hr-disk-"));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const folder = join(place, "hand-off");
  await mkdir(folder);
  await chmod(place, 0o755);
  const child = join(place, "child.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("publish-child.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: child,
    logLevel: "warning",
  });
  const [program = "", ...words] = withDisk(folder, mountOptions, [process.execPath, child, folder]);
  const { stdout } = await execa(program, words);
  const result: unknown = JSON.parse(stdout);
  return { folder, result };
}

describe("hand-off", () => {
  it("leaves no half of it on a disk that is full, and says which one", async () => {
    const { folder, result } = await publishOn("size=64k");
    expect(result).toEqual({
      problem: {
        kind: "temporary",
        code: "handoff_disk_full",
        what: `The hand-off could not be written to ${folder}; no file of it was left there.`,
      },
      left: [],
    });
  });

  it("says that a folder can't be written", async () => {
    const { result } = await publishOn("size=64k,ro");
    expect(result).toMatchObject({
      problem: { kind: "configuration", code: "handoff_not_writable" },
      left: [],
    });
  });
});
