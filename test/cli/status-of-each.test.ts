import { afterEach, expect, it } from "vitest";
import { done } from "../support/connected-workspace.js";
import { parseCsv } from "../support/csv.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

interface Card {
  readonly entity: string;
  readonly lastApply: { readonly result: string; readonly counts: Readonly<Record<string, number>> } | null;
}

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function cards(): Promise<Record<string, Card["lastApply"]>> {
  const { document } = await workspace.json<{ entities: Card[] }>(["status"]);
  return Object.fromEntries(document.entities.map(({ entity, lastApply }) => [entity, lastApply]));
}

async function text(entity: string): Promise<string> {
  return done(await workspace.run(["status", "--entity", entity])).stdout.replace(/\s+/gu, " ");
}

it("has of each entity what became of it in a run over several", async () => {
  workspace = await openTwoEntities();
  workspace.env.SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET = "key-of-another";
  expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(4);

  const { "acme-uk": fine, "acme-fr": broken } = await cards();
  expect(fine?.result).toBe("exit 0");
  expect(fine?.counts.applied).toBeGreaterThan(0);
  expect(broken).toMatchObject({ result: "exit 4", counts: { applied: 0 } });
  expect(broken?.counts.create).toBeUndefined();
  const rows = parseCsv((await workspace.run(["status", "-o", "csv"])).stdout);
  expect(rows.map(({ entity, lastApply }) => [entity, lastApply])).toEqual([
    ["acme-uk", "exit 0"],
    ["acme-fr", "exit 4"],
  ]);

  const { applied } = fine?.counts ?? {};
  expect(await text("acme-uk")).toContain(`✔ done, ${applied} of ${applied} changes done.`);
  const card = await text("acme-fr");
  expect(card).toContain("✘ credentials or permission, nothing was written. Each: `spendesk-hr history");
  expect(card).toContain("Error Spendesk does not accept the API key. The id or the secret is wrong");
  expect(card).toContain("Next Let the Account Owner make a key");
});

it("has of each entity that a run was stopped before it came to them", async () => {
  workspace = await openTwoEntities();
  expect((await workspace.run(["apply"])).exitCode).toBe(5);
  expect(await cards()).toMatchObject({ "acme-uk": { result: "exit 5" }, "acme-fr": { result: "exit 5" } });
  expect(await text("acme-uk")).toContain("nothing was written.");
});
