import type { Link } from "../../../src/sync/model/member.js";
import { BANKS, rawBank } from "../../support/people.js";
import { newLink, seenAgain } from "../links.js";
import { type Company, FIRST_DAY, type HrRecord, isoDay, type SpendeskMember } from "./company.js";

/** Something that happens between two runs. The numbers choose people and values, whatever their size. */
export interface Event {
  readonly event: keyof typeof EVENTS;
  readonly who: number;
  readonly value: number;
}

export function happen(company: Company, { event, who, value }: Event): void {
  EVENTS[event]({ company, who, value });
}

interface Scene {
  readonly company: Company;
  readonly who: number;
  readonly value: number;
}

const FIRST = ["Ada", "Bob", "Zoë", "Jörg", "Ana", "Søren", "Ann Marie", "Max"];
const LAST = [
  "Kahn",
  "Müller",
  "Quinn",
  "García López",
  "Ørsted",
  "O'Neil",
  "van Berg",
  "Strauß",
  "Meyer-Roth",
];

function pick<T>(all: readonly T[], number: number): T | undefined {
  return all[number % Math.max(1, all.length)];
}

/** The record of a new person with a name, an address and a first day of their own. */
function newPerson(company: Company, values: Partial<HrRecord> = {}): HrRecord {
  const number = company.number();
  const firstName = FIRST[number % FIRST.length] ?? "Ada";
  const lastName = `${LAST[Math.floor(number / FIRST.length) % LAST.length]}${number > 71 ? number : ""}`;
  const local = `${firstName}.${number}`.replaceAll(" ", "").toLowerCase();
  return {
    id: `e${number}`,
    human: `human ${number}`,
    workEmail: `${local}@acme.test`,
    firstName,
    lastName,
    status: "active",
    startDate: isoDay(FIRST_DAY - 100 - number),
    workLocation: "London",
    custom: {},
    ...values,
  };
}

const person = (change: (record: HrRecord, scene: Scene) => void) => (scene: Scene) => {
  const record = pick(scene.company.records, scene.who);
  if (record) change(record, scene);
};

const leaver = (change: (record: HrRecord, scene: Scene) => void) => (scene: Scene) => {
  const { company, who } = scene;
  const record = pick(
    [...company.records, ...company.vanished].filter(({ status }) => status === "inactive"),
    who,
  );
  if (record) change(record, scene);
};

const member = (change: (member: SpendeskMember, scene: Scene) => void) => (scene: Scene) => {
  const found = pick(scene.company.members, scene.who);
  if (found) change(found, scene);
};

/** Status edits that a read does not show can't be known. */
const statusOf = (change: (member: SpendeskMember, scene: Scene) => void) =>
  member((one, scene) => {
    const isShown = scene.company.view === "full" || scene.company.view === "no manager";
    if (isShown && !one.isOwner) change(one, scene);
  });

/** A later decision to leave somebody alone ends an earlier one; one to take two apart holds until they are linked. */
function decide(
  company: Company,
  kind: "ignore" | "unlink",
  record: HrRecord | null,
  memberId: string | null,
): void {
  const { memory, account } = company;
  memory.decisions = memory.decisions.filter((one) => {
    const isEmployee = record !== null && one.employee?.id === record.id;
    const isMember = memberId !== null && one.memberId === memberId;
    return one.kind !== kind || !(kind === "ignore" ? isEmployee || isMember : isEmployee && isMember);
  });
  memory.decisions.push({
    id: `decision ${company.number()}`,
    entity: "acme-uk",
    kind,
    employee: record && { source: account.source, account: account.key, id: record.id },
    memberId,
    name: "somebody",
    until: kind === "ignore" && company.number() % 3 === 0 ? isoDay(company.today + 2) : null,
    why: "",
    who: "admin",
    at: isoDay(company.today),
    endedAt: null,
  });
}

/** The links of a record by its id, of this account or of an unknown one. */
function linksOf({ memory, account }: Company, { id }: HrRecord): readonly Link[] {
  return memory.links.filter(
    (one) =>
      one.employeeId === id &&
      one.source === account.source &&
      (one.account === null || one.account === account.key),
  );
}

/** What a person says is stored as a link, with what the HR tool shows of the record. */
function linkTwo(company: Company, record: HrRecord, memberId: string): void {
  const { memory, account } = company;
  const own = linksOf(company, record);
  const known = memory.links.find((one) => one.memberId === memberId);
  const { human: _human, ...employee } = record;
  const base = newLink(account.source, account.key, record.id, memberId);
  const isSame = known !== undefined && own.includes(known);
  const link: Link = {
    ...base,
    ...(known && { ...known, ...ownerOf(base) }),
    seen: isSame ? known.seen : base.seen,
  };
  memory.links = [
    ...memory.links.filter((one) => !own.includes(one) && one.memberId !== memberId),
    {
      ...link,
      seen: seenAgain({ employee, standing: "eligible" }, { ...link, archived: false, hidden: false }),
    },
  ];
  memory.decisions = memory.decisions.filter(
    (one) => one.kind !== "unlink" || one.employee?.id !== record.id || one.memberId !== memberId,
  );
}

