import type { Employee } from "../../../src/sync/model/employee.js";
import { makeBankFingerprint } from "../../../src/sync/model/fingerprint.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import type { SafetyLimits, SyncPolicy } from "../../../src/sync/model/policy.js";
import type { LimitKind, PersonDecision } from "../../../src/sync/model/state-store.js";
import { addressKey } from "../fold.js";
import type { LimitsInput, ModelApproval, ModelInput } from "../types.js";

/** A day as a number, so that days can be counted. */
export type Day = number;

export function isoDay(day: Day): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export const FIRST_DAY: Day = Date.parse("2026-11-23T00:00:00Z") / 86_400_000;

/** A record of the HR tool, and who it really is. */
export type HrRecord = { -readonly [Key in keyof Employee]: Employee[Key] } & { human: string };

/** A member as Spendesk sees it, and who it really is. */
export interface SpendeskMember {
  readonly id: string;
  human: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  isArchived: boolean;
  /** Archived by a person while this tool had not archived it. */
  isByHand: boolean;
  isOwner: boolean;
  managerId: string | null;
  /** Fingerprint of the stored bank details. */
  bank: string | null;
  /** Takes new names and e-mails and shows the old ones all the same. */
  isStubborn: boolean;
}

/** What the tool remembers from run to run. */
export interface Memory {
  links: readonly Link[];
  approvals: readonly ModelApproval[];
  /** What was done, and releases, on which day. */
  done: {
    readonly day: Day;
    readonly kind: LimitKind;
    readonly employeeId: string;
    readonly isConfirmed: boolean;
  }[];
  reads: { readonly day: Day; readonly employees: number; readonly members: number }[];
  decisions: PersonDecision[];
  connectedOn: string | null;
  /** The configuration whose plan was last carried out. */
  applied: string | null;
}

const bankFingerprint = makeBankFingerprint(new Uint8Array(32).fill(7));

/** What the configuration decides of a plan. */
export interface Rules extends SyncPolicy {
  /** Whether only people in London are meant. */
  readonly isFiltered: boolean;
}

/** How much a read of the members tells. */
export type View = "full" | "no status" | "hides archived" | "no manager";

/** One company: its HR tool, its Spendesk, and the memory of the tool in between. */
export class Company {
  today: Day = FIRST_DAY;
  records: HrRecord[] = [];
  vanished: HrRecord[] = [];
  members: SpendeskMember[] = [];
  account: { readonly source: string; key: string; readonly isProven: boolean };
  policy: Rules;
  config = "configuration 1";
  readonly memory: Memory = {
    links: [],
    approvals: [],
    done: [],
    reads: [],
    decisions: [],
    connectedOn: null,
    applied: null,
  };
  #next = 0;

  constructor(
    policy: Rules,
    isProven: boolean,
    readonly limits: SafetyLimits,
    readonly view: View,
  ) {
    this.policy = policy;
    this.account = { source: "personio", key: "account 1", isProven };
  }

  /** A number that was never given before. */
  number(): number {
    this.#next += 1;
    return this.#next;
  }

  memberOf(email: string): SpendeskMember | undefined {
    return this.members.find((one) => one.email !== null && addressKey(one.email) === addressKey(email));
  }

  input(acceptsOtherNames: boolean): ModelInput {
    const { memory, policy, account } = this;
    return {
      entity: "acme-uk",
      employees: this.records.map(({ human: _human, ...employee }) => employee),
      members: this.members
        .filter(({ isArchived }) => this.view !== "hides archived" || !isArchived)
        .map((member) => this.#read(member)),
      links: memory.links,
      policy,
      inFilter: ({ workLocation }) => !policy.isFiltered || workLocation === "London",
      today: isoDay(this.today),
      bankFingerprint,
      account: { ...account },
      decisions: memory.decisions,
      configChanged: memory.applied !== this.config,
      acceptsOtherNames,
      connectedOn: memory.connectedOn,
    };
  }

  facts(input: ModelInput): LimitsInput {
    const { memory, limits, today } = this;
    const since = today - limits.windowDays;
    const counted = {
      archive: new Set<string>(),
      update: new Set<string>(),
      email_change: new Set<string>(),
      bank_change: new Set<string>(),
      creation: new Set<string>(),
      restore: new Set<string>(),
      release: new Set<string>(),
    };
    for (const { day, kind, employeeId, isConfirmed } of memory.done) {
      if (day > since && !isConfirmed) counted[kind].add(employeeId);
    }
    const newest = memory.reads.slice(-1);
    const reads = [...memory.reads.filter(({ day }) => day > since), ...newest];
    const highest = (of: "employees" | "members") => Math.max(...reads.map((read) => read[of]));
    return {
      limits,
      counted,
      approvals: memory.approvals,
      employeesRead: input.employees.length,
      membersRead: input.members.length,
      highest: reads.length === 0 ? null : { employees: highest("employees"), members: highest("members") },
      linked: memory.links.length,
    };
  }

  #read({ id, email, firstName, lastName, isOwner, isArchived, managerId }: SpendeskMember): Member {
    const status = this.view === "no status" ? "unknown" : isArchived ? "archived" : "active";
    const base = { id, email, firstName, lastName, isOwner, status } as const;
    return this.view === "no manager" ? base : { ...base, managerId };
  }
}
