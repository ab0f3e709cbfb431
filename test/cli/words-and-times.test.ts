import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tellStory } from "../../src/sandbox/story.js";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

/** Names of keys and enums, and moments as machines have them. */
const WORDS_OF_CODE =
  /previouslyManaged|previously_managed|workEmail|firstName|lastName|startDate|handed_off|exit (code )?\d|\d{4}-\d\d-\d\dT\d\d:/;

let workspace: SandboxWorkspace;
let member: string;
let run: string;

beforeAll(async () => {
  workspace = await openAppliedWorkspace({ employees: 30, ownerEmail: "olivia@acme.test" });
  tellStory(workspace.sandbox.control);
  done(await workspace.run(["apply", "--yes"]));
  const { document } = await workspace.json<{ members: { id: string; hrStatus: string }[] }>(["members"]);
  member = document.members.find(({ hrStatus }) => hrStatus === "managed")?.id ?? "";
  const history = await workspace.json<{ runs: { id: string; kind: string }[] }>(["history"]);
  run = history.document.runs.find(({ kind }) => kind === "apply")?.id ?? "";
  const guest = document.members.find(({ hrStatus }) => hrStatus === "manual")?.id ?? "";
  done(await workspace.run(["ignore", guest, "--why", "A guest", "--yes"]));
});

afterAll(() => workspace.close());

describe("what people read", () => {
  it.each<[string, () => readonly string[]]>([
    ["doctor", () => ["doctor"]],
    ["history", () => ["history"]],
    ["one run", () => ["history", run]],
    ["explain", () => ["explain", member]],
    ["status", () => ["status"]],
    ["people list", () => ["people", "list"]],
    ["schedule", () => ["schedule"]],
    ["state check", () => ["state", "check"]],
  ])("%s speaks in words of people, with times they can read", async (_name, argv) => {
    const { exitCode, stdout } = await workspace.run(argv());
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(WORDS_OF_CODE);
  });

  it("gives times with the entity's clock, and machines the moment itself", async () => {
    const now = new Date(Date.now() + 2 * 3_600_000);
    const { stdout } = await workspace.run(["doctor", "--offline"], { now: () => now });
    const inLondon = /The last apply, (\d{4}-\d\d-\d\d \d\d:\d\d) \(\d+ hours? ago\), ended well\./.exec(
      stdout,
    );
    const { document } = await workspace.json<{ runs: { kind: string; startedAt: string }[] }>(["history"]);
    const startedAt = document.runs.find(({ kind }) => kind === "apply")?.startedAt ?? "";
    const expected = new Date(startedAt).toLocaleString("sv-SE", {
      timeZone: "Europe/London",
      dateStyle: "short",
      timeStyle: "short",
    });
    expect(inLondon?.[1]).toBe(expected);
  });
});
