import { afterEach, describe, expect, it } from "vitest";
import { done } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

describe("explain", () => {
  it("says in JSON which entity could not be read", async () => {
    workspace = await openTwoEntities();
    workspace.env.SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET = "wrong";
    const { exitCode, document } = await workspace.json<{ entities: object[] }>([
      "explain",
      "nobody@acme.test",
    ]);
    expect(exitCode).toBe(4);
    expect(document.entities).toEqual([
      expect.objectContaining({ entity: "acme-uk" }),
      expect.objectContaining({
        entity: "acme-fr",
        error: expect.objectContaining({ message: expect.any(String) }),
      }),
    ]);
  });
});

describe("members", () => {
  it("has those of the other entities, and says which one could not be read", async () => {
    workspace = await openTwoEntities({ employees: 8 });
    done(await workspace.run(["apply", "--yes"]));
    const all = JSON.parse(done(await workspace.run(["members", "--json"])).stdout);
    expect(all.unread).toEqual([]);
    workspace.env.SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET = "wrong";
    const { exitCode, document } = await workspace.json<typeof all>(["members"]);
    expect(exitCode).toBe(4);
    const others = all.members.filter(({ entity }: { readonly entity: string }) => entity === "acme-fr");
    expect(others).not.toEqual([]);
    const error = expect.objectContaining({
      code: "spendesk_credentials_refused",
      message: expect.stringContaining("acme-uk: Spendesk does not accept the API key."),
    });
    expect(document).toEqual({
      schemaVersion: 1,
      members: others,
      unread: [{ entity: "acme-uk", error }],
    });
    const table = await workspace.run(["members"]);
    expect(table.stdout.split("\n").filter((line) => line.startsWith("acme-fr"))).toHaveLength(others.length);
    expect(table.stderr).toContain("acme-uk: Spendesk does not accept the API key.");

    const alone = await workspace.json<typeof all>(["members", "--entity", "acme-uk"]);
    expect(alone.exitCode).toBe(4);
    expect(alone.document).toMatchObject({ members: [], error });
    expect((await workspace.run(["members", "--entity", "acme-uk"])).stdout).toBe("");
  });

  it("is content with the first of many entities when none has a key", async () => {
    workspace = await openTwoEntities({ employees: 8 });
    for (const entity of ["UK", "FR"])
      delete workspace.env[`SPENDESK_HR_ACME_${entity}_SPENDESK_CLIENT_SECRET`];
    const { exitCode, document } = await workspace.json(["members"]);
    expect(exitCode).toBe(4);
    expect(document).toEqual({
      schemaVersion: 1,
      error: expect.objectContaining({ code: "credentials_missing" }),
    });
    expect((await workspace.run(["members"])).stderr).not.toContain("acme-fr");
  });

  it("names every entity, also those whose keys are not there", async () => {
    workspace = await openTwoEntities({ employees: 8 });
    delete workspace.env.SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET;
    workspace.env.SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET = "wrong";
    const { exitCode, stdout, stderr } = await workspace.run(["members"]);
    expect([exitCode, stdout]).toEqual([4, ""]);
    expect(stderr).toContain("acme-uk");
    expect(stderr).toContain("acme-fr: Spendesk does not accept the API key.");
  });
});

describe("CSV", () => {
  it("has its header also when there is nothing to tell", async () => {
    workspace = await openTwoEntities();
    const { stdout } = done(await workspace.run(["members", "--tab", "archived", "-o", "csv"]));
    expect(stdout).toBe("entity,id,name,email,status,hrStatus\r\n");
  });
});
