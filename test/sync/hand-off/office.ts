import { emailKey } from "../../../src/shared/text.js";
import { type ApplyResult, apply } from "../../../src/sync/apply/apply.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link } from "../../../src/sync/model/member.js";
import type { Change } from "../../../src/sync/model/plan.js";
import type { SyncPolicy } from "../../../src/sync/model/policy.js";
import type { HandOffTarget, MemberWriter, WriteResult } from "../../../src/sync/model/ports.js";
import type { StateStore } from "../../../src/sync/model/state-store.js";
import { newEntityRecord } from "../../../src/sync/model/state-words.js";
import type { PlannedEntity } from "../../../src/sync/run/plan-task.js";
import { preview } from "../../../src/sync/run/preview.js";
import type { EntityTask, RunOptions } from "../../../src/sync/run/task.js";
import { EACH_BY_NAME } from "../../support/command-words.js";
import { type ModelMember, type ReadView, readModel } from "../../support/model-spendesk.js";
import { overridesFor } from "../../support/overrides.js";
import { ACCOUNT, NO_CALLS, NO_LIMITS, onlySource, policy } from "../../support/people.js";
import { openQuickState } from "../../support/quick-state.js";
import { writeUnshown } from "../../support/unshown.js";

const TOLD: ReadView = { tellsStatus: true, listsArchived: true, tellsManager: true };
const START = Date.parse("2026-11-23T09:00:00Z");
const DAY_MS = 86_400_000;

export interface Archive {
  readonly state: StateStore;
  readonly clock: Clock;
  close(): Promise<void>;
}

/** A memory of its own, for as many offices as wanted. */
export async function openArchive(): Promise<Archive> {
  const clock = new Clock();
  return { clock, ...(await openQuickState(clock)) };
}

class Clock {
  time = START;

  now(): Date {
    return new Date(this.time);
  }
}

interface OfficeOptions {
  readonly entity?: string;
  readonly employees: readonly Employee[];
  readonly members?: readonly ModelMember[];
  readonly links?: readonly Link[];
  readonly view?: ReadView;
  readonly policy?: SyncPolicy;
}

/** How an apply of a test differs from a plain one. */
interface ApplyOptions extends Partial<RunOptions> {
  readonly to?: "api" | "file";
  /** Somebody lets the plan pass whatever limit it meets. */
  readonly insists?: boolean;
  /** Replaces the writer of files. */
  readonly target?: Partial<HandOffTarget>;
  /** Replaces calls of the API. */
  readonly writer?: Partial<MemberWriter>;
}

/** A company whose configuration a person has confirmed. */
export async function openOffice(archive: Archive, options: OfficeOptions): Promise<Office> {
  const { state } = archive;
  const office = new Office(archive, options);
  await state.saveEntity({
    ...newEntityRecord(office.entity, "personio"),
    connectionStatus: "connected",
    confirmedConfig: "confirmed",
  });
  await state.applyLinkChanges(office.entity, { upsert: options.links ?? [], remove: [] });
  await writeUnshown(state, office.entity);
  return office;
}

/** A company, its Spendesk, the product, and a colleague who carries out what is handed to them. */
export class Office {
  employees: readonly Employee[];
  policy: SyncPolicy;
  view: ReadView;
  readonly members: ModelMember[];
  readonly entity: string;
  readonly #state: StateStore;
  readonly #clock: Clock;
  #created = 0;

  constructor(archive: Archive, options: OfficeOptions) {
    this.entity = options.entity ?? "acme-uk";
    this.employees = options.employees;
    this.members = (options.members ?? []).map((member) => ({ ...member }));
    this.view = options.view ?? TOLD;
    this.policy = options.policy ?? policy();
    this.#state = archive.state;
    this.#clock = archive.clock;
  }

  passDays(days: number): void {
    this.#clock.time += days * DAY_MS;
  }

