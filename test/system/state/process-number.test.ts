import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askPs } from "../../../src/state/process-identity.js";
import { bundleChild, startChild, startCommand, startUncollected } from "../../state/children.js";
import { tempDir } from "../../state/helpers.js";
import { untilLetter } from "../../support/process-letter.js";

let bundle: Awaited<ReturnType<typeof bundleChild>>;
beforeAll(async () => {
  bundle = await bundleChild();
});
afterAll(() => bundle.remove());

describe("a number that the system gave to another process", () => {
  it("does not keep the lock of the one that had it before", async () => {
    // In a namespace of its own, where the next number can be chosen.
    const command = [process.execPath, bundle.file, "reuse", tempDir()];
    const child = startCommand(["unshare", "-rpf", "--mount-proc", "--kill-child", ...command]);
    const { first, second, held, then } = JSON.parse(await child.nextLine());
    expect(second).toBe(first);
    expect(held).toBe(first);
    expect(then).toBeNull();
  });
});

describe("what the system's ps tells", () => {
  it("is whether a process works, is stopped or has ended, and always the same start", async () => {
    const child = startChild(bundle.file, ["hold", tempDir()]);
    expect(await child.nextLine()).toBe("holding");
    const pid = child.process.pid ?? 0;
    const look = askPs(pid);
    expect(look).toMatchObject({ condition: "running" });
    child.process.kill("SIGSTOP");
    await untilLetter(pid, "T");
    expect(askPs(pid)).toEqual({ condition: "stopped", start: look?.start });
    child.process.kill("SIGKILL");
    await child.ended;
    expect(askPs(pid)).toBeNull();
  });

  it("is that one nobody collected has ended", async () => {
    const { pid } = await startUncollected(["sleep", "600"]);
    process.kill(pid, "SIGKILL");
    await untilLetter(pid, "Z");
    expect(askPs(pid)?.condition).toBe("ended");
  });
});
