import { type ApplyDependencies, type ApplyResult, apply } from "../../../src/sync/apply/apply.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { FilterNode } from "../../../src/sync/model/filter.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import type { SafetyLimits, SyncPolicy } from "../../../src/sync/model/policy.js";
import type { HandOffFile, MemberWriter, ReadOutcome } from "../../../src/sync/model/ports.js";
import type { EntityRecord } from "../../../src/sync/model/state-store.js";
import { newEntityRecord } from "../../../src/sync/model/state-words.js";
import { confirmed } from "../../../src/sync/run/confirmation.js";
import type { EntityResult } from "../../../src/sync/run/entity-result.js";
import type { PlannedInFull } from "../../../src/sync/run/plan-task.js";
import { type PreviewResult, planTasksInFull, preview } from "../../../src/sync/run/preview.js";
import type { EntityTask, RunOptions } from "../../../src/sync/run/task.js";
import { ACCOUNT, NO_CALLS, NO_LIMITS, onlySource, policy, readOf } from "../../support/people.js";
import { openQuickState, type QuickState } from "../../support/quick-state.js";
import { writeUnshown } from "../../support/unshown.js";

/** One entity of a firm: what both sides hold, and how its reads end. */
export interface Site {
  readonly employees: readonly Employee[];
  readonly members?: readonly Member[];
  readonly links?: readonly Link[];
  readonly policy?: Partial<SyncPolicy>;
  readonly filter?: FilterNode;
  readonly safety?: Partial<SafetyLimits>;
  /** What the state knows besides a confirmed configuration. */
  readonly record?: Partial<EntityRecord>;
  readonly employeesRead?: ReadOutcome;
  readonly membersRead?: ReadOutcome;
  readonly account?: string;
}

export type Run = Partial<ApplyDependencies & RunOptions>;

class FirmClock {
  time = Date.parse("2026-11-23T09:00:00Z");

  now(): Date {
    return new Date(this.time);
  }
}

/** A firm whose entities are connected and confirmed. */
export async function openFirm(sites: Record<string, Site>): Promise<Firm> {
  const clock = new FirmClock();
  const quick = await openQuickState(clock);
  for (const [entity, { links = [], record = {}, safety }] of Object.entries(sites)) {
    const limits = { ...NO_LIMITS, ...safety };
    await quick.state.saveEntity({
      ...newEntityRecord(entity, ACCOUNT.source),
      ...confirmed({ configFingerprint: "confirmed", safety: limits }, { confirmedAccount: null }, readOf()),
      connectionStatus: "connected",
      appliedConfig: "confirmed",
      connectedOn: "2026-01-01",
      ...record,
    });
    await quick.state.applyLinkChanges(entity, { upsert: links, remove: [] });
    await writeUnshown(quick.state, entity);
  }
  return new Firm(sites, clock, quick);
}

/** Several entities on one state, with all that a run says and sends of them. */
export class Firm {
  readonly log: string[] = [];
  readonly sites: Record<string, Site>;
  readonly clock: FirmClock;
  readonly quick: QuickState;

  constructor(sites: Record<string, Site>, clock: FirmClock, quick: QuickState) {
    this.sites = sites;
    this.clock = clock;
    this.quick = quick;
  }

  get state(): QuickState["state"] {
    return this.quick.state;
  }

  tasks(): EntityTask[] {
    return Object.entries(this.sites).map(([entity, site]) => taskOf(entity, site));
  }

