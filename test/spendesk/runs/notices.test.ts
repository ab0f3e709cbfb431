import { readFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { consequences, emailChangesText } from "../../../src/cli/output/consequences.js";
import { nameChanges } from "../../../src/sandbox/story.js";
import type { Change } from "../../../src/sync/model/plan.js";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../../support/connected-workspace.js";
import { link } from "../../support/people.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";

let workspace: SandboxWorkspace | null = null;

afterEach(async () => {
  await workspace?.close();
  workspace = null;
});

const ANNOUNCED = { deprecation: "@1924992000", sunset: "Sat, 01 Jan 2033 00:00:00 GMT" };

describe("what Spendesk announces", () => {
  it.each([
    ["preview", ["get an access token", "list members"]],
    ["apply", ["get an access token", "list members", "create members", "update members"]],
  ])("is said once per run of %s, on stderr and in JSON", async (command, endpoints) => {
    // Several calls of each kind.
    workspace = await openConnectedWorkspace({ employees: 250, members: command === "preview" ? 250 : 0 });
    workspace.sandbox.control.setOptions({ announcements: ANNOUNCED });
    const argv = command === "apply" ? ["apply", "--yes"] : [command];
    const { exitCode, stdout, stderr } = await workspace.run([...argv, "-o", "json"]);
    expect(exitCode).toBe(0);
    const names = endpoints.map((endpoint) => `"${endpoint}"`).join(", ");
    const sentence = `Spendesk announces the end of the endpoints ${names} (since 2031-01-01): it ends on 2033-01-01.`;
    expect(stderr.split(`Warning: acme-uk: ${sentence}`)).toHaveLength(2);
    expect(stdout.split(JSON.stringify(sentence))).toHaveLength(2);
    const { warnings } = JSON.parse(stdout).entities[0];
    expect(warnings).toContainEqual(expect.objectContaining({ code: "spendesk_announcement" }));
  });

  it("is silent without the headers", async () => {
    workspace = await openConnectedWorkspace();
    expect(done(await workspace.run(["preview"])).stderr).not.toContain("announces");
  });
});

describe("what a plan means for people", () => {
  function change(action: Change["action"], emails?: { from: string | null; to: string }): Change {
    return {
      action,
      employeeId: "e-1",
      memberId: "u-1",
      memberStatus: "active",
      email: "new@acme.test",
      name: "Ada Lovely",
      fields: emails ? [{ field: "email", ...emails }] : [],
      code: "fields_changed",
      reason: "",
      warnings: [],
      desired: {},
      link: link("ada"),
      level: 0,
    };
  }

  it("is said for creations, e-mail changes and archives, with their numbers", () => {
    const [creates, emails, archives, ...others] = consequences([
      change("create", { from: null, to: "a@acme.test" }),
      change("create", { from: null, to: "b@acme.test" }),
      change("update", { from: "old@acme.test", to: "new@acme.test" }),
      change("update"),
      change("archive"),
    ]);
    expect(creates).toMatch(/^2 creations: each one sends an invitation mail/);
    expect(emails).toMatch(/^1 e-mail change: .*3-D Secure.*single sign-on/);
    expect(archives).toMatch(/^1 archive: each one stops the person's cards and login; the history stays/);
    expect(others).toEqual([]);
    expect(consequences([change("update"), change("restore")])).toEqual([]);
  });

  it("lists e-mail changes of members apart, restored ones included", () => {
    const style = { color: false, width: 100 };
    const text = emailChangesText(
      [
        change("create", { from: null, to: "a@acme.test" }),
        change("update", { from: "old@acme.test", to: "new@acme.test" }),
        change("restore", { from: null, to: "back@acme.test" }),
      ],
      style,
    );
    expect(text.split("\n").slice(-2)).toEqual([
      "  Ada Lovely: old@acme.test → new@acme.test",
      "  Ada Lovely: none → back@acme.test",
    ]);
    expect(emailChangesText([change("update")], style)).toBe("");
  });

  it("stands in the preview of a changed e-mail", async () => {
    workspace = await openAppliedWorkspace();
    const { before, person } = nameChanges(workspace.sandbox.control);
    const { stdout } = done(await workspace.run(["preview"]));
    expect(stdout).toMatch(/^E-mail changes \(1\): .*3-D Secure.*single sign-on/m);
    expect(stdout).toContain(
      `${person.firstName} ${person.lastName}: ${before?.workEmail} → ${person.workEmail}`,
    );
  });
});

describe("config show", () => {
  interface Row {
    readonly key: string;
    readonly value: unknown;
    readonly origin: string;
  }

  async function rows(): Promise<readonly Row[]> {
    if (!workspace) throw new Error("no workspace");
    const { document } = await workspace.json<{ values: Row[] }>(["config", "show"]);
    return document.values.filter(({ key }) => key.startsWith("entities.acme-uk.spendesk.routes."));
  }

  it("shows every write call with its method, path and field names, and that they are assumed", async () => {
    workspace = await openConnectedWorkspace();
    const shown = await rows();
    expect(new Set(shown.map(({ origin }) => origin))).toEqual(new Set(["default (assumed)"]));
    const value = (name: string) => shown.find(({ key }) => key.endsWith(`.routes.${name}`))?.value;
    expect(
      ["createMembers", "updateMembers", "updateMember", "setMemberStatus"].map((call) => [
        `${value(`${call}.method`)} ${value(`${call}.path`)}`,
      ]),
    ).toEqual([
      ["POST /v1/users"],
      ["PATCH /v1/users"],
      ["PATCH /v1/users/{id}"],
      ["PATCH /v1/users/{id}/status"],
    ]);
    expect(value("createMembers.fields.externalId")).toBe("externalId");
    expect(value("updateMember.fields.managerId")).toBe("managerId");
    expect(value("setMemberStatus.fields.isArchived")).toBe("isArchived");
    const { stdout } = done(await workspace.run(["config", "show"]));
    expect(stdout).toMatch(/routes\.createMembers\.method +POST +default \(assumed\)/);
  });

  it("shows which of them the file changes, and where", async () => {
    workspace = await openConnectedWorkspace();
    const text = await readFile(workspace.configPath, "utf8");
    const routes =
      "    spendesk:\n      routes: { createMembers: { path: /v2/people, fields: { externalId: null } } }\n";
    await writeFile(workspace.configPath, text.replace(/^ {4}spendesk:\n/m, routes));
    const changed = (await rows()).filter(({ origin }) => origin !== "default (assumed)");
    expect(changed).toEqual([
      {
        key: "entities.acme-uk.spendesk.routes.createMembers.path",
        value: "/v2/people",
        origin: expect.stringMatching(/^file spendesk-hr\.config\.yaml:\d+$/),
      },
      {
        key: "entities.acme-uk.spendesk.routes.createMembers.fields.externalId",
        value: null,
        origin: expect.stringMatching(/^file spendesk-hr\.config\.yaml:\d+$/),
      },
    ]);
  });
});
