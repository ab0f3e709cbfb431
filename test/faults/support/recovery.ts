import { expect } from "vitest";
import type { RunRecord } from "../../../src/sync/model/state-store.js";
import { JOINERS, LEAVERS } from "./company.js";
import type { Call } from "./gate.js";
import type { Lab } from "./lab.js";
import type { Picture } from "./picture.js";

type ListedRun = RunRecord & { readonly result: string };

/** What an apply that nothing disturbs leaves behind. */
export async function undisturbed(lab: Lab): Promise<Picture> {
  await lab.reset();
  const { exitCode, stderr } = await lab.run(["apply", "--yes"]);
  expect(exitCode, stderr).toBe(0);
  return await lab.picture();
}

/** The runs of the new day, newest first, as `history` tells them. */
export async function runsOfTheDay(lab: Lab): Promise<readonly ListedRun[]> {
  const { stdout } = await lab.run(["history", "-o", "json"]);
  const { runs }: { runs: ListedRun[] } = JSON.parse(stdout);
  return runs.slice(0, runs.length - lab.earlierRuns);
}

/**
 * Checks the books of a run that ended before its time: the run is known, and every person of every
 * call that reached Spendesk has a row that says `applied` or, where nobody can know, `intended`.
 */
export async function expectHonestBooks(lab: Lab, result: string | RegExp): Promise<void> {
  const reached = lab.gate.writes.filter(({ forwarded }) => forwarded);
  const [run] = await runsOfTheDay(lab);
  if (!run) {
    expect(reached).toEqual([]);
    return;
  }
  expect(run.result).toMatch(result);
  const journal = await lab.read((state) => state.journal(run.id));
  for (const call of reached) {
    for (const { employeeId, memberId } of peopleOf(call)) {
      const entry = journal.find((row) =>
        employeeId === null ? row.memberId === memberId : row.employeeId === employeeId,
      );
      expect(["applied", "intended"], `${call.method} ${call.path}`).toContain(entry?.outcome);
    }
  }
}

/** What a run left behind, without what differs from run to run. */
export async function booksOf(lab: Lab): Promise<object> {
  const [run] = await runsOfTheDay(lab);
  const journal = run ? await lab.read((state) => state.journal(run.id)) : [];
  return {
    result: run?.result,
    journal: journal.map(({ action, employeeId, outcome, error }) => ({
      ...{ action, employeeId, outcome },
      error: error?.code,
    })),
    picture: await lab.picture(),
    reached: lab.gate.writes.filter(({ forwarded }) => forwarded).map(({ method }) => method),
  };
}

/** Runs the program again and checks that everything is as if the day had gone well from the start. */
export async function expectRecovery(lab: Lab, goal: Picture): Promise<void> {
  const { exitCode, stdout, stderr } = await lab.run(["apply", "--yes"]);
  expect(exitCode, stdout + stderr).toBe(0);
  expect((await runsOfTheDay(lab))[0]?.result).toBe("exit 0");
  expect(await lab.picture()).toEqual(goal);
  expectNoHarm(lab);

  const writes = lab.gate.writes.length;
  const preview = await lab.run(["preview", "--detailed-exitcode"]);
  expect(preview.exitCode, preview.stdout + preview.stderr).toBe(0);
  expect(lab.gate.writes).toHaveLength(writes);
}

/** Over all runs since the morning: everybody was created once, and nobody but the leavers archived. */
function expectNoHarm(lab: Lab): void {
  const reached = lab.gate.writes.filter(({ forwarded }) => forwarded);
  const created = reached.flatMap(({ method, body }) => (method === "POST" ? emailsOf(body) : []));
  expect(created.sort()).toEqual(JOINERS);

  const emailOf = new Map(lab.sandbox.control.members().map(({ id, email }) => [id, email]));
  const archived = reached
    .filter(({ body }) => JSON.stringify(body) === JSON.stringify({ isArchived: true }))
    .map(({ path }) => emailOf.get(path.split("/")[3] ?? ""));
  expect([...new Set(archived)].sort()).toEqual(LEAVERS);
}

function emailsOf(body: unknown): string[] {
  return items(body).map(({ email }) => String(email));
}

function peopleOf({ path, body }: Call): { employeeId: string | null; memberId: string | null }[] {
  const fromPath = path.split("/")[3];
  if (fromPath !== undefined) return [{ employeeId: null, memberId: fromPath }];
  return items(body).map(({ externalId, id }) => ({
    employeeId: typeof externalId === "string" ? externalId : null,
    memberId: typeof id === "string" ? id : null,
  }));
}

function items(body: unknown): Record<string, unknown>[] {
  if (!Array.isArray(body)) throw new Error("The call carries no list of people.");
  return body;
}
