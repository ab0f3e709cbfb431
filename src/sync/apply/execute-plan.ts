import {
  asProblem,
  type Change,
  type MemberUpdate,
  type MemberWriter,
  type NewMember,
  type Problem,
} from "../model/index.js";
import type { ChangeRun, FinishedRun } from "./change-run.js";
import type { Step } from "./link-after.js";

export interface ExecutionResult extends FinishedRun {
  /** What stopped the writing before its end, or null. */
  readonly stopped: Problem | null;
}

/** Asked before every call: a reason to stop writing now (Ctrl-C, lock lost), or null. */
export type StopCheck = () => Promise<Problem | null>;

/** Archives wait for another run when this much of what came before them failed. */
const BROAD_FAILURE = { share: 0.2, atLeast: 3 };

interface Execution {
  readonly run: ChangeRun;
  readonly changes: readonly Change[];
  readonly writer: MemberWriter;
  readonly shouldStop: StopCheck;
}

/**
 * Carries out the changes of one plan: restores, creations and updates level by level, then line
 * managers, archives last (docs/rules.md §7).
 *
 * A refusal of one person is that person's result. Anything that concerns the whole run (no
 * permission, server down, Ctrl-C, lock lost) stops the writing; what is left is `skipped`.
 */
export async function executePlan(execution: Execution): Promise<ExecutionResult> {
  const { run } = execution;
  try {
    for (const level of levelsOf(execution.changes)) {
      const ofLevel = { ...execution, changes: execution.changes.filter((change) => change.level === level) };
      await restorePeople(ofLevel);
      await createPeople(ofLevel);
      await updatePeople(ofLevel);
    }
    await setManagers(execution);
    await archivePeople(execution);
  } catch (error) {
    const stopped = asProblem(error);
    return { ...(await run.finish(stopped)), stopped };
  }
  return { ...(await run.finish(null)), stopped: null };
}

function levelsOf(changes: readonly Change[]): number[] {
  return [...new Set(changes.map((change) => change.level))].sort((a, b) => a - b);
}

function nextUp(execution: Execution, step: Step): Change[] {
  return execution.changes.filter((change) => execution.run.isNext(change, step));
}

async function restorePeople(execution: Execution): Promise<void> {
  const { run, writer } = execution;
  for (const change of nextUp(execution, "restore")) {
    await stopIfAsked(execution.shouldStop);
    await run.call("restore", [change], async () => [await writer.restoreMember(run.memberId(change))]);
  }
}

async function createPeople(execution: Execution): Promise<void> {
  const { run, writer } = execution;
  await inBatches(execution, "create", nextUp(execution, "create"), (batch) =>
    run.call("create", batch, (callId) => writer.createMembers(batch.map(newMember), callId)),
  );
}

async function updatePeople(execution: Execution): Promise<void> {
  const { run, writer } = execution;
  await inBatches(execution, "update", nextUp(execution, "update"), (batch) =>
    run.call("update", batch, () =>
      writer.updateMembers(batch.map((change) => memberUpdate(change, run.memberId(change)))),
    ),
  );
}

/** Managers come after all people exist, since a manager may have been created a moment ago. */
async function setManagers(execution: Execution): Promise<void> {
  const { run, writer } = execution;
  const known: { change: Change; managerMemberId: string }[] = [];
  for (const change of nextUp(execution, "manager")) {
    const manager = change.desired.manager;
    const managerMemberId = manager && (manager.memberId ?? run.createdMemberId(manager.employeeId));
    if (managerMemberId) known.push({ change, managerMemberId });
    else
      await run.giveUp(
        change,
        "manager_not_created",
        "The line manager could not be created, so the manager is not set.",
      );
  }
  await inBatches(execution, "update", known, (batch) =>
    run.call(
      "manager",
      batch.map(({ change }) => change),
      () =>
        writer.updateMembers(
          batch.map(({ change, managerMemberId }) => ({ memberId: run.memberId(change), managerMemberId })),
        ),
      batch.map(({ managerMemberId }) => managerMemberId),
    ),
  );
}

/**
 * Archives come last and only when the rest went well: broad failures hint at a wrong picture of the
 * world, and an archive takes somebody's card away.
 */
async function archivePeople(execution: Execution): Promise<void> {
  const { run, writer } = execution;
  const { failed, tried } = run.failures();
  const heldBack = failed >= BROAD_FAILURE.atLeast && failed > tried * BROAD_FAILURE.share;
  for (const change of nextUp(execution, "archive")) {
    if (heldBack) {
      await run.giveUp(
        change,
        "archives_held_back",
        `${failed} of ${tried} changes before the archives failed.`,
      );
      continue;
    }
    await stopIfAsked(execution.shouldStop);
    await run.call("archive", [change], async () => [await writer.archiveMember(run.memberId(change))]);
  }
}

/** The batch size is asked again each time: it shrinks when Spendesk refuses bulk calls. */
async function inBatches<T>(
  execution: Execution,
  kind: "create" | "update",
  items: readonly T[],
  send: (batch: readonly T[]) => Promise<void>,
): Promise<void> {
  let start = 0;
  while (start < items.length) {
    await stopIfAsked(execution.shouldStop);
    const batch = items.slice(start, start + execution.writer.batchSize(kind));
    await send(batch);
    start += batch.length;
  }
}

/** @throws the reason to stop, if there is one */
export async function stopIfAsked(shouldStop: StopCheck): Promise<void> {
  const problem = await shouldStop();
  if (problem) throw problem;
}

function newMember(change: Change): NewMember {
  const { email, firstName, lastName, bank } = change.desired;
  if (email === undefined || firstName === undefined || lastName === undefined) {
    throw new Error(`the creation of employee ${change.employeeId} lacks an e-mail or a name`);
  }
  return { employeeId: change.employeeId, email, firstName, lastName, bank: bank?.details ?? null };
}

function memberUpdate(change: Change, memberId: string): MemberUpdate {
  const { email, firstName, lastName, bank } = change.desired;
  return {
    memberId,
    ...(email !== undefined && { email }),
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(bank && { bank: bank.details }),
  };
}
