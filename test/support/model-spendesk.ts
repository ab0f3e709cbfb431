import { emailKey } from "../../src/shared/text.js";
import { linkAfterStep, type Step, stepsOf } from "../../src/sync/apply/link-after.js";
import { linksAfter } from "../../src/sync/identity/index.js";
import type { Link, Member } from "../../src/sync/model/member.js";
import type { Change, Plan } from "../../src/sync/model/plan.js";

/** A member as Spendesk itself sees it, with what a read may hide. */
export interface ModelMember {
  readonly id: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  isArchived: boolean;
  readonly isOwner: boolean;
  managerId: string | null;
  /** Fingerprint of the stored bank details. */
  bank: string | null;
}

export interface ModelState {
  readonly members: readonly ModelMember[];
  readonly links: readonly Link[];
}

/** How much a read of the members tells. */
export interface ReadView {
  readonly tellsStatus: boolean;
  readonly listsArchived: boolean;
  readonly tellsManager: boolean;
}

export function readModel(state: ModelState, view: ReadView): Member[] {
  return state.members
    .filter((member) => view.listsArchived || !member.isArchived)
    .map(({ id, email, firstName, lastName, isOwner, isArchived, managerId }) => ({
      id,
      email,
      firstName,
      lastName,
      isOwner,
      status: view.tellsStatus ? (isArchived ? "archived" : "active") : "unknown",
      ...(view.tellsManager && { managerId }),
    }));
}

/**
 * Carries a plan out on a copy of the model in the order of an apply: level by level restores,
 * creations and updates, then managers, then archives.
 * @throws Error where Spendesk would refuse a step, for example for an e-mail in use
 */
export function applyToModel(state: ModelState, plan: Plan): ModelState {
  const run = new ModelRun(state, plan);
  const levels = [...new Set(plan.changes.map((change) => change.level))].sort((a, b) => a - b);
  for (const level of levels) {
    const changes = plan.changes.filter((change) => change.level === level);
    for (const action of ["restore", "create", "update"] as const) {
      for (const change of changes.filter((each) => each.action === action)) run.writePerson(change);
    }
  }
  for (const change of plan.changes) run.writeManager(change);
  for (const change of plan.changes) run.archive(change);
  return run.state();
}

class ModelRun {
  readonly #members: Map<string, ModelMember>;
  readonly #links: Map<string, Link>;
  readonly #created = new Map<string, string>();

  constructor(state: ModelState, plan: Plan) {
    this.#members = new Map(state.members.map((member) => [member.id, { ...member }]));
    this.#links = new Map(linksAfter(state.links, plan.links).map((link) => [link.employeeId, link]));
  }

  state(): ModelState {
    return { members: [...this.#members.values()], links: [...this.#links.values()] };
  }

  writePerson(change: Change): void {
    for (const step of stepsOf(change)) {
      if (step === "create") this.#create(change);
      if (step === "restore") this.#restore(change);
      if (step === "update") this.#write(this.#memberOf(change), change);
      if (step !== "manager" && step !== "archive") this.#remember(step, change, null);
    }
  }

  writeManager(change: Change): void {
    if (!stepsOf(change).includes("manager") || !change.desired.manager) return;
    const { memberId, employeeId } = change.desired.manager;
    const managerId = memberId ?? this.#created.get(employeeId);
    const manager = managerId && this.#members.get(managerId);
    if (!manager) throw new Error(`the manager of ${change.employeeId} does not exist`);
    if (manager.isArchived) throw new Error(`the manager of ${change.employeeId} is archived`);
    const member = this.#memberOf(change);
    if (manager === member) throw new Error(`${change.employeeId} would be their own manager`);
    member.managerId = manager.id;
    this.#remember("manager", change, manager.id);
  }

  archive(change: Change): void {
    if (change.action !== "archive") return;
    const member = this.#memberOf(change);
    if (member.isOwner || member.isArchived) throw new Error(`${member.id} can't be archived`);
    member.isArchived = true;
    this.#remember("archive", change, null);
  }

  #create(change: Change): void {
    const id = `created-for-${change.employeeId}-${this.#members.size}`;
    const empty = { firstName: null, lastName: null, isArchived: false, isOwner: false, managerId: null };
    const member: ModelMember = { id, email: null, bank: null, ...empty };
    this.#members.set(id, member);
    this.#created.set(change.employeeId, id);
    this.#write(member, change);
    if (!member.email || !member.firstName || !member.lastName) throw new Error(`${id} lacks values`);
  }

  #restore(change: Change): void {
    const member = this.#memberOf(change);
    if (!member.isArchived) throw new Error(`${member.id} is not archived`);
    member.isArchived = false;
  }

  #write(member: ModelMember, change: Change): void {
    const { email, firstName, lastName, bank } = change.desired;
    if (email !== undefined) {
      const holder = [...this.#members.values()].find(
        (other) => other !== member && other.email !== null && emailKey(other.email) === emailKey(email),
      );
      if (holder) throw new Error(`${email} for ${change.employeeId} is in use by ${holder.id}`);
      member.email = email;
    }
    if (firstName !== undefined) member.firstName = firstName;
    if (lastName !== undefined) member.lastName = lastName;
    if (bank) member.bank = bank.fingerprint;
  }

  #memberOf(change: Change): ModelMember {
    const id = change.memberId ?? this.#created.get(change.employeeId);
    const member = id && this.#members.get(id);
    if (!member) throw new Error(`no member ${id} for ${change.employeeId}`);
    return member;
  }

  #remember(step: Step, change: Change, managerId: string | null): void {
    const { id } = this.#memberOf(change);
    const before = this.#links.get(change.employeeId);
    const known = before?.memberId === id ? before : change.link;
    this.#links.set(change.employeeId, linkAfterStep(step, change, id, known, managerId));
  }
}
