import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPlist } from "../../../cli/schedule/plist.js";
import { fileOf, scheduleOf } from "../../../cli/schedule/workspace.js";
import { openConnectedWorkspace } from "../../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../../support/sandbox-workspace.js";

const READ = "import json,plistlib,sys; json.dump(plistlib.loads(sys.stdin.buffer.read()), sys.stdout)";

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openConnectedWorkspace();
});
afterAll(() => workspace.close());

describe("what schedule prints for launchd", () => {
  // macOS has its own reader, `plutil -lint`, which is one of the printed steps.
  it.each<[string, () => readonly string[]]>([
    ["by default", () => []],
    ["as a daemon, every hour", () => ["--user", "hr", "--every", "1h"]],
    ["every quarter of an hour", () => ["--every", "15m"]],
    ["for a strange path", () => ["--state-dir", join(workspace.folder, `<it's> & "50%" ünïcode`)]],
  ])("is a property list that another reader understands in the same way, %s", async (_name, argv) => {
    const plist = fileOf(await scheduleOf(workspace, ["launchd", ...argv()]), ".plist");
    const read = execFileSync("python3", ["-c", READ], { input: plist, encoding: "utf8" });
    expect(JSON.parse(read)).toEqual(readPlist(plist));
  });
});
