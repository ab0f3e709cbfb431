import { type Random, uuid } from "../random.js";
import type { Reply } from "../server/exchange.js";
import type { RateLimiter } from "../server/rate-limit.js";

interface BankAccount {
  readonly iban: string;
  readonly bic: string;
}

/** A member with everything Spendesk keeps, also what reads don't return. */
export interface SandboxMember {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  /** `invited` until somebody sets the member active by hand. */
  readonly status: "active" | "invited";
  readonly isArchived: boolean;
  readonly roles: readonly string[];
  readonly managerId: string | null;
  readonly externalId: string | null;
  readonly bankAccount: BankAccount | null;
  /** Keep the member from being archived. */
  readonly activeSubscriptions: boolean;
  readonly pendingApprovals: boolean;
}

/** Some fields of a member; the rest stays as it is. */
export type MemberPatch = {
  readonly [Key in keyof Omit<SandboxMember, "id">]?: SandboxMember[Key] | undefined;
};

/** Role names are assumed. */
const OWNER_ROLE = "account_owner";
const DEFAULT_ROLE = "requester";

/** The members of one entity. */
export class MemberBook {
  readonly #random: Random;
  readonly #members = new Map<string, SandboxMember>();
  readonly #idByEmail = new Map<string, string>();
  #listed: readonly SandboxMember[] | null = null;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Everybody, archived members included, in the order they came. The same array until one changes. */
  list(): readonly SandboxMember[] {
    this.#listed ??= [...this.#members.values()];
    return this.#listed;
  }

  get(id: string): SandboxMember | null {
    return this.#members.get(id) ?? null;
  }

  /** Finds by e-mail in any case. */
  byEmail(email: string): SandboxMember | null {
    const id = this.#idByEmail.get(email.trim().toLowerCase());
    return id === undefined ? null : this.get(id);
  }

  /** Members that take a seat. */
  seatsTaken(): number {
    return this.list().filter((member) => !member.isArchived).length;
  }

  /** Adds a member; without more details an active requester. */
  add(details: MemberPatch): SandboxMember {
    return this.#store({ ...emptyMember(uuid(this.#random)), ...givenFields(details) });
  }

  /** @returns the changed member, null when there is none with this id */
  patch(id: string, changes: MemberPatch): SandboxMember | null {
    const member = this.get(id);
    if (member === null) return null;
    this.#forgetEmail(member);
    return this.#store({ ...member, ...givenFields(changes) });
  }

  /** Removes a member as if there had never been one. Returns whether there was. */
  remove(id: string): boolean {
    const member = this.get(id);
    if (member === null) return false;
    this.#forgetEmail(member);
    this.#listed = null;
    return this.#members.delete(id);
  }

  #store(member: SandboxMember): SandboxMember {
    this.#members.set(member.id, member);
    if (member.email !== null) this.#idByEmail.set(member.email.trim().toLowerCase(), member.id);
    this.#listed = null;
    return member;
  }

  #forgetEmail(member: SandboxMember): void {
    if (member.email !== null) this.#idByEmail.delete(member.email.trim().toLowerCase());
  }
}

function givenFields(patch: MemberPatch): Partial<SandboxMember> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function emptyMember(id: string): SandboxMember {
  return {
    id,
    firstName: "",
    lastName: "",
    email: null,
    status: "active",
    isArchived: false,
    roles: [DEFAULT_ROLE],
    managerId: null,
    externalId: null,
    bankAccount: null,
    activeSubscriptions: false,
    pendingApprovals: false,
  };
}

/** Credentials of the client-credentials kind. */
export type ClientCredentials = {
  readonly clientId: string;
  readonly clientSecret: string;
};

/** One Spendesk company: its key, its members, its share of the limits. */
export interface Entity {
  readonly name: string;
  readonly credentials: ClientCredentials;
  readonly members: MemberBook;
  /** Null when limits are off. */
  readonly limiter: RateLimiter | null;
  /** Answers of POSTs by `Idempotency-Key`. */
  readonly answered: Map<string, Reply>;
}

/** Name and e-mail of somebody an HR tool knows. */
export interface Contact {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** Adds `count` members who were there before any integration: four of five are also in the HR tool. */
export function seedMembers(book: MemberBook, contacts: readonly Contact[], count: number): void {
  const known = contacts.values();
  for (let index = 0; index < count; index += 1) {
    const next = index % 5 === 4 ? undefined : known.next().value;
    const email = next?.email ?? "";
    book.add(next === undefined || book.byEmail(email) !== null ? outsider(index) : next);
  }
}

/** Adds the owner, or makes the contact with this e-mail one. */
export function seedOwner(book: MemberBook, contacts: readonly Contact[], email: string): void {
  const roles = [OWNER_ROLE, "administrator"];
  const present = book.byEmail(email);
  if (present !== null) {
    book.patch(present.id, { roles });
    return;
  }
  const contact = contacts.find((candidate) => candidate.email.toLowerCase() === email.toLowerCase());
  book.add({
    firstName: contact?.firstName ?? "Olive",
    lastName: contact?.lastName ?? "Owner",
    email,
    roles,
  });
}

function outsider(index: number): Contact {
  return {
    firstName: "Guest",
    lastName: `Number ${index + 1}`,
    email: `guest${index + 1}@partner.example.test`,
  };
}
