import { planText } from "../../src/cli/output/plan-text.js";
import type { PlannedEntity } from "../../src/sync/run/index.js";
import { employee, link, member, planOf } from "../../test/support/people.js";

const PEOPLE = {
  ana: ["Ana", "Duarte"],
  leo: ["Leo", "Brandt"],
  mira: ["Mira", "Lindqvist"],
  noor: ["Noor", "Haddad"],
  tom: ["Tom", "Okafor"],
} as const;

/** A small plan as a terminal of 80 columns shows it: one of everything that happens every week. */
export function planScreen(): string {
  const named = (id: keyof typeof PEOPLE, more: Parameters<typeof employee>[1] = {}) => {
    const [firstName, lastName] = PEOPLE[id];
    return employee(id, { firstName, lastName, ...more });
  };
  const known = ["leo", "mira"] as const;
  const employees = [
    named("leo", { status: "inactive", terminationDate: "2026-11-20" }),
    named("mira", { lastName: "Lindqvist-Berg" }),
    named("ana"),
    named("noor"),
    named("tom", { workLocation: "Elsewhere" }),
  ];
  const members = known.map((id) => member(id, { firstName: PEOPLE[id][0], lastName: PEOPLE[id][1] }));
  const plan = planOf({
    employees,
    members,
    links: known.map((id) => link(id)),
    inFilter: ({ workLocation }) => workLocation !== "Elsewhere",
  });
  const planned = {
    task: { entity: "acme-uk", providerId: "personio" },
    sources: { reads: [{ of: { name: "personio" }, employees }], unread: [] },
    employees,
    membersRead: { count: members.length, withoutEmail: 0, changed: new Set() },
    plan,
    handOffs: { open: [], settled: [], known: [] },
    warnings: [],
    safety: { ok: true, violations: [] },
  } as unknown as PlannedEntity;
  return ["```console", "$ spendesk-hr preview", planText(planned, { color: false, width: 80 }), "```"].join(
    "\n",
  );
}