/** What a link says of whose it is. */
function ownerOf({ source, account, employeeId, hrStatus, released, absentReads }: Link) {
  return { source, account, employeeId, hrStatus, released, absentReads };
}

export const EVENTS = {
  // People come, and some are hard to tell from others.
  join: ({ company }: Scene) => company.records.push(newPerson(company)),
  join_outside: ({ company }: Scene) =>
    company.records.push(newPerson(company, { workLocation: "Elsewhere" })),
  join_later: ({ company, value }: Scene) => {
    const status = value % 3 === 0 ? "active" : value % 3 === 1 ? "pending" : ("no_contract" as "pending");
    company.records.push(newPerson(company, { status, startDate: isoDay(company.today + (value % 12)) }));
  },
  join_with_recycled_address: leaver((former, { company }) => {
    company.records.push(newPerson(company, { workEmail: former.workEmail ?? null }));
  }),
  join_decomposed_address: person(({ workEmail }, { company }) => {
    company.records.push(
      newPerson(company, { workEmail: workEmail?.normalize("NFD").toUpperCase() ?? null }),
    );
  }),
  join_as_namesake: person(({ firstName, lastName, workEmail }, { company, value }) => {
    const name = { firstName: firstName ?? null, lastName: lastName ?? null };
    company.records.push(
      newPerson(company, { ...name, ...(value % 4 === 0 && { workEmail: workEmail ?? null }) }),
    );
  }),

  // The same person again.
  second_contract: person((record, { company, value }) => {
    const workLocation = value % 2 === 0 ? "Elsewhere" : "London";
    const startDate = isoDay(company.today - (value % 3));
    company.records.push({
      ...record,
      id: `e${company.number()}`,
      status: "active",
      terminationDate: null,
      startDate,
      workLocation,
    });
  }),
  next_contract: person((record, { company, value }) => {
    const end = company.today + (value % 4) - 1;
    const startDate = isoDay(end + 1 + (value % 14));
    record.terminationDate = isoDay(end);
    company.records.push({
      ...record,
      id: `e${company.number()}`,
      status: "pending",
      terminationDate: null,
      startDate,
    });
  }),
  rehire: leaver((record, { company, value }) => {
    const { terminationDate: _end, ...rest } = record;
    const startDate = isoDay(company.today - (value % 3));
    const email = value % 5 === 0 ? { workEmail: `again.${company.number()}@acme.test` } : {};
    if (value % 2 === 0 && company.records.includes(record)) {
      Object.assign(record, { status: "active", startDate, terminationDate: null }, email);
    } else
      company.records.push({ ...rest, ...email, id: `e${company.number()}`, status: "active", startDate });
  }),

  // People leave.
  leave: person((record, { company, value }) => {
    const ends = [
      null,
      company.today - (value % 4),
      company.today,
      company.today + 20,
      company.today + 20_000,
    ];
    const end = pick(ends, value);
    record.status = "inactive";
    record.terminationDate = typeof end === "number" ? isoDay(end) : null;
    if (value % 3 === 0) record.workLocation = null;
    if (value % 7 === 0) Object.assign(record, { firstName: null, lastName: null, workEmail: null });
  }),
  end: person((record, { company, value }) => {
    record.terminationDate = isoDay(company.today + (value % 9) - 3);
  }),
  never_end: person((record) => {
    record.terminationDate = null;
  }),
  vanish: person((record, { company }) => {
    company.records = company.records.filter((one) => one !== record);
    company.vanished.push(record);
  }),
  reappear: ({ company, who, value }: Scene) => {
    const record = pick(company.vanished, who);
    if (!record) return;
    company.vanished = company.vanished.filter((one) => one !== record);
    company.records.push(value % 2 === 0 ? record : { ...record, id: `e${company.number()}` });
  },

  // Their data change.
  marry: person((record, { company, value }) => {
    const lastName = `King${company.number()}`;
    record.lastName = value % 3 === 0 ? `${record.lastName ?? ""}-${lastName}` : lastName;
    if (value % 2 === 0) record.workEmail = `${lastName}@acme.test`.toLowerCase();
  }),
  readdress: person((record, { company, value }) => {
    const decomposed = `zoe\u0308.${company.number()}@acme.test`;
    record.workEmail =
      pick([`new.${company.number()}@acme.test`, decomposed, null, "not an e-mail"], value) ?? null;
  }),
  exchange_addresses: person((record, { company, value }) => {
    const other = pick(company.records, value);
    if (!other) return;
    const { workEmail } = record;
    record.workEmail = other.workEmail ?? null;
    other.workEmail = workEmail ?? null;
  }),
  relocate: person((record) => {
    record.workLocation = record.workLocation === "London" ? "Elsewhere" : "London";
  }),
  status: person((record, { value }) => {
    record.status = pick(["unknown", "active", "pending"] as const, value) ?? "active";
  }),
  bank: person((record, { value }) => {
    record.bank =
      pick([rawBank(BANKS.gb), rawBank(BANKS.de), rawBank({ iban: BANKS.gb.iban }), null], value) ?? null;
  }),
  manager: person((record, { company, value }) => {
    const boss = pick(company.records, value);
    const id = value % 5 === 0 ? "nobody" : (boss?.id ?? null);
    record.manager = { id: value % 3 === 0 ? null : id, email: boss?.workEmail ?? null };
  }),

  // Much changes at once.
  rename_location: ({ company, value }: Scene) => {
    for (const record of company.records.slice(value % 3)) record.workLocation = "Greater London";
  },
  rename_location_back: ({ company }: Scene) => {
    for (const record of company.records)
      if (record.workLocation === "Greater London") record.workLocation = "London";
  },
  new_domain: ({ company }: Scene) => {
    for (const record of company.records)
      record.workEmail = record.workEmail?.replace("@acme.", "@brand.") ?? null;
  },
  another_account: ({ company, value }: Scene) => {
    company.account = { ...company.account, key: `account ${company.number()}` };
    renumber(company, value);
  },
  same_account_renumbered: ({ company, value }: Scene) => {
    // Ids of an account that proves who it is are never given twice.
    if (!company.account.isProven) renumber(company, value);
  },
  change_filter: ({ company }: Scene) => {
    company.policy = { ...company.policy, isFiltered: !company.policy.isFiltered };
    company.config = `configuration ${company.number()}`;
  },

  // People work in Spendesk.
  add_guest: ({ company, value }: Scene) => {
    const id = `m${company.number()}`;
    const named = value % 3 === 0 ? {} : { firstName: "Guest", lastName: `Partner${id}` };
    addMember(company, {
      id,
      human: `guest ${id}`,
      email: value % 4 === 0 ? null : `${id}@partner.test`,
      ...named,
    });
  },
  add_colleague: person((record, { company, value }) => {
    const { human, workEmail } = record;
    if (!workEmail?.includes("@") || company.memberOf(workEmail)) return;
    const name = { firstName: record.firstName ?? null, lastName: record.lastName ?? null };
    const named = pick([name, name, name, { firstName: "Kim", lastName: "Byhand" }, {}], value) ?? name;
    const isArchived = value % 6 === 0 && company.view === "full";
    addMember(company, { id: `m${company.number()}`, human, email: workEmail, ...named, isArchived });
  }),
  add_namesake: person((record, { company, value }) => {
    const id = `m${company.number()}`;
    const { human, firstName = null, lastName = null } = record;
    const email = value % 3 === 0 ? null : `${id}@former.test`;
    addMember(company, {
      id,
      human,
      email,
      firstName,
      lastName,
      isArchived: value % 4 === 0 && company.view === "full",
    });
  }),
  rename_by_hand: member((one, { value }) => {
    one.lastName = `Byhand${value % 3}`;
  }),
  readdress_by_hand: member((one, { company, value }) => {
    if (company.view !== "hides archived")
      one.email = value % 5 === 0 ? null : `byhand.${company.number()}@acme.test`;
  }),
  archive_by_hand: statusOf((one, { company }) => {
    const isOurs = company.memory.links.some(({ memberId, archived }) => memberId === one.id && archived);
    one.isByHand = !one.isArchived && !isOurs;
    one.isArchived = true;
  }),
  restore_by_hand: statusOf((one) => {
    one.isArchived = false;
    one.isByHand = false;
  }),
  delete_by_hand: statusOf((one, { company }) => {
    // Spendesk keeps archived members for ever.
    if (!one.isArchived) company.members = company.members.filter((other) => other !== one);
  }),
  make_owner: member((one) => {
    if (!one.isArchived) one.isOwner = true;
  }),
  be_stubborn: member((one, { value }) => {
    one.isStubborn = value % 3 !== 0;
  }),

  // People decide.
  ignore: person((record, { company, value }) => {
    const { members } = company;
    if (value % 2 === 0) decide(company, "ignore", record, null);
    else decide(company, "ignore", null, pick(members, value)?.id ?? null);
  }),
  unlink: person((record, { company, value }) => {
    const [link] = linksOf(company, record);
    const id = link && value % 2 === 0 ? link.memberId : pick(company.members, value)?.id;
    if (!id) return;
    decide(company, "unlink", record, id);
    const { memory } = company;
    const own = linksOf(company, record);
    memory.links = memory.links.filter((one) => !own.includes(one) || one.memberId !== id);
  }),
  link: person((record, { company, value }) => {
    const theirs = company.members.filter(({ human }) => human === record.human);
    const id = pick(theirs, value)?.id;
    if (id) linkTwo(company, record, id);
  }),
} as const;

function renumber(company: Company, by: number): void {
  const ids = company.records.map(({ id }) => id);
  for (const [index, record] of company.records.entries()) {
    record.id = ids[(index + 1 + by) % ids.length] ?? record.id;
  }
}

function addMember(company: Company, values: Partial<SpendeskMember> & { id: string; human: string }): void {
  const nobody = { email: null, firstName: null, lastName: null, managerId: null, bank: null };
  company.members.push({
    ...nobody,
    isArchived: false,
    isOwner: false,
    isByHand: false,
    isStubborn: false,
    ...values,
  });
}
