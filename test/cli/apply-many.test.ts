import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { done } from "../support/connected-workspace.js";
import { openManyEntities, writeGroups } from "../support/many-entities.js";
import { writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

const GROUPS = {
  uk: ["uk-1", "uk-2", "uk-3", "uk-4", "uk-5", "uk-6"],
  iberia: ["es-1", "pt-1"],
  "": ["de-1"],
};
const BAD_KEY = "SPENDESK_HR_UK_2_SPENDESK_CLIENT_SECRET";
const RIGHT = "Look at `spendesk-hr preview`. If it is right, run";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function openApplied(): Promise<void> {
  workspace = await openManyEntities(GROUPS);
  done(await workspace.run(["apply", "--yes", "--accept-config"]));
  workspace.sandbox.control.resetStats();
}

describe("a refused apply of many entities", () => {
  it("tells apart why it was refused and what else failed, each in lines that can be read", async () => {
    workspace = await openManyEntities(GROUPS);
    workspace.env[BAD_KEY] = "not-the-secret";
    const { exitCode, stderr } = await workspace.run(["apply", "--yes"]);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe("Nothing was written: the plan is not safe to apply as it is.");
    expect(lines[1]).toMatch(/^uk-1, uk-3, uk-4, uk-5, uk-6 and 3 more: The state in /u);
    expect(lines[2]).toBe(`${RIGHT} \`spendesk-hr apply --accept-config\`.`);
    expect(lines[3]).toBe("uk-2: Spendesk does not accept the API key.");
    expect(stderr).not.toContain("…");
    // What a person must act on first.
    expect(exitCode).toBe(4);
    expect(writesTo(workspace.sandbox)).toEqual({});
  });

  it("says in the metrics which entity stopped it, and that the others were not worked on", async () => {
    await openApplied();
    workspace.env[BAD_KEY] = "not-the-secret";
    await writeGroups(
      workspace,
      { ...GROUPS, berlin: ["de-1"], "": [] },
      { berlin: { leavers: { graceDays: 3 } } },
    );
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(4);
    const metrics = await readFile(join(workspace.folder, "hr.prom"), "utf8");
    const failed = [...metrics.matchAll(/^spendesk_hr_entity_failed\{entity="(.+)"\} 1$/gmu)].map(
      ([, id]) => id,
    );
    expect(failed.sort()).toEqual(["de-1", "uk-2"]);
    const states = metrics.match(/^spendesk_hr_entities.*$/gmu);
    expect(states?.map((line) => line.slice("spendesk_hr_entities".length))).toEqual([
      '{state="failed"} 2',
      '{state="held_up"} 7',
      '{state="ok"} 0',
    ]);
  });

  it("offers the group whose block was changed, in a command that works as it stands", async () => {
    await openApplied();
    await writeGroups(workspace, GROUPS, { uk: { leavers: { graceDays: 3 } } });
    const refused = await workspace.run(["apply", "--yes"]);
    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain(`${RIGHT} \`spendesk-hr apply --group uk --accept-config\`.`);
    done(await workspace.run(["apply", "--group", "uk", "--accept-config", "--yes"]));
    done(await workspace.run(["apply", "--yes"]));
  });

  it("is not hidden behind what is to be looked at in each of them, which is said once a run is carried out", async () => {
    workspace = await openManyEntities(GROUPS);
    const refused = await workspace.run(["apply", "--yes"]);
    expect(refused.exitCode).toBe(5);
    expect(refused.stdout).not.toContain("To look at");
    expect(refused.stdout.trim().split("\n").length).toBeLessThan(4);
    const { stdout } = done(await workspace.run(["apply", "--yes", "--accept-config"]));
    expect(stdout).toContain("To look at");
  });

  it("offers a group, too, of which one has another trouble", async () => {
    await openApplied();
    workspace.env[BAD_KEY] = "not-the-secret";
    const more = { ...GROUPS, uk: [...GROUPS.uk, "es-1"], iberia: ["pt-1"] };
    await writeGroups(workspace, more, { uk: { leavers: { graceDays: 3 } } });
    const { stderr, stdout } = await workspace.run(["apply", "--yes"]);
    expect(stderr).toContain(`${RIGHT} \`spendesk-hr apply --group uk --accept-config\`.`);
    expect(stdout).toBe(
      "uk-1, uk-3, uk-4, uk-5, uk-6, es-1: nothing was written: over a limit, or not confirmed.\n" +
        "pt-1, de-1: nothing was written.\n",
    );
  });

  it("keeps to the entities and the ways of its own command", async () => {
    await openApplied();
    await writeGroups(workspace, GROUPS, { uk: { leavers: { graceDays: 3 } } });
    const one = await workspace.run(["apply", "--yes", "--entity", "uk-1", "--no-archive", "--to", "file"]);
    expect(one.stderr).toContain("`spendesk-hr apply --entity uk-1 --no-archive --to file --accept-config`");
    expect(one.stderr).toContain("Look at `spendesk-hr preview --entity uk-1`.");
    const part = await workspace.run(["apply", "--yes", "--shard", "1/2"]);
    expect(part.stderr).toMatch(
      /`spendesk-hr apply (?:--shard 1\/2|(?:--entity uk-\d ?)+) --accept-config`/u,
    );
  });
});

describe("an HR account that is away", () => {
  it("is told of once for all of its entities, each by name, beside what else is wrong", async () => {
    await openApplied();
    workspace.env[BAD_KEY.replace("UK_2", "ES_1")] = "not-the-secret";
    await writeGroups(workspace, GROUPS, { uk: { source: { baseUrl: "http://127.0.0.1:1" } } });
    const { stderr, exitCode } = await workspace.run(["preview"]);
    expect(exitCode).toBe(4);
    expect(stderr.match(/No connection to 127\.0\.0\.1:1/gu)).toHaveLength(1);
    expect(stderr).toContain("\n  The same in 5 more: uk-2, uk-3, uk-4, uk-5, uk-6.\n");
    expect(stderr).toMatch(/^es-1: Spendesk does not accept the API key\.$/mu);
    const each = await workspace.run(["preview", "--log-format", "json", "--log-level", "error"]);
    expect(each.stderr.match(/No connection to/gu)?.length).toBeGreaterThanOrEqual(6);
  });
});

describe("an apply of many entities that was not refused", () => {
  it("begins what it says of an entity with that one's name", async () => {
    workspace = await openManyEntities(GROUPS);
    // One more warning in the rows of the plan, which stand before all that is to be looked at.
    workspace.sandbox.control.upsertEmployee({
      ...{ firstName: "Nora", lastName: "Newcomer", workEmail: "nora@acme.test", startDate: "2020-01-01" },
      iban: "GB00WEST12345698765432",
    });
    const { stdout } = done(await workspace.run(["apply", "--yes", "--accept-config"]));
    const told = stdout.split(/^(?=\S+: 7 employees in personio, 1 member in Spendesk$)/mu);
    expect(told.map((text) => text.split(":")[0])).toEqual(Object.values(GROUPS).flat());
    for (const text of told) {
      const [id = ""] = text.split(":");
      expect(text).toMatch(/^\S+: [^\n]+\n\nWarnings \(\d+\)\n/u);
      expect(text.trimEnd()).toMatch(new RegExp(`✔ \\d+ of \\d+ changes applied to ${id} `, "u"));
    }
  });

  it("needs one line for all of which there is the same to be said, at any width", async () => {
    await openApplied();
    done(await workspace.run(["apply", "--yes"]));
    for (const COLUMNS of ["60", "100", "200"]) {
      const run = await workspace.run(["apply", "--yes"], { env: { ...workspace.env, COLUMNS } });
      expect(done(run).stdout.replace(/\n {2}/gu, " ")).toMatch(
        /^uk-1, uk-2, uk-3, uk-4, uk-5, uk-6 and 3 more: nothing to do\. \d+ unchanged[^\n]*\.\n$/u,
      );
    }
    const few = done(await workspace.run(["apply", "--yes", "--group", "iberia"])).stdout;
    expect(few).toMatch(/^es-1: nothing to do\.[^\n]*\npt-1: nothing to do\.[^\n]*\n$/u);
  });

  it("says what is wrong with what is still to be looked at", async () => {
    workspace = await openManyEntities(GROUPS);
    const protect = ["nobody@acme.test"];
    await writeGroups(workspace, GROUPS, { uk: { protect }, iberia: { protect } });
    for (const flag of ["--accept-config", "--no-archive"])
      done(await workspace.run(["apply", "--yes", flag]));
    const { stdout } = done(await workspace.run(["apply", "--yes"]));
    expect(stdout.replace(/\n {2}/gu, " ").split("\n")).toEqual([
      expect.stringMatching(
        /^uk-1, .*and 2 more: nothing to do\..* Still to look at in each: nobody@acme\.test \(on `protect`, but nobody's\)\.$/u,
      ),
      expect.stringMatching(/^de-1: nothing to do\. [^:]*\.$/u),
      "",
    ]);
  });
});
