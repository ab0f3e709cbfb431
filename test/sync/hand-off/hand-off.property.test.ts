import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "../../../src/sync/model/plan.js";
import { type RandomWorld, randomWorld } from "../../support/worlds.js";
import { type Office, openArchive, openOffice } from "./office.js";

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 80) };
const PATIENCE = { timeout: 120_000 };

/** A change in the hands of the colleague. */
interface Paper {
  readonly runId: string;
  readonly sequence: number;
  readonly change: Change;
}

let archive: Awaited<ReturnType<typeof openArchive>>;
let worlds = 0;

beforeAll(async () => {
  archive = await openArchive();
});
afterAll(() => archive.close());

async function officeOf({ employees, state, view, policy }: RandomWorld): Promise<Office> {
  worlds += 1;
  const { members, links } = state;
  return await openOffice(archive, { entity: `world-${worlds}`, employees, members, links, view, policy });
}

async function handOff(office: Office): Promise<readonly Paper[]> {
  const { runId, entities } = await office.apply({ insists: true });
  return (entities[0]?.changes ?? []).map(({ change }, sequence) => ({ runId, sequence, change }));
}

/** Does what can be done of these papers, in whatever order works, and gives the rest. */
async function carryOut(office: Office, papers: readonly Paper[]): Promise<readonly Paper[]> {
  const parts = papers.flatMap(withManagerApart);
  let left: readonly Paper[] = parts;
  for (;;) {
    const next = await firstPossible(office, left);
    if (!next) return left;
    await office.carryOut([next.change]);
    left = left.filter((paper) => paper !== next);
  }
}

async function firstPossible(office: Office, left: readonly Paper[]): Promise<Paper | null> {
  for (const paper of left) {
    if (isFirst(paper, left) && (await office.canCarryOut(paper.change))) return paper;
  }
  return null;
}

/** What comes first in a row is done first. */
function isFirst(paper: Paper, papers: readonly Paper[]): boolean {
  const { runId, sequence } = paper;
  return papers.find((one) => one.runId === runId && one.sequence === sequence) === paper;
}

/** A row of the worklist can be done in two goes. */
function withManagerApart(paper: Paper): Paper[] {
  const { manager, ...desired } = paper.change.desired;
  if (!manager || paper.change.action === "archive") return [paper];
  const isAlone = paper.change.action === "update" && Object.keys(desired).length === 0;
  return [
    ...(isAlone ? [] : [{ ...paper, change: { ...paper.change, desired } }]),
    { ...paper, change: { ...paper.change, action: "update", desired: { manager } } },
  ];
}

/** Papers that were not withdrawn. */
async function stillWanted(office: Office, papers: readonly Paper[]): Promise<readonly Paper[]> {
  const open = (await archive.state.handOffs(office.entity, false)).filter(({ status }) => status === "open");
  return papers.filter(({ runId, sequence }) =>
    open.some((one) => one.runId === runId && one.sequence === sequence),
  );
}

/** Everything a change asks a colleague for, one text each. */
function asks({ action, employeeId, email, desired }: Change): string[] {
  const { bank, manager, ...texts } = desired;
  return [
    ...(action === "update" ? [] : [`${employeeId} ${action} ${email}`]),
    ...Object.entries(texts).map(([field, value]) => `${employeeId} ${field} ${value}`),
    ...(bank ? [`${employeeId} bank ${bank.fingerprint}`] : []),
    ...(manager ? [`${employeeId} manager ${manager.employeeId}`] : []),
  ];
}

async function always(check: (office: Office, chance: () => boolean) => Promise<void>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(randomWorld, fc.infiniteStream(fc.boolean()), async (world, chances) => {
      await check(await officeOf(world), () => chances.next().value ?? true);
    }),
    RUNS,
  );
}

describe("handing off over random worlds", PATIENCE, () => {
  it("asks for nothing twice while nothing is done", async () => {
    await always(async (office) => {
      const asked: string[] = [];
      // Whoever is absent for the second time is planned by the second run only.
      for (let run = 0; run < 4; run += 1) {
        asked.push(...(await handOff(office)).flatMap(({ change }) => asks(change)));
        await office.preview();
      }
      expect(asked).toEqual([...new Set(asked)]);
      expect(await handOff(office)).toEqual([]);
    });
  });

  it("leaves an empty preview and nothing open once a colleague has done everything", async () => {
    await always(async (office) => {
      for (let run = 0; run < 3; run += 1) {
        const papers = await handOff(office);
        if (await office.hasForgottenMember()) return;
        expect(await carryOut(office, papers)).toEqual([]);
      }
      expect((await office.preview()).plan.changes).toEqual([]);
      await office.apply({ insists: true });
      expect((await office.preview()).plan.changes).toEqual([]);
      await office.apply({ insists: true, trustHandOffs: true });
      expect((await office.preview()).plan.changes).toEqual([]);
      expect(await archive.state.handOffs(office.entity, false)).toEqual([]);
    });
  });

  it("asks for nothing twice and ends well when a colleague does some of it at a time", async () => {
    await always(async (office, chance) => {
      const asked: string[] = [];
      let papers: readonly Paper[] = [];
      for (let run = 0; run < 4; run += 1) {
        const fresh = await handOff(office);
        if (await office.hasForgottenMember()) return;
        asked.push(...fresh.flatMap(({ change }) => asks(change)));
        papers = await stillWanted(office, [...papers, ...fresh]);
        const chosen = papers.filter(chance);
        papers = [...papers.filter((paper) => !chosen.includes(paper)), ...(await carryOut(office, chosen))];
        if (chance()) await office.preview();
      }
      expect(asked).toEqual([...new Set(asked)]);
      expect(await carryOut(office, await stillWanted(office, papers))).toEqual([]);
      // An address that was given up only now can bring somebody who waited for it.
      expect(await carryOut(office, await handOff(office))).toEqual([]);
      await office.apply({ insists: true });
      await office.apply({ insists: true, trustHandOffs: true });
      expect((await office.preview()).plan.changes).toEqual([]);
      expect(await archive.state.handOffs(office.entity, false)).toEqual([]);
    });
  });
});
