import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { isProblem } from "../../src/shared/errors.js";
import { aloneWithCredentials, aloneWithNotifications } from "../../src/state/alone.js";
import { bundleChild, startChild } from "./children.js";
import { tempDir } from "./helpers.js";

const { signal } = new AbortController();

/** A promise that somebody else settles. */
function latch(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe("work that is done alone", () => {
  it("waits for the work before it, also in one process", async () => {
    const dir = join(tempDir(), "new");
    const events: string[] = [];
    const first = latch();
    const one = aloneWithCredentials({ dir, signal }, async () => {
      events.push("one begins");
      await first.opened;
      events.push("one ends");
    });
    const two = aloneWithCredentials({ dir, signal }, async () => {
      events.push("two");
    });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(events).toEqual(["one begins"]);
    first.open();
    await Promise.all([one, two]);
    expect(events).toEqual(["one begins", "one ends", "two"]);
    if (process.platform !== "win32")
      expect(statSync(join(dir, "credentials.lock")).mode & 0o777).toBe(0o600);
  });

  it("lets the next one begin when it failed", async () => {
    const dir = tempDir();
    await expect(
      aloneWithCredentials({ dir, signal }, () => Promise.reject(new Error("no"))),
    ).rejects.toThrow("no");
    expect(await aloneWithCredentials({ dir, signal }, async () => "yes")).toBe("yes");
  });

  it("is told to be busy after the wait, and stops waiting when the run is stopped", async () => {
    const dir = tempDir();
    const held = latch();
    const one = aloneWithCredentials({ dir, signal }, () => held.opened);
    const error = await aloneWithCredentials({ dir, signal, waitMs: 150 }, async () => null).catch(
      (caught: unknown) => caught,
    );
    expect(isProblem(error) && [error.kind, error.code]).toEqual(["temporary", "credentials_busy"]);
    const stopper = new AbortController();
    const waiting = aloneWithCredentials({ dir, signal: stopper.signal }, async () => null);
    stopper.abort(new Error("stopped"));
    await expect(waiting).rejects.toThrow("stopped");
    held.open();
    await one;
  });

  it("ends with the process that does it, however that ends", async () => {
    const dir = tempDir();
    const bundle = await bundleChild();
    onTestFinished(() => bundle.remove());
    const child = startChild(bundle.file, ["alone", dir]);
    expect(await child.nextLine()).toBe("alone");
    const refused = aloneWithCredentials({ dir, signal, waitMs: 100 }, async () => null);
    await expect(refused).rejects.toMatchObject({ code: "credentials_busy" });
    child.process.kill("SIGKILL");
    await child.ended;
    expect(await aloneWithCredentials({ dir, signal }, async () => "free")).toBe("free");
  });
});

describe("telling people alone", () => {
  it("takes turns, so that nothing noted is lost, beside whoever replaces credentials", async () => {
    const dir = tempDir();
    const noted: string[] = [];
    const note = (what: string) =>
      aloneWithNotifications({ dir, signal }, async () => {
        const before = [...noted];
        await new Promise((resolve) => setTimeout(resolve, 20));
        noted.splice(0, noted.length, ...before, what);
      });
    const held = latch();
    const credentials = aloneWithCredentials({ dir, signal }, () => held.opened);
    await Promise.all(["a", "b", "c"].map(note));
    expect(noted.sort()).toEqual(["a", "b", "c"]);
    held.open();
    await credentials;
  });

  it("is not kept from it by one that takes too long, nor by a folder that can't be used", async () => {
    const dir = tempDir();
    const held = latch();
    const one = aloneWithNotifications({ dir, signal }, () => held.opened);
    let told = 0;
    const tell = async () => {
      told += 1;
    };
    await aloneWithNotifications({ dir, signal, waitMs: 50 }, tell);
    writeFileSync(join(dir, "file"), "");
    await aloneWithNotifications({ dir: join(dir, "file"), signal }, tell);
    expect(told).toBe(2);
    held.open();
    await one;
  });

  it("reports what it fails with", async () => {
    const dir = tempDir();
    const fails = aloneWithNotifications({ dir, signal }, () => Promise.reject(new Error("no")));
    await expect(fails).rejects.toThrow("no");
  });
});
