import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../../src/sandbox/world/world.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

describe("explain", () => {
  let workspace: SandboxWorkspace;

  beforeEach(async () => {
    workspace = await openSandboxWorkspace({ employees: 30, members: 1 });
    await workspace.connect();
    await workspace.configure();
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(0);
  });

  afterEach(() => workspace.close());

  function somebody(test: (person: Person) => boolean): Person & { workEmail: string } {
    const person = workspace.sandbox.control.employees().find((one) => one.workEmail !== null && test(one));
    if (!person || person.workEmail === null) throw new Error("the sandbox has nobody like that");
    return { ...person, workEmail: person.workEmail };
  }

  const inFilter = (person: Person) =>
    person.status === "active" &&
    person.endDate === null &&
    ["Remote", "London", "Paris"].includes(person.office ?? "");

  it("tells the whole chain of somebody in step, by e-mail in any case or by id", async () => {
    const invited = new Set(
      workspace.sandbox.control
        .members()
        .flatMap(({ email, status }) => (status === "invited" ? [email] : [])),
    );
    const person = somebody((one) => inFilter(one) && invited.has(one.workEmail));
    for (const who of [person.workEmail.toUpperCase(), person.id]) {
      const { exitCode, stdout } = await workspace.run(["explain", who]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`${person.firstName} ${person.lastName} in acme-uk`);
      expect(stdout).toContain(`work location: ${person.office}`);
      expect(stdout).toContain("Active in the HR tool.");
      expect(stdout).toContain(
        `✔ holds: 'Work Location' is one of: Remote,London,Paris (value: ${person.office})`,
      );
      expect(stdout).toContain("HR status: managed");
      expect(stdout).toContain("Matched by link.");
      expect(stdout).toContain("Unchanged (in_step).");
      expect(stdout).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d \(just now\): create applied \(run [0-9a-f]{8}\)/);
      expect(stdout).not.toMatch(/workEmail|firstName|startDate|\dT\d\d:/);
    }
  });

  it("shows the rule that leaves somebody out, with the value it saw", async () => {
    const person = somebody(({ office, status }) => office === "Berlin" && status === "active");
    const { stdout } = await workspace.run(["explain", person.workEmail]);
    expect(stdout).toContain(
      "✘ does not hold: 'Work Location' is one of: Remote,London,Paris (value: Berlin)",
    );
    expect(stdout).toContain("(out_of_filter)");
  });

  it("explains a planned archive and its limits", async () => {
    const person = somebody(inFilter);
    workspace.sandbox.control.upsertEmployee({ id: person.id, status: "inactive", endDate: "2026-01-31" });
    const { stdout } = await workspace.run(["explain", person.id]);
    expect(stdout).toContain("archive: Left: the termination date is 2026-01-31. (terminated)");
    expect(stdout).toContain("The plan of this entity keeps the safety limits.");
  });

  it("says that nobody like that is in the HR tool's answer, and how many are", async () => {
    const { exitCode, stdout, stderr } = await workspace.run(["explain", "nobody@acme.test"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain('Nobody in the HR tool and Spendesk is "nobody@acme.test".');
    expect(stdout).toContain("Not in the answer of personio; 30 others are.");
    expect(stdout).toContain("this person appears nowhere");
  });

  it("finds people by their name in any spelling of case, and by a part of it", async () => {
    const { id, firstName, lastName, workEmail } = somebody(inFilter);
    for (const who of [
      `${firstName} ${lastName}`.toUpperCase(),
      `${lastName} ${firstName}`,
      workEmail.slice(0, -4),
    ]) {
      const { exitCode, stdout } = await workspace.run(["explain", who]);
      expect({ who, exitCode }).toEqual({ who, exitCode: 0 });
      expect(stdout).toContain(id);
      expect(stdout.match(/HR status:/g)).toHaveLength(1);
    }
  });

  it("names the people when several have the part, and the nearest when nobody has it", async () => {
    const several = await workspace.run(["explain", "@acme.test"]);
    expect(several.exitCode).toBe(64);
    expect(several.stderr).toMatch(/"@acme\.test" are \d+ people in the HR tool and Spendesk\./);
    const { firstName, lastName } = somebody(inFilter);
    const near = await workspace.run(["explain", `${firstName} ${lastName}x`]);
    expect(near.exitCode).toBe(64);
    expect(near.stderr).toContain(`The nearest: ${firstName} ${lastName} (`);
  });

  it("explains somebody who was managed and is missing now", async () => {
    const person = somebody(inFilter);
    workspace.sandbox.control.removeEmployee(person.id);
    for (const who of [person.workEmail, person.id]) {
      const { stdout } = await workspace.run(["explain", who]);
      expect(stdout).toContain("Not in the answer of personio; 29 others are.");
      expect(stdout).toContain("(absent)");
    }
  });

  it("explains a manual member", async () => {
    const employees = new Set(
      workspace.sandbox.control.employees().map(({ workEmail }) => workEmail?.toLowerCase()),
    );
    workspace.sandbox.control.addMember({ email: "guest@acme.test", firstName: "Guest", lastName: "Lee" });
    expect(employees.has("guest@acme.test")).toBe(false);
    const { stdout } = await workspace.run(["explain", "guest@acme.test"]);
    expect(stdout).toContain("HR status: manual");
    expect(stdout).toContain("Never touched: this member is manual");
  });

  it("masks bank details in text and JSON", async () => {
    const person = somebody((one) => inFilter(one) && one.iban !== null && one.bic !== null);
    const { stdout } = await workspace.run(["explain", person.id]);
    const json = await workspace.run(["explain", person.id, "-o", "json"]);
    const iban = (person.iban ?? "").replaceAll(" ", "");
    expect(stdout).toContain(`bank details: •••• ${iban.slice(-4)}`);
    expect(stdout + json.stdout).not.toContain(iban);
    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: 1,
      entities: [{ entity: "acme-uk", employee: { id: person.id }, matchedBy: "link", hrStatus: "managed" }],
    });
  });

  it("changes nothing and leaves no run behind", async () => {
    const before = await workspace.run(["history"]);
    await workspace.run(["explain", somebody(inFilter).id]);
    expect((await workspace.run(["history"])).stdout).toBe(before.stdout);
  });
});

describe("explain over several entities", () => {
  let workspace: SandboxWorkspace;

  beforeEach(async () => {
    workspace = await openTwoEntities({ employees: 8 });
  });
  afterEach(() => workspace.close());

  it("says once where nobody like that is", async () => {
    const { exitCode, stdout, stderr } = await workspace.run(["explain", "nobody.such"]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 64,
      stdout: "Neither an employee nor a member in 2 entities: acme-uk, acme-fr.\n",
    });
    expect(stderr).toContain('Nobody in the HR tool and Spendesk is "nobody.such".');
  });

  it("begins with the entities where the person is", async () => {
    expect((await workspace.run(["apply", "--yes", "--entity", "acme-fr"])).exitCode).toBe(0);
    const [member] = workspace.sandbox.control.members("acme-fr");
    const { exitCode, stdout } = await workspace.run(["explain", member?.id ?? ""]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^.+ in acme-fr\n/u);
    expect(stdout).toMatch(/\n\nNeither an employee nor a member in acme-uk\.\n$/u);
    expect(stdout).not.toContain("appears nowhere");
  });
});
