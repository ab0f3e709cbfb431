import type { Link, WrittenValue } from "../../../src/sync/model/member.js";
import { addressKey } from "../fold.js";
import { approvalOf, kindsOf, violationsOf } from "../limits.js";
import { newLink, seenAgain, withEmail } from "../links.js";
import { plan } from "../planner.js";
import { standingOf } from "../standing.js";
import type { ModelApproval, ModelInput, ModelPlan, Row, Violation } from "../types.js";
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
  for (const employeeId of planned.released) {
    memory.done.push({ day: company.today, kind: "release", employeeId, isConfirmed });
  }
  const known = memory.approvals;
  memory.approvals = [...planned.rows, ...planned.absent].flatMap((row): ModelApproval[] => {
    const kinds = kindsOf(row);
    if (kinds.length === 0) return [];
    const { employeeId } = row;
    if (isConfirmed) return [{ employeeId, kinds, isConfirmed }];
    const approved = approvalOf(row, { approvals: known });
    return [approved ?? { employeeId, kinds, isConfirmed }];
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

  /**
   * A new e-mail that another member has: one that no read lists, or that did not give it up when told. Or
   * a member that was taken to be archived and not listed, and is gone.
   */
  #isRefused({ employeeId, memberId, written: { email } }: Row, step: Step): boolean {
    if (step === "restore") return this.company.members.every(({ id }) => id !== memberId);
    if ((step !== "create" && step !== "update") || email === undefined) return false;
    const isTaken = (one: SpendeskMember) =>
      one.id !== memberId && one.email !== null && addressKey(one.email) === addressKey(email);
    const holder = this.company.members.find(isTaken);
    if (!holder) return false;
    if (holder.isStubborn || (holder.isArchived && this.company.view === "hides archived")) return true;
    // Who was to give it up before could not.
    if ([...this.refused].some((row) => row.memberId === holder.id)) return true;
    throw new Error(`${email} for ${employeeId} is in use by ${holder.id}`);
  }

  count(row: Row): void {
    const { memory, today } = this.company;
    for (const kind of kindsOf(row)) {
      const approval = memory.approvals.find(
        ({ employeeId, kinds }) => employeeId === row.employeeId && kinds.includes(kind),
      );
      const { employeeId } = row;
      if (approval) memory.done.push({ day: today, kind, employeeId, isConfirmed: approval.isConfirmed });
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

  /** Spendesk does not list the member of a link, and refuses to create it: it is archived there. */
  #rememberHidden({ employeeId, code }: Row): void {
    const { memory } = this.company;
    const gone = memory.links.find((link) => this.#isOf(employeeId, link));
    if (code !== "member_gone" || !gone) return;
    const hidden = { ...this.#newLink(employeeId, gone.memberId), hidden: true };
    memory.links = [...memory.links.filter((link) => link !== gone), hidden];
  }

  /** The link after a step: only what the step wrote is remembered. */
  #remember(row: Row, step: Step, member: SpendeskMember, before: SpendeskMember): void {
    const { memory } = this.company;
    const known = memory.links.find(
      (link) => link.memberId === member.id && link.employeeId === row.employeeId,
    );
    const link = known ?? this.#newLink(row.employeeId, member.id);
    // Only active members are written to.
    const present = {
      hrStatus: "managed",
      released: null,
      absentReads: 0,
      archived: false,
      hidden: false,
    } as const;
    const written = {
      ...link,
      ...present,
      ...this.#written(row, link, before),
      seen: withEmail(link.seen, row.written.email),
    };
    const after: Record<Step, Link> = {
      restore: { ...link, ...present },
      create: written,
      update: written,
      manager: { ...link, ...present, managerMemberId: member.managerId },
      archive: { ...link, archived: true, seen: withEmail(link.seen, member.email) },
    };
    const { source, account, employeeId } = link;
    const others = memory.links.filter((other) => {
      const isSame = other.employeeId === employeeId && other.source === source && other.account === account;
      return other !== known && other.memberId !== member.id && !isSame;
    });
    memory.links = [...others, after[step]];
  }

  #isOf(employeeId: string, link: Link): boolean {
    const { source, key } = this.input.account;
    return link.employeeId === employeeId && link.source === source && link.account === key;
  }

  #newLink(employeeId: string, memberId: string): Link {
    const { account, employees } = this.input;
    const link = newLink(account.source, account.key, employeeId, memberId);
    const employee = employees.find(({ id }) => id === employeeId);
    if (!employee) throw new Error(`${employeeId} is nobody`);
    return { ...link, seen: seenAgain({ employee, standing: standingOf(employee, this.input) }, link) };
  }

  #written({ written }: Row, link: Link, before: SpendeskMember): Pick<Link, "written" | "bankFingerprint"> {
    const values: Partial<Record<keyof Link["written"], WrittenValue>> = { ...link.written };
    for (const field of ["email", "firstName", "lastName"] as const) {
      const value = written[field];
      if (value === undefined) continue;
      const last = link.written[field];
      const times = last?.value === value && !last.wasSeen ? last.times + 1 : 1;
      values[field] = { value, before: before[field], times, wasSeen: false, reportedEdit: null };
    }
    return { written: values, bankFingerprint: written.bank ?? link.bankFingerprint };
  }
}
