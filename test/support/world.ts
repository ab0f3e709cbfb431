import { type ApplyResult, apply } from "../../src/sync/apply.js";
import { addDays, type IsoDate } from "../../src/sync/dates.js";
import type { Employee } from "../../src/sync/employee.js";
import { isProblem, type Problem } from "../../src/sync/errors.js";
import type { Link } from "../../src/sync/member.js";
import type { PlannedEntity } from "../../src/sync/plan-task.js";
import type { SyncPolicy } from "../../src/sync/policy.js";
import type { EmployeeSource, JournalEntry, RunRecord, StateStore } from "../../src/sync/ports.js";
import { preview } from "../../src/sync/preview.js";
import type { SafetyOverrides } from "../../src/sync/safety.js";
import type { EntityTask } from "../../src/sync/task.js";
import { type KnownBank, WorldHr } from "./world-hr.js";
import type { HandEdit, WorldScript, WorldStep } from "./world-script.js";
import { type CallFault, type WorldMember, WorldSpendesk } from "./world-spendesk.js";
import { trueName } from "./world-truth.js";

/** Everything about one run that its laws look at. */
export interface Chapter {
  readonly script: WorldScript;
  readonly step: WorldStep;
  readonly policy: SyncPolicy;
  readonly today: IsoDate;
  readonly employees: readonly Employee[];
  readonly bankOf: (employeeId: string) => KnownBank;
  /** Plans of the same moment: as it is, with everything in another order, with e-mails in capitals. */
  readonly previews: readonly [Preview, Preview, Preview];
  /** The configuration is not the one a person confirmed. */
  readonly isUnconfirmed: boolean;
  readonly employeesOfLastRead: number | null;
  readonly before: Moment;
  readonly afterPreviews: Moment;
  readonly attempts: readonly Attempt[];
  readonly absences: ReadonlyMap<string, Absence>;
}

/** What a preview planned, or why it could not. */
export type Preview = { readonly planned: PlannedEntity } | { readonly problem: Problem };

/** Spendesk and the memory at one moment. */
export interface Moment {
  readonly members: readonly WorldMember[];
  readonly links: readonly Link[];
}

/** One apply of a chapter: the first one, or the one with which somebody insists. */
export interface Attempt {
  readonly overrides: SafetyOverrides;
  /** Whether nothing was set up to go wrong. */
  readonly isUndisturbed: boolean;
  readonly result: ApplyResult | null;
  /** Thrown by the apply; null for a process that died. */
  readonly problem: Problem | null;
  readonly hasDied: boolean;
  readonly run: RunRecord;
  readonly journal: readonly JournalEntry[];
  readonly before: Moment;
  readonly after: Moment;
}

/** Complete reads in a row without a linked employee, the latest one included. */
export interface Absence {
  readonly reads: number;
  /** What the link said when the employee was last there. */
  readonly wasManaged: boolean;
}

const START: IsoDate = "2026-11-23";
const HOUR_MS = 3_600_000;

class Died extends Error {}

/** One company with its HR tool, its Spendesk and the product in between. */
export class World {
  readonly #hr = new WorldHr();
  readonly #spendesk = new WorldSpendesk();
  readonly #script: WorldScript;
  readonly #entity: string;
  readonly #state: StateStore;
  readonly #clock: WorldClock;
  #policy: SyncPolicy;
  #policyNumber = 0;
  #today = START;
  #absences = new Map<string, Absence>();

  constructor(script: WorldScript, entity: string, state: StateStore, clock: WorldClock) {
    this.#script = script;
    this.#entity = entity;
    this.#state = state;
    this.#clock = clock;
    this.#policy = script.policy;
    // Whatever a process that died in the world before has left.
    state.breakLock();
    clock.time = Date.parse(`${START}T00:00:00Z`);
    this.#confirmPolicy();
    for (const edit of script.hr) this.#hr.apply(edit, this.#today);
    for (const edit of script.hand) this.#byHand(edit);
  }