  async preview(options: Partial<RunOptions> = {}): Promise<PlannedEntity> {
    const { entities } = await preview([this.#task()], this.#dependencies(), {
      overrides: {},
      noArchive: false,
      ...options,
    });
    return plannedOf(entities[0]);
  }

  async apply({ to = "file", insists, target, writer, ...options }: ApplyOptions = {}): Promise<ApplyResult> {
    const overrides = insists ? overridesFor(await this.preview(options)) : {};
    return apply(
      [this.#task()],
      {
        ...this.#dependencies(),
        openWriter: () => ({ ...this.#writer(), ...writer }),
        confirm: async () => "unattended" as const,
        words: EACH_BY_NAME,
        signal: new AbortController().signal,
        ...(to === "file" && {
          handOff: { entities: new Set([this.entity]), target: { ...ON_PAPER, ...target } },
        }),
      },
      { overrides, noArchive: false, ...options },
    );
  }

  /** Hands off whatever is planned, and gives it. */
  async handOff(options: ApplyOptions = {}): Promise<readonly Change[]> {
    const { entities } = await this.apply(options);
    return (entities[0]?.changes ?? []).map(({ change }) => change);
  }

  /** The colleague does in Spendesk what these changes say. */
  async carryOut(changes: readonly Change[]): Promise<void> {
    for (const change of changes) if (change.action === "create") this.#create(change);
    for (const change of changes) {
      const member = this.memberOf(change);
      if (change.action === "archive") member.isArchived = true;
      if (change.action === "restore") member.isArchived = false;
      const { email, firstName, lastName, bank } = change.desired;
      if (email !== undefined) member.email = email;
      if (firstName !== undefined) member.firstName = firstName;
      if (lastName !== undefined) member.lastName = lastName;
      if (bank) member.bank = bank.fingerprint;
    }
    for (const change of changes) {
      if (change.desired.manager) this.memberOf(change).managerId = (await this.#managerOf(change)).id;
    }
  }

  /** Whether Spendesk would take it now: e-mails are unique, managers work here. */
  async canCarryOut(change: Change): Promise<boolean> {
    const { email, manager } = change.desired;
    const own = change.memberId;
    const isTaken = this.members.some((other) => isSame(other.email, email ?? null) && other.id !== own);
    const isThere = change.action === "create" || this.#findMember(change) !== undefined;
    return isThere && !isTaken && (!manager || (await this.#findManager(change))?.isArchived === false);
  }

  memberOf(change: Pick<Change, "memberId" | "email">): ModelMember {
    const member = this.#findMember(change);
    if (!member) throw new Error(`no member ${change.memberId ?? change.email}`);
    return member;
  }

  #findMember(change: Pick<Change, "memberId" | "email">): ModelMember | undefined {
    return this.members.find(({ id, email }) =>
      change.memberId === null ? isSame(email, change.email) : id === change.memberId,
    );
  }

  /**
   * An archived member that no read lists and no link remembers, so that nobody knows why Spendesk does not
   * take an e-mail.
   */
  async hasForgottenMember(): Promise<boolean> {
    if (this.view.listsArchived) return false;
    const linked = new Set((await this.#state.links(this.entity)).map(({ memberId }) => memberId));
    return this.members.some(({ id, isArchived }) => isArchived && !linked.has(id));
  }

  async statuses(): Promise<readonly string[]> {
    const runs = (await this.#state.runs(1000)).toReversed();
    const journals = await Promise.all(runs.map(({ id }) => this.#state.journal(id)));
    return journals
      .flat()
      .filter(({ entity }) => entity === this.entity)
      .flatMap(({ action, employeeId, handOff }) =>
        handOff ? [`${action} ${employeeId} ${handOff.status}`] : [],
      );
  }

  #create(change: Change): void {
    this.#created += 1;
    this.members.push({
      id: `new-${this.#created}`,
      email: change.email,
      firstName: null,
      lastName: null,
      isArchived: false,
      isOwner: false,
      managerId: null,
      bank: null,
    });
  }

  async #managerOf(change: Change): Promise<ModelMember> {
    const manager = await this.#findManager(change);
    if (!manager) throw new Error(`no manager for ${change.employeeId}`);
    return manager;
  }

  async #findManager({ desired }: Change): Promise<ModelMember | undefined> {
    const memberId = desired.manager?.memberId ?? null;
    const manager = this.employees.find(({ id }) => id === desired.manager?.employeeId);
    // A member of somebody else who is still to give the address up is not the manager.
    const others = new Set(
      (await this.#state.links(this.entity)).flatMap((link) =>
        link.employeeId === manager?.id ? [] : [link.memberId],
      ),
    );
    return this.members.find(({ id, email }) =>
      memberId === null ? isSame(email, manager?.workEmail ?? null) && !others.has(id) : id === memberId,
    );
  }

  #writer(): MemberWriter {
    const change = (memberId: string, values: Partial<ModelMember>): WriteResult => {
      Object.assign(this.memberOf({ memberId, email: null }), values);
      return { ok: true, memberId };
    };
    return {
      batchSize: () => 100,
      createMembers: async (people) =>
        people.map(({ email, firstName, lastName }): WriteResult => {
          const taken = this.members.some((member) => isSame(member.email, email));
          if (taken) return { ok: false, code: "USER_ALREADY_EXISTS", detail: "There is one already." };
          const id = `api-${this.members.length}`;
          const rest = { isArchived: false, isOwner: false, managerId: null, bank: null };
          this.members.push({ id, email, firstName, lastName, ...rest });
          return { ok: true, memberId: id };
        }),
      updateMembers: async (updates) =>
        updates.map(({ memberId, bank: _hidden, managerMemberId, ...values }) =>
          change(memberId, { ...values, ...(managerMemberId && { managerId: managerMemberId }) }),
        ),
      archiveMember: async (memberId) => change(memberId, { isArchived: true }),
      restoreMember: async (memberId) => change(memberId, { isArchived: false }),
    };
  }

  #dependencies() {
    return { state: this.#state, clock: this.#clock, progress: { phase: () => {} } };
  }

  #task(): EntityTask {
    const { employees, members, view } = this;
    return {
      entity: this.entity,
      providerId: ACCOUNT.source,
      timezone: "UTC",
      policy: this.policy,
      safety: NO_LIMITS,
      configFingerprint: "confirmed",
      calls: NO_CALLS,
      sources: onlySource({
        providerId: "personio",
        accountKey: this.entity,
        account: () => ACCOUNT,
        async *readEmployees() {
          yield employees;
          return { complete: true, total: employees.length };
        },
      }),
      reader: {
        readMembers: async () => {
          const listed = readModel({ members, links: [] }, view);
          return { members: listed, outcome: { complete: true, total: listed.length } };
        },
      },
    };
  }
}

const ON_PAPER: HandOffTarget = {
  folderFor: (runId) => `/nowhere/${runId}`,
  write: async ({ folder }, requests) =>
    requests.map(({ entity, changes }) => ({
      path: `${folder}/${entity}.xlsx`,
      entity,
      kind: "import",
      rows: changes.length,
      unfilled: null,
    })),
};

function isSame(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && emailKey(a) === emailKey(b);
}

function plannedOf(
  result: Awaited<ReturnType<typeof preview>>["entities"][number] | undefined,
): PlannedEntity {
  if (!result) throw new Error("a preview without an entity");
  if (!result.ok) throw result.problem;
  return result.planned;
}

/** A member as Spendesk keeps one, in step with `employee(id)`. */
export function modelMember(id: string, values: Partial<ModelMember> = {}): ModelMember {
  return {
    id: `m-${id}`,
    email: `${id}@acme.test`,
    firstName: id.charAt(0).toUpperCase() + id.slice(1),
    lastName: "Test",
    isArchived: false,
    isOwner: false,
    managerId: null,
    bank: null,
    ...values,
  };
}
