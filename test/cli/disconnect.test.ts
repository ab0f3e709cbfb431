import { afterEach, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import { memoryOf } from "../support/memory.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function openDisconnected(...flags: string[]): Promise<SandboxWorkspace> {
  workspace = await openAppliedWorkspace();
  done(await workspace.run(["disconnect", "--yes", ...flags]));
  return workspace;
}

async function statusWord(): Promise<string | undefined> {
  const { document } = await workspace.json<{ entities: { connectionStatus: string }[] }>(["status"]);
  return document.entities[0]?.connectionStatus;
}

describe("disconnect", () => {
  it("asks before it does anything", async () => {
    workspace = await openAppliedWorkspace();
    const run = await workspace.run(["disconnect"]);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain("spendesk-hr disconnect --entity acme-uk --yes");
    expect(await statusWord()).toBe("connected");
  });

  it("leaves the members and their links as they are, without a single request", async () => {
    workspace = await openAppliedWorkspace();
    const members = workspace.sandbox.control.members();
    const { links } = await memoryOf(workspace);
    done(await workspace.run(["disconnect", "--yes"]));
    expect(await statusWord()).toBe("disconnected");
    expect(workspace.sandbox.stats().total).toBe(0);
    expect(workspace.sandbox.control.members()).toEqual(members);
    expect((await memoryOf(workspace)).links).toEqual(links);
  });

  it.each([[["preview"]], [["apply", "--yes"]], [["apply", "--yes", "--accept-config"]]])(
    "makes `%s` stop before it reads anything",
    async (argv) => {
      await openDisconnected();
      const { exitCode, document } = await workspace.json<{ error: { code: string; hint: string } }>(argv);
      expect(exitCode).toBe(78);
      expect(document.error.code).toBe("entity_disconnected");
      expect(document.error.hint).toContain("spendesk-hr connect personio --entity acme-uk");
      expect(document.error.hint).toContain("spendesk-hr configure --entity acme-uk");
      expect(workspace.sandbox.stats().total).toBe(0);
      expect(await statusWord()).toBe("disconnected");
    },
  );

  it("is the reason that is given also when the credentials are gone", async () => {
    await openDisconnected("--forget");
    for (const name of Object.keys(workspace.env)) {
      if (/_CLIENT_(?:ID|SECRET)$/.test(name)) delete workspace.env[name];
    }
    const { exitCode, document } = await workspace.json<{ error: { code: string } }>(["preview"]);
    expect({ exitCode, code: document.error.code }).toEqual({ exitCode: 78, code: "entity_disconnected" });
  });

  it("says with --forget that credentials in the environment are for the admin to remove", async () => {
    workspace = await openAppliedWorkspace();
    const { stdout } = done(await workspace.run(["disconnect", "--yes", "--forget"]));
    expect(stdout).toContain("remove the variables");
  });

  it("needs connect and configure before anything is synchronised again", async () => {
    await openDisconnected();
    expect((await workspace.configure()).exitCode).toBe(78);
    done(await workspace.connect());
    expect(await statusWord()).toBe("awaiting_actions");
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(5);
    done(await workspace.configure());
    expect(await statusWord()).toBe("connected");
    done(await workspace.run(["apply", "--yes"]));
  });
});
