import { Problem } from "../../src/shared/errors.js";
import { emailKey } from "../../src/shared/text.js";
import type { Member } from "../../src/sync/model/member.js";
import type {
  MemberReader,
  MemberUpdate,
  MemberWriter,
  NewMember,
  WriteResult,
} from "../../src/sync/model/ports.js";
import type { ReadView } from "./model-spendesk.js";

/** A member as Spendesk itself knows it. */
export interface WorldMember {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly isInvited: boolean;
  readonly isArchived: boolean;
  readonly isOwner: boolean;
  readonly managerId: string | null;
  readonly bank: { readonly iban: string; readonly bic: string } | null;
}

export type MemberPatch = Partial<Omit<WorldMember, "id">>;

/** What goes wrong with one call of a run. */
export interface CallFault {
  /** Number of the call within the run, from 0. */
  readonly call: number;
  /**
   * `refuse`: every second person is refused. `unknown`, `down`, `killed`: the answer is lost, Spendesk
   * fails for good, the process dies; with `_done` after the call was carried out. `interrupt`: Ctrl-C
   * while it is under way. `short_answer`: carried out, but the answer leaves people out.
   */
  readonly kind:
    | "refuse"
    | "unknown"
    | "unknown_done"
    | "down"
    | "down_done"
    | "killed"
    | "killed_done"
    | "interrupt"
    | "short_answer";
}

/** What a writer tells the world around it. */
export interface WriterHooks {
  interrupt(): void;
  /** Ends the process: nothing it does after this has any effect. Throws. */
  die(): never;
}

/** Spendesk with its own rules, in memory. Refuses what the real one would. */
export class WorldSpendesk {
  readonly #members = new Map<string, WorldMember>();
  #nextId = 1;

  members(): readonly WorldMember[] {
    return [...this.#members.values()];
  }

  byEmail(email: string): WorldMember | undefined {
    return this.members().find(
      (member) => member.email !== null && emailKey(member.email) === emailKey(email),
    );
  }

  add(values: MemberPatch): WorldMember {
    const id = `m${this.#nextId}`;
    this.#nextId += 1;
    const member = { ...EMPTY, ...values, id };
    this.#members.set(id, member);
    return member;
  }

  patch(id: string, values: MemberPatch): void {
    const member = this.#members.get(id);
    if (member) this.#members.set(id, { ...member, ...values });
  }

  /** Removes a member by hand, with every trace of it. */
  remove(id: string): void {
    this.#members.delete(id);
    for (const member of this.members())
      if (member.managerId === id) this.patch(member.id, { managerId: null });
  }

  /** @param isComplete false: every read ends as an incomplete one */
  reader(view: ReadView, order: (members: Member[]) => Member[], isComplete: boolean): MemberReader {
    return {
      readMembers: async () => {
        const members = order(this.#visible(view));
        const outcome = isComplete
          ? ({ complete: true, total: members.length } as const)
          : ({ complete: false, why: "a page was missing" } as const);
        return { members: isComplete ? members : members.slice(1), outcome };
      },
    };
  }

  writer(batchSize: number, faults: readonly CallFault[], hooks: WriterHooks): MemberWriter {
    let calls = 0;
    const carryOut = <T>(items: readonly T[], one: (item: T) => WriteResult): readonly WriteResult[] => {
      const fault = faults.find(({ call }) => call === calls)?.kind;
      calls += 1;
      return withFault(fault, items, one, hooks);
    };
    const alone = (results: readonly WriteResult[]): WriteResult => results[0] ?? UNKNOWN;
    return {
      batchSize: () => batchSize,
      createMembers: async (people) => carryOut(people, (person) => this.#create(person)),
      updateMembers: async (updates) => carryOut(updates, (update) => this.#update(update)),
      archiveMember: async (id) => alone(carryOut([id], () => this.#setArchived(id, true))),
      restoreMember: async (id) => alone(carryOut([id], () => this.#setArchived(id, false))),
    };
  }

  #visible(view: ReadView): Member[] {
    return this.members()
      .filter((member) => view.listsArchived || !member.isArchived)
      .map(({ id, email, firstName, lastName, isOwner, isArchived, isInvited, managerId }) => ({
        id,
        email,
        firstName,
        lastName,
        isOwner,
        status: view.tellsStatus ? (isArchived ? "archived" : isInvited ? "invited" : "active") : "unknown",
        ...(view.tellsManager && { managerId }),
      }));
  }

  #create({ email, firstName, lastName, bank }: NewMember): WriteResult {
    if (this.byEmail(email)) return refuse("USER_ALREADY_EXISTS");
    const member = this.add({ email, firstName, lastName, isInvited: true, bank: bank?.reveal() ?? null });
    return { ok: true, memberId: member.id };
  }

  #update({ memberId, managerMemberId, bank, ...values }: MemberUpdate): WriteResult {
    const member = this.#members.get(memberId);
    if (!member || member.isArchived) return refuse("NOT_FOUND");
    const holder = values.email === undefined ? undefined : this.byEmail(values.email);
    if (holder && holder.id !== memberId) return refuse("USER_ALREADY_EXISTS");
    if (managerMemberId !== undefined) {
      const manager = this.#members.get(managerMemberId);
      if (!manager || manager.isArchived || manager.id === memberId) return refuse("MANAGER");
      this.patch(memberId, { managerId: managerMemberId });
    }
    this.patch(memberId, { ...values, ...(bank && { bank: bank.reveal() }) });
    return { ok: true, memberId };
  }

  #setArchived(memberId: string, isArchived: boolean): WriteResult {
    const member = this.#members.get(memberId);
    if (!member) return refuse("NOT_FOUND");
    if (isArchived && member.isOwner) return refuse("OWNER_CANNOT_BE_ARCHIVED");
    this.patch(memberId, { isArchived });
    return { ok: true, memberId };
  }
}

const EMPTY = {
  email: null,
  firstName: null,
  lastName: null,
  isInvited: false,
  isArchived: false,
  isOwner: false,
  managerId: null,
  bank: null,
};

const UNKNOWN: WriteResult = { ok: false, code: "outcome_unknown", detail: "Spendesk did not say." };

function refuse(code: string): WriteResult {
  return { ok: false, code, detail: `Spendesk refuses with ${code}.` };
}

function withFault<T>(
  fault: CallFault["kind"] | undefined,
  items: readonly T[],
  one: (item: T) => WriteResult,
  hooks: WriterHooks,
): readonly WriteResult[] {
  const all = () => items.map(one);
  switch (fault) {
    case undefined:
      return all();
    case "refuse":
      return items.map((item, index) => (index % 2 === 0 ? refuse("SEAT_LIMIT_REACHED") : one(item)));
    case "unknown":
      return items.map(() => UNKNOWN);
    case "unknown_done":
      return all().map(() => UNKNOWN);
    case "down":
      throw serverDown();
    case "down_done":
      all();
      throw serverDown();
    case "killed":
      return hooks.die();
    case "killed_done":
      all();
      return hooks.die();
    case "interrupt":
      hooks.interrupt();
      return all();
    case "short_answer":
      return all().slice(0, Math.floor(items.length / 2));
  }
}

function serverDown(): Problem {
  return new Problem({
    kind: "temporary",
    code: "server_error",
    what: "Spendesk answered with status 503.",
    why: "The service has a problem of its own.",
    next: "Run the same command again in a few minutes.",
  });
}
