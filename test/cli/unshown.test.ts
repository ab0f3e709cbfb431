import { appendFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { previewDocument } from "../../src/cli/json-shapes/run-documents.js";
import { done } from "../support/connected-workspace.js";
import { writesTo } from "../support/sandbox-requests.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

interface Status {
  readonly entities: readonly {
    readonly unshown: Readonly<Record<string, { readonly answer: string; readonly who: string | null }>>;
  }[];
}

const FLAG = "--spendesk-is-right";

describe("an existing company whose Spendesk shows what is documented and no more", () => {
  let desk: SandboxWorkspace;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 60, members: 60, readFields: "documented" });
    done(await desk.connect());
  });
  afterEach(() => desk?.close());

  async function planned() {
    const { document } = await desk.json(["preview"]);
    const [entity] = previewDocument.parse(document).entities;
    if (!entity) throw new Error("a preview without an entity");
    return entity;
  }

  async function unshownUpdates() {
    const { changes } = await planned();
    return changes.filter(({ action, fields }) => action === "update" && fields.every(isUnshown));
  }

  const isUnshown = ({ field }: { field: string }) => field === "manager" || field === "bank";

  async function answers() {
    const { document } = await desk.json<Status>(["status"]);
    return document.entities[0]?.unshown;
  }

  /** Somebody with a member, and another one who becomes the line manager. */
  function newBoss() {
    const emails = new Set(desk.sandbox.control.members().map(({ email }) => email?.toLowerCase()));
    const present = desk.sandbox.control
      .employees()
      .filter(({ workEmail, status }) => status === "active" && emails.has(workEmail?.toLowerCase()));
    const report = present.find(({ managerId }) => managerId !== null);
    const boss = present.find(
      ({ id, managerId }) => id !== report?.id && id !== report?.managerId && managerId === null,
    );
    const other = boss ?? present.find(({ id }) => id !== report?.id && id !== report?.managerId);
    if (!report || !other) throw new Error("the sandbox has nobody like that");
    desk.sandbox.control.upsertEmployee({ id: report.id, managerId: other.id });
    return { report, boss: other };
  }

  it("is taken to be right without a terminal, and says so with the way to change it", async () => {
    const { stdout, exitCode } = await desk.configure("--include", "all");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /Spendesk does not show the line managers of \d+ members and the bank details of \d+/,
    );
    expect(stdout.replace(/\s+/g, " ")).toContain("nothing is sent until the HR tool changes");
    expect(stdout).toContain(`spendesk-hr configure --entity acme-uk ${FLAG} no`);
    expect(await unshownUpdates()).toEqual([]);
    expect(await answers()).toMatchObject({
      manager: { answer: "right", who: null },
      bank: { answer: "right", who: null },
    });
    done(await desk.run(["apply", "--yes"]));
    expect((await desk.run(["status"])).stdout).toContain(
      "line managers taken to be right (nobody was asked, ",
    );
  });

  it("is taken to be right by an apply that nobody configured before", async () => {
    await appendFile(desk.configPath, "    employees: { include: all }\n");
    const preview = await planned();
    expect(preview.warnings.map(({ code }) => code)).toContain("taken_as_right");
    done(await desk.run(["apply", "--yes", "--accept-config"]));
    expect(await answers()).toMatchObject({ manager: { answer: "right" } });
    expect((await planned()).warnings.map(({ code }) => code)).not.toContain("taken_as_right");
  });

  it("sends what changes in the HR tool after that, from a value that it does not know", async () => {
    done(await desk.configure("--include", "all", FLAG, "yes"));
    // The baseline is that of the answer, not of the first apply.
    const { report, boss } = newBoss();
    const update = (await planned()).changes.find(({ employeeId }) => employeeId === report.id);
    expect(update?.fields).toEqual([
      { field: "manager", from: "not shown by Spendesk", to: `${boss.firstName} ${boss.lastName}` },
    ]);
    const { stdout } = await desk.run(["preview"]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("manager: not shown by Spendesk →");
    expect((await desk.run(["preview", "-o", "csv"])).stdout).toContain("manager: not shown by Spendesk -> ");
    const explained = (await desk.run(["explain", report.id])).stdout;
    expect(explained).toContain("status: not shown by Spendesk");
    expect(explained).toContain("bank details: not shown by Spendesk");
    expect(explained).toContain("manager: not shown by Spendesk → ");
    expect(explained).not.toContain("manager: (empty) →");
    done(await desk.run(["apply", "--yes"]));
    expect(await unshownUpdates()).toEqual([]);
    expect((await desk.run(["explain", report.id])).stdout).toMatch(
      /line manager: not shown by Spendesk; written by this tool: member \S+/,
    );
  });

  it("is written when somebody says no, whatever the update limit, and taken as it is after another yes", async () => {
    done(await desk.configure("--include", "all"));
    done(await desk.run(["apply", "--yes"]));
    done(await desk.run(["configure", "--yes", FLAG, "no"]));
    expect((await answers())?.manager).toMatchObject({ answer: "differs", who: expect.stringMatching(/./) });
    const updates = await unshownUpdates();
    expect(updates.length).toBeGreaterThan(30);
    expect(new Set(updates.flatMap(({ fields }) => fields.map(({ from }) => from)))).toEqual(
      new Set(["not shown by Spendesk"]),
    );

    done(await desk.run(["configure", "--yes", FLAG, "yes"]));
    expect(await unshownUpdates()).toEqual([]);

    done(await desk.run(["configure", "--yes", FLAG, "no"]));
    desk.sandbox.control.resetStats();
    done(await desk.run(["apply", "--yes"]));
    expect(writesTo(desk.sandbox)).not.toEqual([]);
    expect(await unshownUpdates()).toEqual([]);
  });

  it("has no worklist of what nobody can see", async () => {
    done(await desk.configure("--include", "all"));
    const { stdout } = done(await desk.run(["apply", "--yes", "--to", "file"]));
    expect(stdout).not.toContain("(empty)");
    expect(stdout).not.toMatch(/~ update .*manager/);
    expect(stdout).toContain("Better with Spendesk's own template");
  });

  it("has no status of anybody: tabs say so instead of being empty", async () => {
    const { stdout, stderr } = await desk.run(["members", "--tab", "archived"]);
    expect(stdout).toContain("No members match.");
    expect(stderr).toContain("Spendesk gives no status for any member");
    const all = await desk.run(["members"]);
    expect(all.stdout).toContain("not shown by Spendesk");
    expect(all.stderr).not.toContain("gives no status");
  });

  it("counts members without an e-mail", async () => {
    desk.sandbox.control.addMember({ firstName: "Gail", lastName: "Guest" });
    desk.sandbox.control.addMember({ firstName: "Gus", lastName: "Guest" });
    done(await desk.configure("--include", "all"));
    expect((await planned()).read).toMatchObject({ membersWithoutEmail: 2 });
    expect((await desk.run(["preview"])).stdout).toContain("members in Spendesk (2 without e-mail)");
  });
});
