import type { Link, WrittenValue } from "../../../src/sync/member.js";
import { addressKey } from "../fold.js";
import { covers, kindsOf, violationsOf } from "../limits.js";
import { seenOf } from "../links.js";
import { plan } from "../planner.js";
import type { ModelApproval, ModelInput, ModelPlan, Row, Violation } from "../types.js";
import { isSameValue } from "../values.js";
import type { Company, SpendeskMember } from "./company.js";

/** How a run goes. */
export interface RunMode {
  /** A person looks at the plan, accepts it whole, and insists where a limit is passed. */
  readonly isConfirmed: boolean;
  /** They accept members of the same address under another name, too. */
  readonly acceptsOtherNames: boolean;
  /** Steps after which the run is killed; null: it ends by itself. */
  readonly killedAfter: number | null;
  /** Whether the last step before that was done, and nobody wrote it down. */
  readonly losesLast: boolean;
}

export const NIGHTLY: RunMode = {
  isConfirmed: false,
  acceptsOtherNames: false,
  killedAfter: null,
  losesLast: false,
};
export const CONFIRMED: RunMode = { ...NIGHTLY, isConfirmed: true };

export interface RunResult {
  readonly input: ModelInput;
  readonly plan: ModelPlan;
  readonly violations: readonly Violation[];
  /** False when a limit stopped it before anything was written. */
  readonly isCarriedOut: boolean;
  readonly stepsDone: number;
  /** Changes that Spendesk refused. */
  readonly refused: ReadonlySet<Row>;
}

/** One run: plans, checks the limits, and carries the plan out. */
export function run(company: Company, mode: RunMode): RunResult {
  const input = company.input(mode.acceptsOtherNames);
  const planned = plan(input);
  const violations = violationsOf(planned, company.facts(input));
  if (violations.length > 0 && !mode.isConfirmed) {
    return { input, plan: planned, violations, isCarriedOut: false, stepsDone: 0, refused: new Set() };
  }
  begin(company, planned, mode);
  return { input, plan: planned, violations, isCarriedOut: true, ...carryOut(company, input, planned, mode) };
}

/** What is stored before anything is written. */
function begin(company: Company, planned: ModelPlan, { isConfirmed }: RunMode): void {
  const { memory } = company;
  memory.links = planned.links;
  memory.applied = company.config;
  memory.connectedOn ??= company.input(false).today;
  memory.reads.push({
    day: company.today,
    employees: company.records.length,
    members: company.input(false).members.length,
  });
  // A decision to link is spent when the link is there: a number alone may mean somebody else one day.
  memory.decisions = memory.decisions.map((one) => {
    const isStored = memory.links.some(
      (link) => link.memberId === one.memberId && link.employeeId === one.employee?.id,
    );
    return one.kind === "link" && isStored ? { ...one, endedAt: one.at } : one;
  });
  for (const _id of planned.released) memory.done.push({ day: company.today, kind: "release", isConfirmed });
  const known = memory.approvals;
  memory.approvals = [...planned.rows, ...planned.absent].flatMap((row): ModelApproval[] => {
    const kinds = kindsOf(row);
    if (kinds.length === 0) return [];
    const { employeeId } = row;
    if (isConfirmed) return [{ employeeId, kinds, isConfirmed }];
    const mine = known.filter((one) => one.employeeId === employeeId);
    const rest = kinds.filter((kind) => !mine.some((one) => covers(one, kind)));
    return [...mine, ...(rest.length > 0 ? [{ employeeId, kinds: rest, isConfirmed }] : [])];
  });
}

type Step = "restore" | "create" | "update" | "manager" | "archive";

