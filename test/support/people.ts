import { type Account, accountsOf } from "../../src/sync/identity/index.js";
import type { RawBankValues } from "../../src/sync/model/bank.js";
import { RawBank } from "../../src/sync/model/bank.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { FilterNode } from "../../src/sync/model/filter.js";
import { makeBankFingerprint } from "../../src/sync/model/fingerprint.js";
import type { Link, Member } from "../../src/sync/model/member.js";
import type { Plan } from "../../src/sync/model/plan.js";
import type { SafetyLimits, SyncPolicy } from "../../src/sync/model/policy.js";
import type { EmployeeSource } from "../../src/sync/model/ports.js";
import type { PersonDecision } from "../../src/sync/model/state-store.js";
import { type PlanInput, planEntity } from "../../src/sync/plan/plan-entity.js";
import { decisionFor } from "../../src/sync/run/explain.js";
import type { EntityTask } from "../../src/sync/run/task.js";

/** The day of all plans in tests unless they say otherwise. */
export const TODAY = "2026-11-23";

/** Of sides that nobody calls over a network. */
export const NO_CALLS = {
  provider: { requestCount: () => 0, announcements: () => [] },
  spendesk: { requestCount: () => 0, announcements: () => [] },
};

/** Well-known documentation examples of valid bank details. */
export const BANKS = {
  gb: { iban: "GB33 BUKB 2020 1555 5555 55", bic: "BUKBGB22" },
  de: { iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
  fr: { iban: "FR1420041010050500013M02606", bic: "PSSTFRPPXXX" },
} as const;

export const bankFingerprint = makeBankFingerprint(new Uint8Array(32).fill(7));

/** An active employee named by the id: `ada` is ada@acme.test, Ada Test. */
export function employee(id: string, values: Partial<Employee> = {}): Employee {
  return {
    id,
    workEmail: `${id}@acme.test`,
    firstName: capitalized(id),
    lastName: "Test",
    status: "active",
    custom: {},
    ...values,
  };
}

/** The member that is in step with `employee(id)`; its id is `m-<id>`. */
export function member(id: string, values: Partial<Member> = {}): Member {
  return {
    id: `m-${id}`,
    email: `${id}@acme.test`,
    firstName: capitalized(id),
    lastName: "Test",
    status: "active",
    isOwner: false,
    ...values,
  };
}

/** The HR account of all plans in tests unless they say otherwise. */
export const ACCOUNT = { source: "personio", key: "personio.acme.test", isProven: true } as const;

/** Every source was read, and this is the account of the only one. */
export function readOf(account: Account = ACCOUNT) {
  return { accounts: accountsOf([account]), unread: [] };
}

/** The only source of an entity. */
export function onlySource(source: EmployeeSource, filter: FilterNode | null = null): EntityTask["sources"] {
  return [{ name: source.providerId, source, filter }];
}

/** The managed link of `employee(id)` and `member(id)`. */
export function link(id: string, values: Partial<Link> = {}): Link {
  return {
    source: ACCOUNT.source,
    account: ACCOUNT.key,
    employeeId: id,
    memberId: `m-${id}`,
    hrStatus: "managed",
    released: null,
    bankFingerprint: null,
    managerMemberId: null,
    archived: false,
    hidden: false,
    absentReads: 0,
    alsoIn: [],
    seen: { emails: [`${id}@acme.test`], firstName: capitalized(id), lastName: "Test", startDate: null },
    written: {},
    ...values,
  };
}

/** What somebody decided about an employee of this account, a member, or both. */
export function decided(
  kind: PersonDecision["kind"],
  about: {
    readonly employee?: string;
    readonly account?: string | null;
    readonly member?: string;
    readonly until?: string;
  },
): PersonDecision {
  const { employee: id, account = ACCOUNT.key, member: memberId = null, until = null } = about;
  return {
    id: `${kind} ${id} ${memberId}`,
    entity: "acme-uk",
    kind,
    employee: id === undefined ? null : { source: ACCOUNT.source, account, id },
    memberId,
    name: `${capitalized(id ?? "somebody")} Test`,
    until,
    why: "They asked.",
    who: "carol",
    at: "2026-11-20T09:00:00.000Z",
    endedAt: null,
  };
}

/** Everything switched on, nobody protected. */
export function policy(values: Partial<SyncPolicy> = {}): SyncPolicy {
  return {
    walletCurrency: null,
    inviteDaysBefore: 0,
    graceDays: 0,
    absent: "keep",
    neverManaged: "archive",
    rehires: "restore",
    rehireGapDays: 7,
    archivedByHand: "restore",
    handEdits: "overwrite",
    create: true,
    update: ["email", "name", "bank", "manager"],
    archive: true,
    singleName: "skip",
    deriveBic: false,
    protect: [],
    ...values,
  };
}

export function rawBank(values: RawBankValues): RawBank {
  return new RawBank(values);
}

/** The default limits. */
export const LIMITS: SafetyLimits = {
  windowDays: 7,
  archives: { percent: 10, atLeast: 5 },
  updates: { percent: 50, atLeast: 25 },
  emailChanges: { percent: 10, atLeast: 5 },
  bankChanges: { percent: 20, atLeast: 10 },
  creations: { percent: 20, atLeast: 10 },
  restores: { percent: 10, atLeast: 5 },
  releases: { percent: 20, atLeast: 10 },
  membersGone: { percent: 5, atLeast: 3 },
  minEmployeesPercent: 50,
  maxEmployeesPercent: 200,
  minMembersPercent: 50,
  strangersPercent: 50,
  minFilledPercent: 50,
};

/** Limits that stop nothing. */
export const NO_LIMITS: SafetyLimits = {
  ...LIMITS,
  ...Object.fromEntries(
    (
      [
        "archives",
        "updates",
        "emailChanges",
        "bankChanges",
        "creations",
        "restores",
        "releases",
        "membersGone",
      ] as const
    ).map((name) => [name, { percent: 100, atLeast: 1_000_000 }]),
  ),
  minEmployeesPercent: 0,
  maxEmployeesPercent: 10_000,
  minMembersPercent: 0,
  strangersPercent: 100,
  minFilledPercent: 0,
};

/** Whoever works here is out of the filter when the work location is `Elsewhere`. */
function inFilter(employee: Employee): boolean {
  return employee.workLocation !== "Elsewhere";
}

export type World = Partial<Omit<PlanInput, "policy">> & {
  readonly policy?: Partial<SyncPolicy>;
  /** Of the only source. */
  readonly account?: Account;
};

/** Plans a small world; what is left out is empty or the default above. */
export function planOf({ account = ACCOUNT, ...world }: World): Plan {
  const rules = policy(world.policy);
  return planEntity({
    entity: "acme-uk",
    employees: [],
    members: [],
    links: [],
    inFilter,
    today: TODAY,
    bankFingerprint,
    accounts: accountsOf([account]),
    unread: new Set(),
    whenAbsent: () => rules.absent,
    decisions: [],
    configChanged: false,
    acceptsOtherNames: false,
    isAccountConfirmed: true,
    connectedOn: "2020-01-01",
    archivedBefore: { confirmed: new Set<string>() },
    unshown: { answers: { manager: "differs", bank: "differs" }, baselines: [] },
    ...world,
    policy: rules,
  });
}

/** `kind code` of an employee's row: `create joiner`, `skipped no_name`, `unchanged in_step`. */
export function rowText(plan: Plan, employeeId: string): string {
  const found = decisionFor(plan, { employeeId });
  if (!found) return "none";
  if (found.kind === "change") return `${found.row.action} ${found.row.code}`;
  return `${found.kind === "note" ? found.row.kind : "unchanged"} ${found.row.code}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