  planInFull(run: Run = {}): Promise<readonly EntityResult<PlannedInFull>[]> {
    return planTasksInFull(this.tasks(), this.#dependencies(run), optionsOf(run));
  }

  preview(run: Run = {}): Promise<PreviewResult> {
    return preview(this.tasks(), this.#dependencies(run), optionsOf(run));
  }

  apply(run: Run = {}): Promise<ApplyResult> {
    return apply(this.tasks(), this.#dependencies(run), optionsOf(run));
  }

  /** `create ada applied` of all entities, by the journal. */
  async journal(runId: string): Promise<string[]> {
    return (await this.state.journal(runId)).map(
      ({ action, employeeId, outcome, isCounted }) =>
        `${action} ${employeeId} ${outcome}${isCounted ? "" : " uncounted"}`,
    );
  }

  #dependencies(run: Run): ApplyDependencies {
    const say = (text: string) => this.log.push(text);
    return {
      state: this.state,
      clock: this.clock,
      progress: {
        phase: (entity, text) => say(`${entity}: ${text}`),
        finished: (entity, step, counts) => say(`${entity} ${step} ${Object.values(counts).join(" ")}`),
        failed: (entity, problem) => say(`${entity} failed ${problem.code}`),
      },
      openWriter: (task, beforeWrite) => this.writer(task.entity, beforeWrite),
      confirm: async () => "unattended",
      words: async () => ({
        flags: [],
        entityFlags: (ids) =>
          ids.length === Object.keys(this.sites).length ? [] : ids.map((id) => `--entity ${id}`),
      }),
      signal: new AbortController().signal,
      ...run,
    };
  }

  /** Takes whatever it gets, asking before each request whether it may. */
  writer(entity: string, beforeWrite: () => Promise<void> = async () => {}): MemberWriter {
    const send = async (text: string) => {
      await beforeWrite();
      this.log.push(`${entity} ${text}`);
    };
    return {
      batchSize: () => 1,
      createMembers: async (people) => {
        for (const { employeeId } of people) await send(`sends create ${employeeId}`);
        return people.map(({ employeeId }) => ({ ok: true, memberId: `m-${employeeId}` }));
      },
      updateMembers: async (updates) => {
        for (const { memberId } of updates) await send(`sends update ${memberId}`);
        return updates.map(({ memberId }) => ({ ok: true, memberId }));
      },
      archiveMember: async (memberId) => {
        await send(`sends archive ${memberId}`);
        return { ok: true, memberId };
      },
      restoreMember: async (memberId) => {
        await send(`sends restore ${memberId}`);
        return { ok: true, memberId };
      },
    };
  }

  /** What a run sent, in order. */
  sent(): string[] {
    return this.log.filter((text) => text.includes(" sends ")).map((text) => text.replace(" sends", ":"));
  }
}

/** Hands the changes of these entities to a colleague. */
export function onPaper(
  entities: readonly string[],
  write?: NonNullable<ApplyDependencies["handOff"]>["target"]["write"],
): Pick<ApplyDependencies, "handOff"> {
  const file = (path: string, entity: string, rows: number): HandOffFile => ({
    path,
    entity,
    kind: "import",
    rows,
    unfilled: null,
  });
  return {
    handOff: {
      entities: new Set(entities),
      target: {
        folderFor: (runId) => `/nowhere/${runId}`,
        write:
          write ??
          (async (_run, requests) =>
            requests.map(({ entity, changes }) => file(`${entity}.xlsx`, entity, changes.length))),
      },
    },
  };
}

function optionsOf({ overrides = {}, noArchive = false, ...run }: Run): RunOptions {
  const { again, trustHandOffs, isProposal, isConfirming, expected } = run;
  return {
    ...{ overrides, noArchive },
    ...(again !== undefined && { again }),
    ...(trustHandOffs !== undefined && { trustHandOffs }),
    ...(isProposal !== undefined && { isProposal }),
    ...(isConfirming !== undefined && { isConfirming }),
    ...(expected !== undefined && { expected }),
  };
}

function taskOf(entity: string, site: Site): EntityTask {
  const { employees, members = [] } = site;
  return {
    ...{ entity, providerId: ACCOUNT.source, timezone: "Europe/London", configFingerprint: "confirmed" },
    calls: NO_CALLS,
    policy: policy(site.policy),
    safety: { ...NO_LIMITS, ...site.safety },
    sources: onlySource(
      {
        providerId: ACCOUNT.source,
        accountKey: site.account ?? entity,
        account: () => ACCOUNT,
        async *readEmployees() {
          yield employees;
          return site.employeesRead ?? { complete: true, total: employees.length };
        },
      },
      site.filter,
    ),
    reader: {
      readMembers: async () => ({
        members,
        outcome: site.membersRead ?? { complete: true, total: members.length },
      }),
    },
  };
}