/** Level by level restores, creations and updates, then managers, then archives. */
function carryOut(
  company: Company,
  input: ModelInput,
  planned: ModelPlan,
  mode: RunMode,
): Pick<RunResult, "stepsDone" | "refused"> {
  const rows = [...planned.rows, ...planned.absent].sort((a, b) => a.level - b.level);
  const has = (row: Row, ...keys: (keyof Row["written"])[]) => keys.some((key) => key in row.written);
  const isPerson = (row: Row) => has(row, "email", "firstName", "lastName", "bank");
  const steps: [Row, Step][] = [];
  for (const level of new Set(rows.map((row) => row.level))) {
    const now = rows.filter((row) => row.level === level);
    for (const row of now) if (row.kind === "restore") steps.push([row, "restore"]);
    for (const row of now) if (row.kind === "create") steps.push([row, "create"]);
    for (const row of now) {
      if ((row.kind === "update" || row.kind === "restore") && isPerson(row)) steps.push([row, "update"]);
    }
  }
  for (const row of rows) if (has(row, "manager")) steps.push([row, "manager"]);
  for (const row of rows) if (row.kind === "archive") steps.push([row, "archive"]);

  const writer = new Writer(company, input);
  // An archive or restore that nobody wrote down can't be known where reads don't tell it.
  const isTold = company.view === "full" || company.view === "no manager";
  const count = Math.min(steps.length, mode.killedAfter ?? steps.length);
  for (const [index, [row, step]] of steps.slice(0, count).entries()) {
    const isLost = mode.losesLast && isTold && mode.killedAfter !== null && index === count - 1;
    if (!writer.write(row, step, isLost)) continue;
    const isLast = !steps.slice(index + 1).some(([other]) => other === row);
    const isFirst = steps.findIndex(([other]) => other === row) === index;
    // An unknown outcome counts like an applied one.
    if (isFirst) writer.count(row);
    if (isLast && !isLost) writer.endApproval(row);
  }
  return { stepsDone: count, refused: writer.refused };
}

class Writer {
  readonly #created = new Map<string, string>();
  readonly refused = new Set<Row>();

  constructor(
    readonly company: Company,
    readonly input: ModelInput,
  ) {}

  /** @returns false when Spendesk refuses the row, for something that the reads did not show */
  write(row: Row, step: Step, isLost: boolean): boolean {
    if (this.refused.has(row)) return false;
    if (this.#isRefused(row, step)) {
      this.refused.add(row);
      if (step === "create") this.#rememberHidden(row);
      return false;
    }
    if (step === "create") this.#create(row);
    const member = this.#memberOf(row);
    const before = { ...member };
    if (step === "restore") {
      if (!member.isArchived) throw new Error(`${member.id} is not archived`);
      member.isArchived = false;
      member.isByHand = false;
    }
    if (step === "create" || step === "update") this.#values(member, row, step);
    if (step === "manager") this.#manager(member, row);
    if (step === "archive") {
      // Where reads don't tell, a second archive does no harm.
      const isKnown = this.company.view !== "no status";
      if ((member.isArchived && isKnown) || member.isOwner) throw new Error(`${member.id} can't be archived`);
      member.isArchived = true;
    }
    if (!isLost) this.#remember(row, step, member, before);
    return true;
  }

