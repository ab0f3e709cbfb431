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

describe("CSV", () => {
  it("has its header also when there is nothing to tell", async () => {
    workspace = await openTwoEntities();
    const { stdout } = done(await workspace.run(["members", "--tab", "archived", "-o", "csv"]));
    expect(stdout).toBe("entity,id,name,email,status,hrStatus\r\n");
  });
});