  /** Lets things happen, looks with a preview, and applies. */
  async play(step: WorldStep): Promise<Chapter> {
    this.#passTime(step.days);
    for (const edit of step.hr) this.#hr.apply(edit, this.#today);
    for (const edit of step.hand) this.#byHand(edit);
    if (step.policy) {
      this.#policy = step.policy;
      this.#policyNumber += 1;
    }
    const record = this.#state.entity(this.#entity);
    const before = this.#moment();
    const previews = [
      await this.#preview(step, "as it is"),
      await this.#preview(step, "reversed"),
      await this.#preview(step, "capitals"),
    ] as const;
    const afterPreviews = this.#moment();
    const attempts = [await this.#apply(step, {})];
    const [looked] = previews;
    if (step.insists && attempts[0]?.problem?.kind === "safety" && "planned" in looked) {
      attempts.push(await this.#apply(step, overridesFor(looked.planned)));
    }
    return {
      script: this.#script,
      step,
      policy: this.#policy,
      today: this.#today,
      employees: this.#hr.employees(),
      bankOf: (id) => this.#hr.bankOf(id),
      previews,
      isUnconfirmed: record?.confirmedConfig !== this.#configFingerprint(),
      employeesOfLastRead: record?.lastCompleteEmployees ?? null,
      before,
      afterPreviews,
      attempts,
      absences: this.#absences,
    };
  }

  async #preview(step: WorldStep, how: Telling): Promise<Preview> {
    const result = await preview([this.#task(step, how)], this.#dependencies(this.#state), {
      overrides: {},
      noArchive: step.noArchive,
    });
    const [entity] = result.entities;
    if (!entity) throw new Error("a preview without an entity");
    return entity.ok ? { planned: entity.planned } : { problem: entity.problem };
  }

  async #apply(step: WorldStep, overrides: SafetyOverrides): Promise<Attempt> {
    const before = this.#moment();
    const process = mortal(this.#state);
    const interruption = new AbortController();
    const hooks = { interrupt: () => interruption.abort(), die: process.die };
    const faults = this.#bearable(step.faults);
    let result: ApplyResult | null = null;
    let thrown: unknown = null;
    try {
      result = await apply(
        [this.#task(step, "as it is")],
        {
          ...this.#dependencies(process.state),
          openWriter: () => this.#spendesk.writer(this.#script.batchSize, faults, hooks),
          confirm: async () => true,
          signal: interruption.signal,
        },
        { overrides, noArchive: step.noArchive },
      );
    } catch (error) {
      thrown = error;
      if (!isProblem(error) && !process.hasDied()) throw error;
    }
    const [run] = this.#state.runs(1);
    if (!run) throw new Error("an apply without a run");
    if (result?.entities[0]?.result.ok || process.hasDied()) this.#countAbsences(before.links);
    return {
      overrides,
      isUndisturbed: faults.length === 0 && step.reads === "complete",
      result,
      problem: isProblem(thrown) ? thrown : null,
      hasDied: process.hasDied(),
      run,
      journal: this.#state.journal(run.id),
      before,
      after: this.#moment(),
    };
  }

  /**
   * Where reads don't tell who is archived, an archive or restore whose answer was lost can't be known;
   * such worlds only get faults after which nothing was done.
   */
  #bearable(faults: readonly CallFault[]): readonly CallFault[] {
    const { tellsStatus, listsArchived } = this.#script.view;
    if (tellsStatus && listsArchived) return faults;
    const harmless = {
      unknown_done: "unknown",
      down_done: "down",
      killed_done: "killed",
      short_answer: "refuse",
    } as const;
    return faults.map(({ call, kind }) => ({ call, kind: isLost(kind) ? harmless[kind] : kind }));
  }

  #countAbsences(links: readonly Link[]): void {
    const present = new Set(this.#hr.employees().map(({ id }) => id));
    const absences = new Map<string, Absence>();
    for (const { employeeId, hrStatus } of links) {
      if (present.has(employeeId)) continue;
      const known = this.#absences.get(employeeId);
      const wasManaged = known?.wasManaged ?? hrStatus === "managed";
      absences.set(employeeId, { reads: (known?.reads ?? 0) + 1, wasManaged });
    }
    this.#absences = absences;
  }

  #task(step: WorldStep, how: Telling): EntityTask {
    const order = <T>(items: readonly T[]) => (how === "reversed" ? items.toReversed() : [...items]);
    const employees = order(
      this.#hr.employees().map((person) => (how === "capitals" ? shouting(person) : person)),
    );
    return {
      entity: this.#entity,
      providerId: "personio",
      timezone: "UTC",
      policy: this.#policy,
      safety: this.#script.safety,
      configFingerprint: this.#configFingerprint(),
      source: sourceOf(employees, step.reads !== "employees_incomplete"),
      reader: this.#spendesk.reader(this.#script.view, order, step.reads !== "members_incomplete"),
    };
  }

  #dependencies(state: StateStore) {
    return { state, clock: this.#clock, progress: { phase: () => {} } };
  }

