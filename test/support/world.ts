import { inject } from "vitest";
import { isProblem } from "../../src/shared/errors.js";
import { type ApplyResult, apply } from "../../src/sync/apply/apply.js";
import { addDays, type IsoDate } from "../../src/sync/model/dates.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { Link } from "../../src/sync/model/member.js";
import type { EmployeeSource } from "../../src/sync/model/ports.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { newEntityRecord } from "../../src/sync/model/state-words.js";
import { preview } from "../../src/sync/run/preview.js";
import type { EntityTask } from "../../src/sync/run/task.js";
import type { SafetyOverrides } from "../../src/sync/safety/index.js";
import { EACH_BY_NAME } from "./command-words.js";
import { breakAllLocks } from "./locks.js";
import { overridesFor } from "./overrides.js";
import { ACCOUNT, NO_CALLS, onlySource } from "./people.js";
import { writeUnshown } from "./unshown.js";
import { byHand } from "./world-by-hand.js";
import type { Absence, Attempt, Chapter, Moment, Preview } from "./world-chapter.js";
import { WorldHr } from "./world-hr.js";
import { mortal, type WorldClock } from "./world-process.js";
import type { WorldPolicy, WorldScript, WorldStep } from "./world-script.js";
import { type CallFault, WorldSpendesk } from "./world-spendesk.js";

const START: IsoDate = "2026-11-23";
const HOUR_MS = 3_600_000;

/** A world whose policy a person has confirmed. */
export async function openWorld(
  script: WorldScript,
  entity: string,
  state: StateStore,
  clock: WorldClock,
): Promise<World> {
  const world = new World(script, entity, state, clock);
  await world.begin();
  return world;
}

/** One company with its HR tool, its Spendesk and the product in between. */
export class World {
  readonly #hr = new WorldHr();
  readonly #spendesk = new WorldSpendesk();
  readonly #script: WorldScript;
  readonly #entity: string;
  readonly #state: StateStore;
  readonly #clock: WorldClock;
  #policy: WorldPolicy;
  #policyNumber = 0;
  #today = START;
  #absences = new Map<string, Absence>();
  readonly #changed = new Set<string>();

  constructor(script: WorldScript, entity: string, state: StateStore, clock: WorldClock) {
    this.#script = script;
    this.#entity = entity;
    this.#state = state;
    this.#clock = clock;
    this.#policy = script.policy;
    clock.time = Date.parse(`${START}T00:00:00Z`);
    for (const edit of script.hr) this.#hr.apply(edit, this.#today);
    for (const edit of script.hand) byHand(edit, this.#spendesk, this.#hr.employees(), this.#script.view);
  }

  /** Confirms the policy, and breaks the lock that a process which died in the world before has left. */
  async begin(): Promise<void> {
    await breakAllLocks(this.#state);
    await this.#confirmPolicy();
  }

  /** Lets things happen, looks with a preview, and applies. */
  async play(step: WorldStep): Promise<Chapter> {
    this.#passTime(step.days);
    // A server judges a lease by its own clock, which does not follow the worlds' time.
    if (inject("postgres")) await breakAllLocks(this.#state);
    for (const edit of step.hr) this.#hr.apply(edit, this.#today);
    for (const edit of step.hand) byHand(edit, this.#spendesk, this.#hr.employees(), this.#script.view);
    if (step.policy) {
      this.#policy = step.policy;
      this.#policyNumber += 1;
    }
    // Whether the product may take anything to be right is another matter than these laws.
    await writeUnshown(this.#state, this.#entity, this.#clock.now());
    const record = await this.#state.entity(this.#entity);
    const before = await this.#moment();
    const previews = [
      await this.#preview(step, "as it is"),
      await this.#preview(step, "reversed"),
      await this.#preview(step, "capitals"),
    ] as const;
    const afterPreviews = await this.#moment();
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
      employeesOfLastRead:
        (await this.#state.readCounts(this.#entity, new Date(0))).at(-1)?.employees ?? null,
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
    const before = await this.#moment();
    const approvals = await this.#state.approvals(this.#entity);
    const changedBefore = new Set(this.#changed);
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
          confirm: async () => "unattended" as const,
          words: EACH_BY_NAME,
          signal: interruption.signal,
        },
        { overrides, noArchive: step.noArchive },
      );
    } catch (error) {
      thrown = error;
      if (!isProblem(error) && !process.hasDied()) throw error;
    }
    const [run] = await this.#state.runs(1);
    if (!run) throw new Error("an apply without a run");
    if ((result?.refusal === null && result.entities[0]?.result.ok) || process.hasDied())
      this.#countAbsences(before.links);
    const journal = await this.#state.journal(run.id);
    for (const { outcome, employeeId } of journal) if (outcome === "applied") this.#changed.add(employeeId);
    return {
      overrides,
      approvals,
      changedBefore,
      isUndisturbed: faults.length === 0 && step.reads === "complete",
      result: result?.refusal ? null : result,
      problem: isProblem(thrown) ? thrown : (result?.refusal ?? null),
      hasDied: process.hasDied(),
      run,
      journal,
      before,
      after: await this.#moment(),
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
      calls: NO_CALLS,
      sources: onlySource(sourceOf(employees, step.reads !== "employees_incomplete"), this.#policy.filter),
      reader: this.#spendesk.reader(this.#script.view, order, step.reads !== "members_incomplete"),
    };
  }

  #dependencies(state: StateStore) {
    return { state, clock: this.#clock, progress: { phase: () => {} } };
  }

  #configFingerprint(): string {
    return `configuration ${this.#policyNumber}`;
  }

  async #confirmPolicy(): Promise<void> {
    await this.#state.saveEntity({
      ...newEntityRecord(this.#entity, "personio"),
      connectionStatus: "connected",
      confirmedConfig: this.#configFingerprint(),
    });
  }

  async #moment(): Promise<Moment> {
    return { members: this.#spendesk.members(), links: await this.#state.links(this.#entity) };
  }

  /** At least an hour, so that the lock of a process that died has run out. */
  #passTime(days: number): void {
    this.#today = addDays(this.#today, days);
    const midnight = Date.parse(`${this.#today}T00:00:00Z`);
    const later = this.#clock.time + HOUR_MS;
    this.#clock.time = days > 0 || later < midnight ? midnight : later;
    this.#today = new Date(this.#clock.time).toISOString().slice(0, 10);
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
    account: () => ACCOUNT,
    async *readEmployees() {
      const half = Math.ceil(employees.length / 2);
      yield employees.slice(0, half);
      if (!isComplete) return { complete: false, why: "a page was missing" };
      yield employees.slice(half);
      return { complete: true, total: employees.length };
    },
  };
}
