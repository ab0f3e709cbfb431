import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { change, foundCompany, hire, OWNER } from "../system/e2e/support/company.js";

const FIRST = Date.parse("2027-03-22T03:17:00Z");
const DAY = 86_400_000;

/**
 * What cron mails, night after night: the story is told once, in order, and each test looks at its nights.
 */
describe("what a scheduled apply prints", () => {
  let workspace: SandboxWorkspace;
  let nights = 0;
  const prints = new Map<string, string>();

  /** The run of one night; what it prints goes by a name. */
  async function night(name: string): Promise<void> {
    const at = new Date(FIRST + nights * DAY);
    nights += 1;
    const run = await workspace.run(["apply", "--yes"], { now: () => at });
    expect(run.exitCode, `${name}\n${run.stderr}`).toBe(0);
    expect(run.stderr, name).toBe("");
    prints.set(name, run.stdout.trimEnd());
  }

  const printed = (name: string) => prints.get(name) ?? "this night did not happen";

  beforeAll(async () => {
    workspace = await openSandboxWorkspace({ employees: 0, ownerEmail: OWNER });
    const { control } = workspace.sandbox;
    foundCompany(control);
    done(await workspace.connect("--set", "owner=bea@acme.test"));
    done(await workspace.configure("--rule", RULE));
    await night("the first");
    await night("quiet");
    await night("quiet again");
    // Another record with the address of somebody who is there.
    hire(control, "lou", { workEmail: "dan@acme.test", firstName: "Lou", lastName: "Other" });
    await night("a conflict");
    await night("the same conflict");
    change(control, "cleo", { office: "Berlin" });
    await night("a release");
    await night("after the release");
    change(control, "bea", { status: "inactive", endDate: "2027-03-20" });
    await night("a leaver who stays");
    await night("the leaver still stays");
    hire(control, "max");
    await night("a joiner");
    control.removeEmployee(control.employees().find(({ firstName }) => firstName === "Lou")?.id ?? "");
    await night("the conflict is over");
  });
  afterAll(() => workspace.close());

  it("names each warning when it begins", () => {
    expect(printed("the first")).toMatch(/^To look at$/mu);
    for (const place of ["Remote", "Paris"])
      expect(printed("the first").split(`Nobody has "${place}"`)).toHaveLength(2);
  });

  it("is one line on a quiet night", () => {
    for (const name of ["quiet", "quiet again"]) {
      expect(printed(name).replace(/\n +/gu, " ")).toMatch(
        /^acme-uk: nothing to do\. [^\n]*Still to look at: Work Location "Remote", Work Location "Paris" \(in the filter, but nobody's\)\.$/u,
      );
    }
  });

  it("names who is in a conflict on the night it begins, and afterwards only that it is open", () => {
    expect(printed("a conflict")).toMatch(/^To look at\n[\s\S]*Lou Other/mu);
    expect(printed("the same conflict")).not.toContain("To look at");
    expect(printed("the same conflict").replace(/\n +/gu, " ")).toMatch(
      /Still to look at: (?:.* and )?.*Lou Other.* \(several people with one e-mail\)/u,
    );
    expect(printed("the conflict is over")).not.toContain("Lou Other");
  });

  it("names who is released once", () => {
    expect(printed("a release")).toMatch(/^To look at\n[\s\S]*Cleo Test/mu);
    expect(printed("after the release")).not.toContain("Cleo");
  });

  it("names a leaver who stays, and goes on saying so", () => {
    expect(printed("a leaver who stays")).toMatch(/^To look at\n[\s\S]*Bea Test/mu);
    expect(printed("the leaver still stays")).not.toContain("To look at");
    expect(printed("the leaver still stays")).toMatch(/Still to look at: [\s\S]*Bea Test/u);
  });

  it("says of a night with changes what was done, and no warning a second time", () => {
    expect(printed("a joiner")).toContain("✔ 1 of 1 change applied to acme-uk (1 invitation sent).");
    expect(printed("a joiner")).not.toMatch(/Nobody has|To look at/u);
    expect(printed("a joiner")).toContain("Still to look at: ");
  });

  it("speaks in words of people", () => {
    for (const [name, text] of prints)
      expect(text, name).not.toMatch(/previouslyManaged|workEmail|[a-z]+_[a-z]+|\d{4}-\d\d-\d\dT\d/u);
  });
});
