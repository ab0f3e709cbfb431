import { Problem } from "../../../src/shared/errors.js";
import { ChangeRun } from "../../../src/sync/apply/change-run.js";
import { type ExecutionResult, executePlan } from "../../../src/sync/apply/execute-plan.js";
import type { Change } from "../../../src/sync/model/plan.js";
import type { MemberWriter, WriteResult } from "../../../src/sync/model/ports.js";
import type { JournalOutcome, StateStore } from "../../../src/sync/model/state-store.js";

type Journaled = Parameters<StateStore["journalIntents"]>[3][number] & { readonly callId: string | null };

export interface LedgerOptions {
  readonly batchSize?: number | ((kind: "create" | "update") => number);
  readonly writer?: Partial<MemberWriter>;
  /** Asked before each call; the number of calls sent so far. */
  readonly stopsAfter?: number;
  readonly isCounted?: (change: Change) => boolean;
  /** Asked before outcomes are taken, with how often that was before; throws where the books fail. */
  readonly takes?: (times: number) => void;
}

export const INTERRUPTED = new Problem({
  kind: "interrupted",
  code: "interrupted",
  what: "The run was interrupted.",
  why: "Somebody pressed Ctrl-C.",
  next: "Run it again.",
});

export function ok(memberId: string): WriteResult {
  return { ok: true, memberId };
}

export function refused(code = "INVALID_VALUE", detail = "Spendesk did not take it."): WriteResult {
  return { ok: false, code, detail };
}

/** Carries changes out in a world of its own: what was journaled, sent and settled, in this order. */
export class Ledger {
  readonly log: string[] = [];
  readonly intents: Journaled[] = [];
  readonly outcomes: JournalOutcome[] = [];
  readonly updates: Parameters<MemberWriter["updateMembers"]>[0][number][] = [];
  readonly created: Parameters<MemberWriter["createMembers"]>[0][number][] = [];
  readonly keys: string[] = [];
  #calls = 0;
  #taken = 0;
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions = {}) {
    this.#options = options;
  }

  async carryOut(changes: readonly Change[]): Promise<ExecutionResult> {
    const { stopsAfter } = this.#options;
    return executePlan({
      run: this.runOf(changes),
      changes,
      writer: this.#writer(),
      shouldStop: async () => (stopsAfter !== undefined && this.#calls >= stopsAfter ? INTERRUPTED : null),
    });
  }

  runOf(changes: readonly Change[]): ChangeRun {
    const nameOf = (sequence: number) => changes[sequence]?.employeeId;
    const state: Pick<StateStore, "journalIntents" | "journalOutcomes"> = {
      journalIntents: async (_run, _entity, callId, entries) => {
        this.intents.push(...entries.map((entry) => ({ ...entry, callId })));
        this.log.push(`intend ${entries.map(({ employeeId }) => employeeId).join(" ")}`);
      },
      journalOutcomes: async (_run, _entity, outcomes) => {
        this.#taken += 1;
        this.#options.takes?.(this.#taken - 1);
        this.outcomes.push(...outcomes);
        this.log.push(...outcomes.map(({ sequence, outcome }) => `${outcome} ${nameOf(sequence)}`));
      },
    };
    return new ChangeRun(changes, {
      state: state as StateStore,
      clock: { now: () => new Date("2026-11-23T09:00:00Z") },
      runId: "run-1",
      entity: "acme-uk",
      isCounted: this.#options.isCounted ?? (() => true),
    });
  }

  #writer(): MemberWriter {
    const { batchSize = 100, writer = {} } = this.#options;
    const send = async <T>(text: string, answer: () => Promise<T>): Promise<T> => {
      this.#calls += 1;
      this.log.push(`send ${text}`);
      return answer();
    };
    return {
      batchSize: (kind) => (typeof batchSize === "number" ? batchSize : batchSize(kind)),
      createMembers: (people, key) => {
        this.created.push(...people);
        this.keys.push(key);
        const answer =
          writer.createMembers ?? (async (all) => all.map(({ employeeId }) => ok(`new-${employeeId}`)));
        return send(`create ${people.map(({ employeeId }) => employeeId).join(" ")}`, () =>
          answer(people, key),
        );
      },
      updateMembers: (updates) => {
        this.updates.push(...updates);
        const answer = writer.updateMembers ?? (async (all) => all.map(({ memberId }) => ok(memberId)));
        return send(`update ${updates.map(({ memberId }) => memberId).join(" ")}`, () => answer(updates));
      },
      archiveMember: (id) =>
        send(`archive ${id}`, () => (writer.archiveMember ?? (async (one) => ok(one)))(id)),
      restoreMember: (id) =>
        send(`restore ${id}`, () => (writer.restoreMember ?? (async (one) => ok(one)))(id)),
    };
  }
}

/** `ada applied`, `bob failed: INVALID_VALUE Spendesk did not take it.` */
export function outcomesOf({ results }: Pick<ExecutionResult, "results">): string[] {
  return results.map(({ change, outcome, error }) =>
    [`${change.employeeId} ${outcome}`, error && `${error.code} ${error.detail}`].filter(Boolean).join(": "),
  );
}
