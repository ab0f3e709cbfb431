import { afterAll, beforeAll, expect, it } from "vitest";
import { JSON_DOCUMENTS } from "../../src/cli/json-shapes/documents.js";
import { tellStory } from "../../src/sandbox/story.js";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

/** Whenever the test runs, it is ahead. */
const UNTIL = "2099-01-31";

let workspace: SandboxWorkspace;

beforeAll(async () => {
  workspace = await openAppliedWorkspace({ ownerEmail: "olivia@acme.test" });
  const { members } = await documentOf("members", "members");
  const [member] = members;
  done(await workspace.run(["ignore", member?.id ?? "", "--why", "On loan", "--until", UNTIL, "--yes"]));
  tellStory(workspace.sandbox.control);
});

afterAll(() => workspace.close());

type Name = keyof typeof JSON_DOCUMENTS;

async function documentOf<Key extends Name>(name: Key, ...argv: string[]) {
  const { document } = await workspace.json<unknown>(argv);
  return JSON_DOCUMENTS[name].parse(document) as ReturnType<(typeof JSON_DOCUMENTS)[Key]["parse"]>;
}

it("status has the documented keys and types", async () => {
  const { entities } = await documentOf("status", "status");
  expect(entities).toMatchObject([{ entity: "acme-uk", connectionStatus: "connected", error: null }]);
});

it("members has the documented keys and types", async () => {
  const { members } = await documentOf("members", "members");
  expect(new Set(members.map(({ hrStatus }) => hrStatus))).toContain("managed");
});

it("explain has the documented keys and types, and masks bank details", async () => {
  const { members } = await documentOf("members", "members");
  const managed = members.find(({ hrStatus, email }) => hrStatus === "managed" && email !== null);
  const { entities } = await documentOf("explain <who>", "explain", managed?.email ?? "");
  const [entity] = entities;
  expect(entity).toMatchObject({ hrStatus: "managed", matchedBy: "link", member: { id: managed?.id } });
  expect(JSON.stringify(entities)).not.toMatch(/\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/);
});

it("history lists runs and decisions, and each change of one run", async () => {
  const { runs, decisions } = await documentOf("history", "history");
  expect(decisions).toMatchObject([{ kind: "ignore", why: "On loan", until: UNTIL }]);
  const applied = runs.find(({ kind }) => kind === "apply");
  const { changes } = await documentOf("history <run>", "history", applied?.id ?? "");
  expect(changes.length).toBeGreaterThan(10);
});

it("history diff has the documented keys and types", async () => {
  done(await workspace.run(["preview"]));
  const { runs } = await documentOf("history", "history");
  const [now, then] = [runs[0], runs.find(({ kind }) => kind === "apply")];
  const { entities } = await documentOf(
    "history diff <from> <to>",
    ...["history", "diff", then?.id ?? "", now?.id ?? ""],
  );
  // Those who were created then are to be updated, archived or released now.
  expect(entities[0]?.new.map(({ kind }) => kind)).toEqual(["create"]);
  expect(entities[0]?.different.map(({ to }) => to.kind).sort()).toEqual([
    "archive",
    "previously_managed",
    "update",
  ]);
  expect(entities[0]?.counts.from).toMatchObject({ create: expect.any(Number) });
});

it("people list has the documented keys and types", async () => {
  const { decisions } = await documentOf("people list", "people", "list");
  expect(decisions).toMatchObject([{ kind: "ignore", inForce: true }]);
});

it("credentials list names places and never values", async () => {
  const { credentials } = await documentOf("credentials list", "credentials", "list");
  expect(credentials.map(({ state }) => state)).toContain("present");
  const secret = workspace.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET ?? "";
  expect(secret).not.toBe("");
  expect(JSON.stringify(credentials)).not.toContain(secret);
});

it("credentials test has the documented keys and types", async () => {
  const { connections } = await documentOf("credentials test", "credentials", "test");
  expect(connections.map(({ connection, ok }) => ({ connection, ok }))).toEqual([
    { connection: "spendesk", ok: true },
    { connection: "personio", ok: true },
  ]);
});

it("doctor has the documented keys and types", async () => {
  const { checks } = await documentOf("doctor", "doctor");
  expect(checks.length).toBeGreaterThan(10);
});

it("providers has the documented keys and types, with the ways into Lucca", async () => {
  const { providers } = await documentOf("providers", "providers");
  const lucca = providers.find(({ id }) => id === "lucca");
  expect(lucca?.variants?.choices.map(({ value }) => value)).toEqual(["legacy", "lucca-api"]);
});

it("schedule gives the files and what is to be done with them", async () => {
  const { files, steps } = await documentOf("schedule", "schedule");
  expect(files.map(({ name }) => name)).toContain("spendesk-hr.service");
  expect(steps.length).toBeGreaterThan(1);
});

it("the state's commands have the documented keys and types", async () => {
  const { folder, links } = await documentOf("state backup", "state", "backup", "copy");
  const check = await documentOf("state check", "state", "check");
  expect(check.links).toBe(links);
  const restored = await documentOf("state restore <backup> --yes", "state", "restore", folder, "--yes");
  expect(restored).toMatchObject({ from: folder, links });
});

it("config validate, connect and configure have the documented keys and types", async () => {
  expect(await documentOf("config validate", "config", "validate")).toMatchObject({ entities: ["acme-uk"] });
  const connected = await JSON_DOCUMENTS["connect <provider> --yes"].parse(
    JSON.parse(done(await workspace.connect("-o", "json")).stdout),
  );
  expect(connected).toMatchObject({ entity: "acme-uk", provider: "personio" });
  const configured = await documentOf("configure --yes", "configure", "--include", "all", "--yes");
  expect(configured).toMatchObject({ entity: "acme-uk", connectionStatus: "connected" });
});