  /** A new e-mail that another member has: one that no read lists, or that did not give it up when told. */
  #isRefused({ employeeId, memberId, written: { email } }: Row, step: Step): boolean {
    if ((step !== "create" && step !== "update") || email === undefined) return false;
    const isTaken = (one: SpendeskMember) =>
      one.id !== memberId && one.email !== null && addressKey(one.email) === addressKey(email);
    const holder = this.company.members.find(isTaken);
    if (!holder) return false;
    if (holder.isStubborn || (holder.isArchived && this.company.view === "hides archived")) return true;
    throw new Error(`${email} for ${employeeId} is in use by ${holder.id}`);
  }

  count(row: Row): void {
    const { memory, today } = this.company;
    for (const kind of kindsOf(row)) {
      const approval = memory.approvals.find(
        ({ employeeId, kinds }) => employeeId === row.employeeId && kinds.includes(kind),
      );
      if (approval) memory.done.push({ day: today, kind, isConfirmed: approval.isConfirmed });
    }
  }

  endApproval({ employeeId }: Row): void {
    const { memory } = this.company;
    memory.approvals = memory.approvals.filter((one) => one.employeeId !== employeeId);
  }

  #create(row: Row): void {
    const id = `new-${this.company.number()}`;
    const human = this.company.records.find((one) => one.id === row.employeeId)?.human ?? "nobody";
    const empty = { email: null, firstName: null, lastName: null, managerId: null, bank: null };
    this.company.members.push({
      id,
      human,
      ...empty,
      isArchived: false,
      isByHand: false,
      isOwner: false,
      isStubborn: false,
    });
    this.#created.set(row.employeeId, id);
  }

  #values(member: SpendeskMember, { written }: Row, step: Step): void {
    const { email, firstName, lastName, bank } = written;
    if (bank !== undefined) member.bank = bank;
    if (member.isStubborn && step === "update") return;
    if (email !== undefined) member.email = email;
    if (firstName !== undefined) member.firstName = firstName;
    if (lastName !== undefined) member.lastName = lastName;
  }

  #manager(member: SpendeskMember, { written }: Row): void {
    if (!written.manager) return;
    const id = written.manager.memberId ?? this.#created.get(written.manager.employeeId);
    const boss = this.company.members.find((one) => one.id === id);
    if (!boss || boss.isArchived || boss === member)
      throw new Error(`${id} can't be the manager of ${member.id}`);
    member.managerId = boss.id;
  }

  #memberOf(row: Row): SpendeskMember {
    const id = row.memberId ?? this.#created.get(row.employeeId);
    const member = this.company.members.find((one) => one.id === id);
    if (!member) throw new Error(`there is no member ${id} of ${row.employeeId}`);
    return member;
  }

  /** Spendesk lists no such member, and refuses to create it. */
  #rememberHidden({ employeeId }: Row): void {
    const { memory } = this.company;
    const employee = this.input.employees.find(({ id }) => id === employeeId);
    if (!employee) return;
    const { source, key: account } = this.input.account;
    const others = memory.links.filter((link) => link.employeeId !== employeeId || link.account !== account);
    const seen = seenOf({ employee }, NOTHING_SEEN);
    const link = newLink(source, account, employeeId, `hidden-${employeeId}`);
    memory.links = [...others, { ...link, hidden: true, seen }];
  }

  /** The link after a step: only what the step wrote is remembered. */
  #remember(row: Row, step: Step, member: SpendeskMember, before: SpendeskMember): void {
    const { memory } = this.company;
    const { account } = this.input;
    const employee = this.input.employees.find(({ id }) => id === row.employeeId);
    const isMine = (link: Link) => link.memberId === member.id && link.employeeId === row.employeeId;
    const known = memory.links.find(isMine);
    const link = known ?? newLink(account.source, account.key, row.employeeId, member.id);
    const seen = employee ? seenOf({ employee }, link.seen) : link.seen;
    const managed = { ...link, seen, hrStatus: "managed", released: null } as const;
    const after: Record<Step, Link> = {
      restore: { ...managed, archived: false, hidden: false },
      create: { ...managed, ...this.#written(row, link, before) },
      update: { ...managed, ...this.#written(row, link, before) },
      manager: { ...managed, managerMemberId: member.managerId },
      archive: { ...(known ?? { ...link, seen }), archived: true },
    };
    const replaced = memory.links.filter((other) => {
      const isSame = other.employeeId === row.employeeId && other.account === link.account;
      return other !== known && !(isSame && other.source === link.source);
    });
    memory.links = [...replaced, after[step]];
  }

  #written({ written }: Row, link: Link, before: SpendeskMember): Partial<Link> {
    const values: Partial<Record<keyof Link["written"], WrittenValue>> = { ...link.written };
    for (const field of ["email", "firstName", "lastName"] as const) {
      const value = written[field];
      if (value === undefined) continue;
      const last = link.written[field];
      const shown = before[field];
      const isAgain =
        last !== undefined &&
        !last.wasSeen &&
        isSameValue(field, last.value, value) &&
        isSameValue(field, last.before, shown);
      const times = isAgain ? last.times + 1 : 1;
      values[field] = { value, before: shown, times, wasSeen: false, reportedEdit: null };
    }
    return { written: values, bankFingerprint: written.bank ?? link.bankFingerprint };
  }
}

const NOTHING_SEEN = { emails: [], firstName: null, lastName: null, startDate: null };

function newLink(source: string, account: string, employeeId: string, memberId: string): Link {
  return {
    source,
    account,
    employeeId,
    memberId,
    hrStatus: "managed",
    released: null,
    bankFingerprint: null,
    managerMemberId: null,
    archived: false,
    hidden: false,
    absentReads: 0,
    seen: NOTHING_SEEN,
    written: {},
  };
}
