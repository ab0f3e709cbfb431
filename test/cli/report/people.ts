import { viewFrom, WHOLE_PLAN } from "../../../src/cli/output/plan-view.js";
import { cleanText } from "../../../src/cli/output/sanitize.js";
import type { PlanReport } from "../../../src/cli/report/plan-report.js";
import { planReport } from "../../../src/cli/report/plan-report.js";
import { RawBank } from "../../../src/sync/model/bank.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { PlannedEntity } from "../../../src/sync/run/plan-task.js";
import { BANKS, employee, link, member, planOf } from "../../support/people.js";

const LEFT = { status: "inactive", terminationDate: "2026-11-20" } as const;

/** What somebody may type as a name, to have it run where it is shown. */
export const ATTACKS = [
  "<script>document.title='run'</script>",
  "</script><script>document.title='run'</script>",
  "<img src=x onerror=\"document.title='run'\">",
  "'\"><svg onload=document.title='run'>",
  '=HYPERLINK("https://evil.test","x")',
  "{{constructor.constructor('document.title=1')()}}",
] as const;

/** A plan with somebody of every kind, of people whose values are attacks among others. */
export function plannedEntity(more: readonly Employee[] = []): PlannedEntity {
  const employees = [
    employee("ada", { lastName: "Newname", workLocation: "London" }),
    employee("bea", { workEmail: "bea.new@acme.test", workLocation: "Paris" }),
    employee("leo", { ...LEFT, workLocation: "London" }),
    employee("lia", { ...LEFT, workLocation: "Paris" }),
    employee("noa", { firstName: "נועה", lastName: "כהן", workLocation: "Remote" }),
    employee("kim", { bank: new RawBank(BANKS.de), workLocation: "Berlin" }),
    employee("dup", { workEmail: "same@acme.test" }),
    employee("dup2", { workEmail: "same@acme.test" }),
    employee("sam", { workEmail: null }),
    ...ATTACKS.map((text, index) =>
      employee(`x${index}`, { firstName: text, lastName: "Attack", workLocation: text }),
    ),
    ...["out1", "out2", "out3"].map((id) => employee(id, { workLocation: "Elsewhere" })),
    ...more,
  ];
  const ids = ["ada", "bea", "leo", "lia"];
  const members = ids.map((id) => member(id));
  const plan = planOf({
    employees,
    members,
    links: ids.map((id) => link(id)),
    inFilter: ({ workLocation }) => workLocation !== "Elsewhere",
  });
  return {
    task: { entity: "acme-uk", providerId: "personio" },
    employees,
    membersRead: { count: members.length, withoutEmail: 0, changed: new Set() },
    sources: { reads: [{ of: { name: "Personio" }, employees }], unread: [] },
    plan,
    handOffs: { open: [], settled: [], known: [] },
    warnings: [{ code: "shared_iban", text: "Two people have one bank account: Kim and Max." }],
    safety: {
      ok: false,
      violations: [
        {
          code: "too_many_archives",
          actual: 2,
          limit: 1,
          override: "--allow-archives 2",
          text: "The plan has 2 archives, more than the limit of 1 for 4 managed members.",
        },
      ],
    },
    fingerprint: "f1a2b3c4".repeat(8),
  } as unknown as PlannedEntity;
}

/** The report of such a plan. */
export function reportOf(
  planned: readonly PlannedEntity[],
  { only = [], planFile = null }: { only?: readonly string[]; planFile?: string | null } = {},
): PlanReport {
  const flags = { only, person: undefined, show: undefined, summary: undefined };
  return planReport({
    runId: "3f2a91c0-0000-4000-8000-000000000000",
    at: new Date("2026-11-30T05:12:00Z"),
    entities: planned.map((one) => ({ ok: true, entity: one.task.entity, planned: one })),
    view: only.length > 0 ? viewFrom(flags) : WHOLE_PLAN,
    isPart: only.length > 0,
    planFile,
    noArchive: false,
    timeZone: "Europe/London",
    safe: cleanText,
  });
}

/** Employees without a member, in a handful of offices. */
export function newcomers(count: number): readonly Employee[] {
  return Array.from({ length: count }, (_, index) =>
    employee(`person${index}`, {
      lastName: `Number${index}`,
      workLocation: `Office ${index % 23}`,
    }),
  );
}
