import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sandboxEnvironment } from "../../../src/cli/sandbox-environment.js";
import { done } from "../../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";

const REPORT_URL =
  "https://sandbox-of-nobody.workday.com/ccx/service/customreport2/acme_sandbox/hr.reports/Spendesk_People?format=json";
const IBAN = "GB33BUKB20201555555555";

let desk: SandboxWorkspace;

beforeEach(async () => {
  desk = await openSandboxWorkspace({ employees: 0 });
  Object.assign(desk.env, sandboxEnvironment(desk.sandbox, "acme-uk", "workday"));
  const { control } = desk.sandbox;
  const common = { status: "active", startDate: "2020-01-01", office: "London", country: "GB" } as const;
  for (const [id, team] of [
    ["11", "Brand"],
    ["12", "Brand"],
    ["13", "Data"],
  ] as const) {
    const names = { firstName: "Jo", lastName: `Number${id}`, workEmail: `jo.${id}@acme.test` };
    control.upsertEmployee({ id, ...common, ...names, team, iban: IBAN, bic: "BUKBGB22" });
  }
});

afterEach(() => desk.close());

function connect(...settings: readonly string[]) {
  return desk.run([
    ...["connect", "workday", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
    ...["--set", `spendesk.baseUrl=${desk.sandbox.spendeskUrl()}`],
    ...["--set", `source.baseUrl=${desk.sandbox.providerUrl("workday")}`],
    ...settings.flatMap((setting) => ["--set", `settings.${setting}`]),
  ]);
}

describe("workday with a custom report", () => {
  it("filters by a column of the report and gives its bank details, with one call more", async () => {
    const settings = ["bankDetails=report", "reportColumns=squad", `reportUrl=${REPORT_URL}`];
    const { stderr } = done(await connect(...settings));
    expect(stderr).toMatch(/Readable: [^✔]*IBAN, BIC/);
    done(await desk.configure("--rule", "'custom.squad' is Brand"));
    desk.sandbox.control.resetStats();
    const run = done(await desk.run(["apply", "--yes", "-o", "json"]));
    const [entity] = JSON.parse(run.stdout).entities;
    expect(entity.summary).toMatchObject({ create: 2 });
    expect(entity.read.requests.provider).toBe(2);
    expect(run.stdout + run.stderr).not.toContain(IBAN);
    const members = desk.sandbox.control.members();
    expect(members.map(({ email }) => email).sort()).toEqual(["jo.11@acme.test", "jo.12@acme.test"]);
    expect(JSON.stringify(members)).toContain(IBAN);
  });

  it("says at once what is wrong with the report, and where to mend it", async () => {
    const settings = ["reportColumns=grade", `reportUrl=${REPORT_URL}`];
    const run = await connect(...settings);
    expect(run.exitCode).toBe(78);
    expect(run.stderr).toMatch(/no column grade/);
    expect(run.stderr).toMatch(/Columns that came: .*squad/);
    expect(run.stderr.replace(/\s+/gu, " ")).toMatch(/Column Heading Override XML Alias of grade/);
  });

  it("refuses the setting without an address", async () => {
    const run = await connect("bankDetails=report");
    expect(run.exitCode).toBe(78);
    expect(run.stderr).toContain("reportUrl");
  });

  it("goes on without bank details when the report is no longer shared", async () => {
    done(await connect("bankDetails=report", `reportUrl=${REPORT_URL}`));
    done(await desk.configure("--include", "all"));
    const { control } = desk.sandbox;
    done(await desk.run(["apply", "--yes"]));
    control.setOptions({ vendors: { workday: { hiddenAttributes: ["Spendesk_People"] } } });
    control.upsertEmployee({ id: "11", lastName: "Renamed" });
    const refused = await desk.run(["apply", "--yes"]);
    expect(refused.exitCode).toBe(5);
    const run = done(await desk.run(["apply", "--yes", "--allow-empty", "Bank Details", "-o", "json"]));
    expect(JSON.parse(run.stdout).entities[0].summary).toMatchObject({ update: 1 });
    expect(JSON.stringify(control.members()).split(IBAN)).toHaveLength(4);
  });
});
