import { writeFileSync } from "node:fs";
import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import type { ReadFields } from "../../../src/sandbox/settings.js";
import { addDays } from "../../../src/sync/model/dates.js";
import type { Link } from "../../../src/sync/model/member.js";
import type { JournalEntry } from "../../../src/sync/model/state-store.js";
import { holdTimers } from "../../support/held-timers.js";
import { withState } from "../../support/memory.js";
import type { CliRun } from "../../support/run-cli.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { memberLook } from "../support/picture.js";
import { type SandboxMember, takeSnapshot } from "../support/snapshot.js";

type Person = ReturnType<Sandbox["control"]["employees"]>[number];
type Control = Sandbox["control"];

/** A company whose next apply restores, creates, updates and archives, ready to be disturbed again and again. */
export interface FaultLab {
  readonly sandbox: Sandbox;
  readonly readFields: ReadFields;
  /** Members before the disturbed run. */
  readonly before: readonly SandboxMember[];
  /** Members and links after a run that nothing disturbed. */
  readonly goal: { readonly members: readonly SandboxMember[]; readonly links: readonly LinkView[] };
  /** Number of changes of the plan, by action. */
  readonly planned: Readonly<Record<"create" | "update" | "restore" | "archive", number>>;
  /** Puts Spendesk, the memory and the sandbox's behaviour back to before the run. */
  reset(): Promise<void>;
  /** Does the planned restore by hand, so that archives are the only changes of a status. */
  restoreByHand(): void;
  /** Runs a command with JSON output. A call whose answer is held back meets its time limit at once. */
  run(argv: readonly string[]): Promise<CliRun>;
  members(): readonly SandboxMember[];
  links(): Promise<readonly LinkView[]>;
  /** The newest apply with its journal. */
  lastApply(): Promise<{ readonly exitCode: number | null; readonly journal: readonly JournalEntry[] }>;
  close(): Promise<void>;
}

/** A link in which members go by their e-mail: ids of new members differ from run to run. */
export type LinkView = Omit<Link, "memberId" | "managerMemberId"> & {
  readonly member: string | null;
  readonly manager: string | null;
};

const OWNER = "olivia.owner@acme.test";
const ENTITY = "acme-uk";
/** Pages hold 100 people on both sides, so that each side has more than one. */
const EMPLOYEES = 150;
const OUTSIDERS = 20;

/** No other timer of this process is as long as that of a lab, which is short enough to be tried twice. In milliseconds. */
let nextTimeLimit = 43_457;

/** @param readFields what Spendesk's reads tell: all that is assumed, or only what is documented */
export async function openFaultLab(readFields: ReadFields = "extended"): Promise<FaultLab> {
  const timeoutMs = nextTimeLimit++;
  const network = { sleep: async () => {}, random: () => 0, timeoutMs };
  let heldBack = 0;
  /** Once every call that has no answer yet is one that gets none, the time is over. */
  const look = () => {
    if (heldBack === 0 || limits.waiting() !== heldBack) return;
    heldBack = 0;
    limits.ring();
  };
  const limits = holdTimers(timeoutMs, look);
  const workspace = await openSandboxWorkspace({
    onHeldBack() {
      heldBack += 1;
      look();
    },
    employees: EMPLOYEES,
    members: OUTSIDERS,
    seed: 11,
    ownerEmail: OWNER,
    readFields,
  });
  const { sandbox } = workspace;
  const { control } = sandbox;
  const run: FaultLab["run"] = (argv) => workspace.run([...argv, "-o", "json"], { network });
  const cast = await prepare(workspace, run);
  tellNextChapter(control, cast);

  const snapshot = await takeSnapshot(workspace);
  const before = snapshot.members;

  const reset = async () => {
    control.setFaults([]);
    control.setOptions({ bulkUpdates: true });
    await snapshot.restore();
  };
  const links = () =>
    withState(workspace, async (state) => (await state.links(ENTITY)).map(linkView(control.members())));
  const lastApply = () =>
    withState(workspace, async (state) => {
      const last = (await state.runs(10)).find(({ kind }) => kind === "apply");
      if (!last) throw new Error("there was no apply");
      return { exitCode: last.exitCode, journal: await state.journal(last.id) };
    });

  await expectExit(run(["apply", "--yes"]), 0);
  const planned = { create: 0, update: 0, restore: 0, archive: 0 };
  for (const { action } of (await lastApply()).journal) if (isAction(action)) planned[action] += 1;
  const goal = { members: control.members(), links: await links() };
  await reset();
  return {
    sandbox,
    readFields,
    before,
    goal,
    planned,
    reset,
    restoreByHand() {
      const archived = before.find(({ email }) => email === cast.returner.workEmail);
      if (archived) control.patchMember(archived.id, { isArchived: false });
    },
    run,
    members: () => control.members(),
    links,
    lastApply,
    async close() {
      limits.release();
      await workspace.close();
    },
  };
}

