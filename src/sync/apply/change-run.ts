import { randomUUID } from "node:crypto";
import {
  asProblem,
  type Change,
  type Clock,
  type JournalOutcome,
  type Link,
  type Problem,
  type StateStore,
  type WriteResult,
} from "../model/index.js";
import { linkAfterStep, type Step, stepsOf } from "./link-after.js";
import { isOfState, type Tally } from "./lost-books.js";

/** What one change came to. */
export interface ChangeResult {
  readonly change: Change;
  readonly outcome: "applied" | "failed" | "skipped" | "handed_off";
  readonly error: { readonly code: string; readonly detail: string } | null;
}

/** Where one change stands while a run works on it. */
interface Progress {
  readonly change: Change;
  readonly sequence: number;
  readonly remaining: Step[];
  begun: boolean;
  /** Whether a call is under way, or ended without anybody knowing how. */
  underWay: boolean;
  memberId: string | null;
  link: Link;
  result: ChangeResult | null;
}

export interface FinishedRun {
  /** In the plan's order. */
  readonly results: readonly ChangeResult[];
  /** Why the books could not be kept to the end; null: they were. */
  readonly lost: Problem | null;
}

interface Dependencies {
  readonly state: StateStore;
  readonly clock: Clock;
  readonly runId: string;
  readonly entity: string;
  /** Whether a change counts towards the limits of the days to come. */
  readonly isCounted: (change: Change) => boolean;
  /** Told how many changes are over, whatever became of them. */
  readonly onSettled?: (count: number) => void;
}

/**
 * The changes of one entity on their way to Spendesk: journals the intent of every call before it is
 * sent, and its outcome with the links that follow from it afterwards, in one transaction.
 */
export class ChangeRun {
  readonly #dependencies: Dependencies;
  readonly #progress = new Map<Change, Progress>();
  readonly #memberIds = new Map<string, string>();
  /** Outcomes that are known, and that the state did not take. */
  #unrecorded: readonly JournalOutcome[] = [];

