import { isSameName } from "../../shared/person-name.js";
import { type Calendar, type Employee, employeeName, startsSoon } from "../model/index.js";
import { compareText, nameOf, type People, type Person } from "./people.js";

/** True for somebody whose employment has ended. */
export function isFormer(person: Person): boolean {
  return person.standing === "leaver" || person.standing === "in_grace";
}

export const FORMER_RANK = 1;

/** How strong a claim to a member is. Unknown people claim nothing and give up nothing. */
export function rank(person: Person, calendar: Calendar): number {
  switch (person.standing) {
    case "eligible":
      return 3;
    case "pending":
      return startsSoon(person.employee, calendar) ? 2 : 0;
    case "leaver":
    case "in_grace":
      return FORMER_RANK;
    case "unknown":
      return -1;
  }
}

/**
 * Settles who stands for one person with several records, of one source or of several, and who can't share an
 * e-mail (docs/rules.md §1.4). One e-mail and one name are one person; under another name it is somebody else, to
 * whom the address was given, and two of whom who both may work here are a conflict.
 */
export function settleRecords(people: People, calendar: Calendar): void {
  for (const [key, group] of people.byEmail.shared()) {
    const standing = samePeople(group).map((records) => {
      const winner = best(records, people, calendar);
      for (const record of records)
        if (record !== winner && !isLater(record, winner)) supersede(record, winner);
      joinSources(winner, records, people);
      return winner;
    });
    markDuplicates(key, standing);
  }
}

/** A contract that begins long after the last one ended is a rehire to come, and no record beside it. */
function isLater(record: Person, winner: Person): boolean {
  return record.standing === "pending" && isFormer(winner);
}

/** Name and id, since names repeat. */
export function personText(person: Person): string {
  return `${employeeName(person.employee)} (${person.employee.id})`;
}

export function supersede(person: Person, by: Person): void {
  person.supersededBy = by;
  person.supersededReason = `Another record, ${personText(by)}, has the same work e-mail and name and stands for this person.`;
}

/** The records of a group by person, in order of employee id. A placeholder e-mail may be shared by thousands. */
function samePeople(group: readonly Person[]): Person[][] {
  const clusters: { readonly name: ReturnType<typeof nameOf>; readonly records: Person[] }[] = [];
  for (const person of group) {
    const name = nameOf(person);
    const known = clusters.slice(0, MAX_COMPARED).find((cluster) => isSameName(cluster.name, name));
    if (known) known.records.push(person);
    else clusters.push({ name, records: [person] });
  }
  return clusters.map(({ records }) => records);
}

/** People with one e-mail that a record is compared with; nobody has more records than this. */
const MAX_COMPARED = 50;

/**
 * What the record that stands for a person leaves open comes from the other sources where the person works too,
 * in the order of the configuration. Where they don't, their bank details may be those of another time.
 */
function joinSources(winner: Person, records: readonly Person[], people: People): void {
  const { accounts, unread } = people;
  const others = records
    .filter(({ employee, standing }) => employee.source !== winner.employee.source && standing !== "leaver")
    .sort((a, b) => accounts.placeOf(a.employee) - accounts.placeOf(b.employee));
  const notRead = records
    .flatMap(({ storedLink }) => storedLink?.alsoIn ?? [])
    .filter((name) => unread.has(name));
  winner.alsoIn = [
    ...new Set([...others.flatMap(({ employee: { source } }) => source ?? []), ...notRead]),
  ].sort();
  for (const { employee, standing, inFilter } of others) {
    if (standing === "eligible" && inFilter) winner.employee = filledFrom(winner.employee, employee);
  }
}

/** Fields of one person that several sources may know. */
const JOINED_FIELDS = ["firstName", "lastName", "displayName", "manager", "bank"] as const;

function filledFrom(employee: Employee, other: Employee): Employee {
  const open = JOINED_FIELDS.filter((field) => employee[field] == null && other[field] != null);
  if (open.length === 0) return employee;
  return { ...employee, ...Object.fromEntries(open.map((field) => [field, other[field]])) };
}

/**
 * Works here, then inside the filter, then the earlier source, then the later start, then linked, then the
 * smaller id.
 */
function best(records: readonly Person[], people: People, calendar: Calendar): Person {
  return records.reduce((a, b) => (compareRecords(a, b, people, calendar) <= 0 ? a : b));
}

function compareRecords(a: Person, b: Person, { accounts }: People, calendar: Calendar): number {
  return (
    rank(b, calendar) - rank(a, calendar) ||
    Number(b.inFilter) - Number(a.inFilter) ||
    accounts.placeOf(a.employee) - accounts.placeOf(b.employee) ||
    compareText(b.employee.startDate ?? "", a.employee.startDate ?? "") ||
    Number(b.linkedCandidate !== null) - Number(a.linkedCandidate !== null) ||
    compareText(a.employee.id, b.employee.id)
  );
}

/** Two people who both may work here can't share an e-mail, whatever the filter says about them. */
function markDuplicates(key: string, group: readonly Person[]): void {
  const eligible = group.filter((person) => person.standing === "eligible").length;
  const unknown = group.filter((person) => person.standing === "unknown").length;
  if (eligible < 2 && (eligible === 0 || unknown === 0)) return;
  for (const person of group) {
    if (person.standing === "unknown") continue;
    person.conflict = {
      code: "duplicate_work_email",
      reason: `The work e-mail ${key} also belongs to ${othersText(person, group)}. Correct it in the HR tool.`,
    };
  }
}

/** Names two others at most: a placeholder e-mail may be shared by thousands. */
function othersText(person: Person, group: readonly Person[]): string {
  const others = group.slice(0, 3).filter((other) => other !== person);
  const named = others.slice(0, 2).map(personText).join(", ");
  const more = group.length - 1 - Math.min(others.length, 2);
  return more > 0 ? `${named} and ${more} more` : named;
}