interface Cast {
  /** Archived by an earlier run. */
  readonly returner: Person;
  readonly settled: readonly Person[];
  readonly protectedPerson: Person;
}

/** Connects, fills Spendesk, and archives somebody who will come back. */
async function prepare(workspace: SandboxWorkspace, run: FaultLab["run"]): Promise<Cast> {
  const { control } = workspace.sandbox;
  const settled = control.employees().filter(isSettled);
  const [returner, protectedPerson, ...others] = settled;
  if (!returner?.workEmail || !protectedPerson?.workEmail) throw new Error("the sandbox has too few people");
  writeFileSync(workspace.configPath, configText(workspace.sandbox, protectedPerson.workEmail));
  await expectExit(run(["apply", "--yes", "--accept-config"]), 0);
  const yesterday = addDays(control.today(), -1);
  control.upsertEmployee({ id: returner.id, status: "inactive", endDate: yesterday });
  await expectExit(run(["apply", "--yes"]), 0);
  return { returner, protectedPerson, settled: others };
}

function configText(sandbox: Sandbox, protectedEmail: string): string {
  const config = {
    version: 1,
    entities: {
      [ENTITY]: {
        timezone: "Europe/London",
        spendesk: { baseUrl: sandbox.spendeskUrl() },
        source: { provider: "personio", baseUrl: sandbox.providerUrl("personio") },
        employees: { include: "filter", filter: [RULE] },
        protect: [protectedEmail],
      },
    },
    credentials: { store: "env" },
  };
  return JSON.stringify(config);
}

/** People whom nothing but this test moves, and to whom nobody reports. */
function isSettled(person: Person, _index: number, all: readonly Person[]): boolean {
  return (
    person.status === "active" &&
    person.endDate === null &&
    person.employmentType === "internal" &&
    person.workEmail !== null &&
    ["London", "Paris", "Remote"].includes(person.office ?? "") &&
    /^[\x20-\x7e]+$/.test(person.lastName) &&
    !all.some(({ managerId }) => managerId === person.id)
  );
}

function tellNextChapter(control: Control, { returner, settled, protectedPerson }: Cast): void {
  const people = [...settled];
  const next = (): Person => {
    const person = people.shift();
    if (!person) throw new Error("the sandbox has too few people for the test");
    return person;
  };
  const yesterday = addDays(control.today(), -1);
  const boss = control.upsertEmployee({
    ...joiner("Nadia", "Newlead", control.today()),
    iban: "FR1420041010050500013M02606",
    bic: "PSSTFRPPXXX",
  });
  for (const name of ["Adebayo", "Bruun", "Castel"]) {
    control.upsertEmployee({
      ...joiner("Jo", name, control.today()),
      managerId: boss.id,
      iban: "GB33BUKB20201555555555",
      bic: "BUKBGB22",
    });
  }
  control.upsertEmployee({ id: next().id, lastName: "Renamed-Once" });
  control.upsertEmployee({ id: next().id, workEmail: "moved.address@acme.test", lastName: "Renamed-Twice" });
  control.upsertEmployee({ id: next().id, iban: "DE89370400440532013000", bic: "COBADEFFXXX" });
  control.upsertEmployee({ id: next().id, managerId: boss.id });
  control.upsertEmployee({ id: next().id, lastName: "Renamed-Thrice", managerId: next().id });
  for (let leavers = 0; leavers < 3; leavers += 1) {
    control.upsertEmployee({ id: next().id, status: "inactive", endDate: yesterday, office: null });
  }
  control.upsertEmployee({ id: next().id, office: "Berlin", lastName: "Out-Of-Filter" });
  control.upsertEmployee({ id: protectedPerson.id, lastName: "Protected-And-Renamed" });
  control.upsertEmployee({ id: returner.id, status: "active", endDate: null, lastName: "Returned" });
}

function joiner(firstName: string, lastName: string, startDate: string) {
  const workEmail = `${firstName}.${lastName}@acme.test`.toLowerCase();
  return { firstName, lastName, workEmail, status: "active" as const, startDate, office: "London" };
}

function linkView(members: readonly SandboxMember[]): (link: Link) => LinkView {
  const look = memberLook(members);
  return ({ memberId, managerMemberId, ...link }) => ({
    ...link,
    member: look(memberId),
    manager: look(managerMemberId),
  });
}

function isAction(text: string): text is "create" | "update" | "restore" | "archive" {
  return ["create", "update", "restore", "archive"].includes(text);
}

async function expectExit(running: Promise<CliRun>, exitCode: number): Promise<void> {
  const { exitCode: actual, stdout, stderr } = await running;
  if (actual !== exitCode) throw new Error(`exit ${actual} instead of ${exitCode}\n${stdout}\n${stderr}`);
}