  constructor(changes: readonly Change[], dependencies: Dependencies) {
    this.#dependencies = dependencies;
    for (const [sequence, change] of changes.entries()) {
      this.#progress.set(change, {
        change,
        sequence,
        remaining: [...stepsOf(change)],
        begun: false,
        underWay: false,
        memberId: change.memberId,
        link: change.link,
        result: null,
      });
    }
  }

  /** Whether `step` is the next one of a change that has not failed. */
  isNext(change: Change, step: Step): boolean {
    const progress = this.#progressOf(change);
    return progress.result === null && progress.remaining[0] === step;
  }

  /** Member id of somebody created earlier in this run. */
  createdMemberId(employeeId: string): string | null {
    return this.#memberIds.get(employeeId) ?? null;
  }

  /** Member id of a change's person; known for everything but a creation still to come. */
  memberId(change: Change): string {
    const { memberId } = this.#progressOf(change);
    if (memberId === null) throw new Error(`no member id yet for employee ${change.employeeId}`);
    return memberId;
  }

  /** Share of the changes tried so far that failed. */
  failures(): { readonly failed: number; readonly tried: number } {
    const begun = [...this.#progress.values()].filter((progress) => progress.begun);
    return {
      failed: begun.filter((progress) => progress.result?.outcome === "failed").length,
      tried: begun.length,
    };
  }

  /**
   * Sends one call for a batch of changes.
   * @param send gets the call's id (a UUID kept in the journal) and gives one result per change, in order
   * @param managers member ids written by a manager step, in the order of `batch`
   * @throws whatever `send` throws, after recording it for the whole batch; the trouble that stopped
   *   the call midway, after recording what was done
   */
  async call(
    step: Step,
    batch: readonly Change[],
    send: (callId: string) => Promise<readonly WriteResult[]>,
    managers: readonly string[] = [],
  ): Promise<void> {
    const { state, clock, runId, entity } = this.#dependencies;
    const callId = randomUUID();
    const people = batch.map((change) => this.#progressOf(change));
    await state.journalIntents(
      runId,
      entity,
      callId,
      people.map((person) => this.#row(person)),
      clock.now(),
    );
    for (const person of people) {
      person.begun = true;
      person.underWay = true;
    }

    let results: readonly WriteResult[];
    try {
      results = await send(callId);
    } catch (error) {
      const problem = asProblem(error);
      // Nobody refused anything: the state failed where it was asked whether to go on.
      if (isOfState(problem)) throw problem;
      await this.#settle(people.map((person) => this.#fail(person, problem.code, problem.message)));
      throw problem;
    }
    await this.#settle(
      people.flatMap((person, index) => {
        const result = results[index];
        if (!result) return this.#fail(person, "outcome_unknown", "Spendesk's answer left this person out.");
        if (result.ok) return this.#advance(person, step, result.memberId, managers[index] ?? null);
        return isOfState(result) ? [] : this.#refuse(person, step, result);
      }),
    );
    for (const result of results) if (!result.ok && result.stop) throw result.stop;
  }

  /** Ends a change without a further call. */
  async giveUp(change: Change, code: string, detail: string): Promise<void> {
    const progress = this.#progressOf(change);
    if (progress.begun) await this.#settle([this.#fail(progress, code, detail)]);
    else await this.#skip([progress], code, detail);
  }

  /**
   * Closes the books: what is still open was stopped. Where the state is what failed, nothing is called a failure
   * that was none, and what it did not take is offered once more.
   */
  async finish(stopped: Problem | null): Promise<FinishedRun> {
    const lost = stopped && (this.#unrecorded.length > 0 || isOfState(stopped)) ? stopped : null;
    const open = [...this.#progress.values()].filter((progress) => progress.result === null);
    const code = stopped?.code ?? "not_reached";
    const detail = stopped?.message ?? "The run ended before this change.";
    const begun = open.filter((progress) => progress.begun);
    const outcomes = lost ? this.#unrecorded : begun.map((progress) => this.#fail(progress, code, detail));
    try {
      if (outcomes.length > 0) await this.#settle(outcomes);
      await this.#skip(
        open.filter((progress) => !progress.begun),
        code,
        detail,
      );
      return { results: this.#results(), lost };
    } catch (error) {
      for (const progress of begun) progress.result = null;
      return { results: this.#results(), lost: lost ?? asProblem(error) };
    }
  }

  /** What has become of the changes by now, in the books or not. */
  tally(): Tally {
    const all = [...this.#progress.values()];
    const count = (fits: (progress: Progress) => boolean) => all.filter(fits).length;
    const isOpen = ({ begun, result }: Progress) => begun && result === null;
    return {
      total: all.length,
      done: count(({ result }) => result?.outcome === "applied"),
      inPart: count((progress) => isOpen(progress) && !progress.underWay),
      failed: count(({ result }) => result?.outcome === "failed"),
      unknown: count((progress) => isOpen(progress) && progress.underWay),
      unsent: count(({ begun }) => !begun),
    };
  }

  /** In the plan's order. */
  #results(): readonly ChangeResult[] {
    return [...this.#progress.values()].flatMap((progress) => progress.result ?? []);
  }

  #progressOf(change: Change): Progress {
    const progress = this.#progress.get(change);
    if (!progress) throw new Error("the change belongs to another run");
    return progress;
  }

  #advance(person: Progress, step: Step, memberId: string, managerMemberId: string | null): JournalOutcome {
    person.remaining.shift();
    person.underWay = false;
    person.memberId = memberId;
    person.link = linkAfterStep(step, person.change, memberId, person.link, managerMemberId);
    if (step === "create") this.#memberIds.set(person.change.employeeId, memberId);
    const done = person.remaining.length === 0;
    if (done) person.result = { change: person.change, outcome: "applied", error: null };
    return {
      sequence: person.sequence,
      outcome: done ? "applied" : "intended",
      memberId,
      error: null,
      link: person.link,
    };
  }

  /** A member that Spendesk does not list and yet has was archived there: the next run says so. */
  #refuse(
    person: Progress,
    step: Step,
    { code, detail }: Extract<WriteResult, { ok: false }>,
  ): JournalOutcome {
    const failed = this.#fail(person, code, detail);
    const isHidden =
      step === "create" && person.change.code === "member_gone" && code === "USER_ALREADY_EXISTS";
    return isHidden ? { ...failed, link: { ...person.link, hidden: true } } : failed;
  }

  #fail(person: Progress, code: string, detail: string): JournalOutcome {
    const error = { code, detail };
    person.result = { change: person.change, outcome: "failed", error };
    return { sequence: person.sequence, outcome: "failed", memberId: person.memberId, error, link: null };
  }

  async #skip(people: readonly Progress[], code: string, detail: string): Promise<void> {
    if (people.length === 0) return;
    const { state, clock, runId, entity } = this.#dependencies;
    const error = { code, detail };
    await state.journalIntents(
      runId,
      entity,
      null,
      people.map((person) => this.#row(person)),
      clock.now(),
    );
    await this.#settle(
      people.map((person) => {
        person.result = { change: person.change, outcome: "skipped", error };
        return {
          sequence: person.sequence,
          outcome: "skipped",
          memberId: person.memberId,
          error,
          link: null,
        };
      }),
    );
  }

  #row({ change, sequence, memberId }: Progress) {
    const { action, employeeId, email, name, fields, code, reason } = change;
    const isCounted = this.#dependencies.isCounted(change);
    return { sequence, action, employeeId, memberId, email, name, fields, code, reason, isCounted };
  }

  async #settle(outcomes: readonly JournalOutcome[]): Promise<void> {
    const { state, clock, runId, entity } = this.#dependencies;
    this.#unrecorded = outcomes;
    await state.journalOutcomes(runId, entity, outcomes, clock.now());
    this.#unrecorded = [];
    this.#dependencies.onSettled?.(
      [...this.#progress.values()].filter(({ result }) => result !== null).length,
    );
  }
}

/** The tally of an entity whose books were kept. */
export function tallyOf(changes: readonly ChangeResult[]): Tally {
  const count = (...outcomes: readonly ChangeResult["outcome"][]) =>
    changes.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    ...{ total: changes.length, inPart: 0, unknown: 0 },
    done: count("applied", "handed_off"),
    failed: count("failed"),
    unsent: count("skipped"),
  };
}