  #configFingerprint(): string {
    return `configuration ${this.#policyNumber}`;
  }

  #confirmPolicy(): void {
    this.#state.saveEntity({
      entity: this.#entity,
      provider: "personio",
      connectionStatus: "connected",
      lastError: null,
      confirmedConfig: this.#configFingerprint(),
      lastAttemptAt: null,
      lastSuccessAt: null,
      lastCompleteEmployees: null,
      keyExpiresOn: null,
    });
  }

  #moment(): Moment {
    return { members: this.#spendesk.members(), links: this.#state.links(this.#entity) };
  }

  /** At least an hour, so that the lock of a process that died has run out. */
  #passTime(days: number): void {
    this.#today = addDays(this.#today, days);
    const midnight = Date.parse(`${this.#today}T00:00:00Z`);
    const later = this.#clock.time + HOUR_MS;
    this.#clock.time = days > 0 || later < midnight ? midnight : later;
    this.#today = new Date(this.#clock.time).toISOString().slice(0, 10);
  }

  #byHand({ edit, who, value }: HandEdit): void {
    const spendesk = this.#spendesk;
    const { tellsStatus, listsArchived } = this.#script.view;
    const isSeen = tellsStatus && listsArchived;
    const members = spendesk.members();
    const member = members[who % Math.max(1, members.length)];
    const colleagues = this.#hr.employees().filter(({ workEmail }) => workEmail?.includes("@"));
    const colleague = colleagues[value % Math.max(1, colleagues.length)];
    if (edit === "add_guest")
      spendesk.add({ email: `guest${who}-${value}@partner.test`, firstName: "Guest" });
    if (edit === "add_colleague" && colleague?.workEmail && !spendesk.byEmail(colleague.workEmail)) {
      const { workEmail: email, firstName, lastName } = colleague;
      spendesk.add({
        email,
        firstName: trueName(firstName),
        lastName: value % 2 === 0 ? "Byhand" : trueName(lastName),
      });
    }
    if (!member) return;
    const { id } = member;
    if (edit === "rename") spendesk.patch(id, { lastName: `Byhand${value % 3}` });
    if (edit === "readdress" && !spendesk.byEmail(`byhand${value}@acme.test`)) {
      spendesk.patch(id, { email: `byhand${value}@acme.test` });
    }
    if (edit === "archive" && isSeen && !member.isOwner) spendesk.patch(id, { isArchived: true });
    if (edit === "restore" && isSeen) spendesk.patch(id, { isArchived: false });
    // Spendesk keeps archived members for ever (spendesk.md §2).
    if (edit === "delete" && isSeen && !member.isOwner && !member.isArchived) spendesk.remove(id);
    if (edit === "accept_invitation") spendesk.patch(id, { isInvited: false });
    if (edit === "make_owner" && !member.isArchived) spendesk.patch(id, { isOwner: value % 2 === 0 });
    if (edit === "set_manager") {
      const boss = members[value % members.length];
      if (boss && boss !== member && !boss.isArchived) spendesk.patch(id, { managerId: boss.id });
    }
  }
}

/** Time of the worlds, one after the other; it only moves when a world says so. */
export class WorldClock {
  time = 0;

  now(): Date {
    return new Date(this.time);
  }
}

type Telling = "as it is" | "reversed" | "capitals";

function shouting(person: Employee): Employee {
  return { ...person, ...(person.workEmail && { workEmail: ` ${person.workEmail.toUpperCase()} ` }) };
}

function isLost(kind: CallFault["kind"]) {
  return kind === "unknown_done" || kind === "down_done" || kind === "killed_done" || kind === "short_answer";
}

function sourceOf(employees: readonly Employee[], isComplete: boolean): EmployeeSource {
  return {
    providerId: "personio",
    accountKey: "one account",
    async *readEmployees() {
      const half = Math.ceil(employees.length / 2);
      yield employees.slice(0, half);
      if (!isComplete) return { complete: false, why: "a page was missing" };
      yield employees.slice(half);
      return { complete: true, total: employees.length };
    },
    requestCount: () => 0,
  };
}

function overridesFor({ safety }: PlannedEntity): SafetyOverrides {
  const numberOf = (code: string) => safety.violations.find((violation) => violation.code === code)?.actual;
  const archives = numberOf("too_many_archives");
  const updates = numberOf("too_many_updates");
  const employees = numberOf("too_few_employees");
  return {
    acceptConfig: true,
    ...(archives != null && { allowArchives: archives }),
    ...(updates != null && { allowUpdates: updates }),
    ...(employees != null && { allowEmployees: employees }),
  };
}

/** The memory of a process that may die: from then on nothing it does has any effect. */
function mortal(state: StateStore) {
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Died("the process is gone");
  };
  const guarded = new Proxy(state, {
    get(target, key, receiver) {
      if (dead) die();
      return Reflect.get(target, key, receiver);
    },
  });
  return { state: guarded, die, hasDied: () => dead };
}
