import { checkFilter, compileFilter } from "../filter/index.js";
import { type Account, type Accounts, accountsOf } from "../identity/index.js";
import {
  asProblem,
  type Employee,
  employeesOfSource,
  type FieldCounts,
  idOfSource,
  idWithin,
  isProblem,
  type Link,
  Problem,
  type SyncPolicy,
  type Warning,
} from "../model/index.js";
import { countFields } from "../safety/index.js";
import type { EmployeeReads } from "./employee-reads.js";
import type { EntityTask, Progress, TaskSource } from "./task.js";

/** A source of an entity that was read completely. */
interface SourceRead {
  readonly of: TaskSource;
  readonly account: Account;
  readonly employees: readonly Employee[];
}

/** A source of an entity that could not be read. */
interface UnreadSource {
  readonly name: string;
  readonly problem: Problem;
}

/** What the sources of an entity said, in the order of the configuration. */
export interface SourceReads {
  /** At least one. */
  readonly reads: readonly SourceRead[];
  /** Their people are left as they are; those of the other sources are planned. */
  readonly unread: readonly UnreadSource[];
  readonly accounts: Accounts;
  /** Of all sources, with ids that are unique in the entity. */
  readonly employees: readonly Employee[];
}

/** What an entity's run ends with when some of its sources could not be read; null when all could. */
export function unreadProblem({
  task: { entity },
  sources: { unread },
}: {
  readonly task: Pick<EntityTask, "entity">;
  readonly sources: Pick<SourceReads, "unread">;
}): Problem | null {
  const [first] = unread;
  if (!first) return null;
  const { kind, code, next } = first.problem;
  return new Problem({
    kind,
    code,
    what: `${entity}: ${unread.map(({ name }) => name).join(" and ")} could not be read, so nothing is done for the people linked to it; the other sources go on.`,
    why: unread.map(({ problem }) => `${problem.message} ${problem.why}`).join(" "),
    next,
  });
}

type Sources = Pick<EntityTask, "entity" | "sources">;

/**
 * Reads every source of an entity. One that can't be read is told of, as long as another one could be.
 * @throws Problem of the first source when none could be read
 */
export async function readSources(
  { entity, sources }: Sources,
  reads: Pick<EmployeeReads, "employees">,
  progress: Pick<Progress, "advanced"> = {},
): Promise<SourceReads> {
  const settled = await Promise.allSettled(
    sources.map(async (of): Promise<SourceRead> => {
      const doing = `reading employees of ${of.name}`;
      const employees = await reads.employees(of.source, entity, (done) =>
        progress.advanced?.(entity, { doing, done, total: null }),
      );
      return { of, account: accountOf(of), employees: named(of, sources, employees) };
    }),
  );
  const done = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const unread = settled.flatMap((one, place): UnreadSource[] => {
    const name = sources[place]?.name;
    return one.status === "fulfilled" || !name ? [] : [{ name, problem: asProblem(one.reason) }];
  });
  const [first] = unread;
  if (first && done.length === 0) throw first.problem;
  const [only] = done;
  return {
    reads: done,
    unread,
    accounts: accountsOf(done.map(({ account }) => account)),
    employees: sources.length === 1 && only ? only.employees : done.flatMap(({ employees }) => employees),
  };
}

/** To be asked after the read: some vendors name their company only in their answers. */
function accountOf({ name, source }: TaskSource): Account {
  const { key, isProven } = source.account();
  return { source: name, key, isProven };
}

/** The employees of one source under ids that are unique within the entity. */
function named(
  { name }: TaskSource,
  { length }: readonly TaskSource[],
  employees: readonly Employee[],
): readonly Employee[] {
  return length === 1 ? employees : employeesOfSource(name, employees);
}

/** An employee's id as the source itself has it; null when the employee is of another source. */
export function ownId(
  { name }: TaskSource,
  { sources }: Pick<EntityTask, "sources">,
  id: string,
): string | null {
  return sources.length === 1 ? id : idWithin(name, id);
}

/** The id of a source's employee within the entity. */
export function idInEntity(
  { name }: TaskSource,
  { sources }: Pick<EntityTask, "sources">,
  id: string,
): string {
  return sources.length === 1 ? id : idOfSource(name, id);
}

/** Tells whether somebody is meant: each source has a filter of its own. */
export function filterOf({ sources }: Pick<EntityTask, "sources">): (employee: Employee) => boolean {
  const filters = new Map(
    sources.map(({ name, filter }) => [name, filter ? compileFilter(filter) : () => true]),
  );
  const [only] = filters.values();
  if (only && filters.size === 1) return only;
  return (employee) => filters.get(employee.source ?? "")?.(employee) ?? false;
}

/**
 * What the filters say about what was read.
 * @throws Problem when a filter can't be right (unknown field, selects nobody)
 */
export function filterWarnings({ reads }: SourceReads): readonly Warning[] {
  return reads.flatMap(({ of: { name, filter }, employees }) => {
    if (!filter || employees.length === 0) return [];
    try {
      return checkFilter(filter, employees).warnings;
    } catch (error) {
      if (reads.length === 1 || !isProblem(error)) throw error;
      throw error.withWhat(`${name}: ${error.message}`);
    }
  });
}

/** How many values each field in use has; of several sources, in each of them. What was not read stays known. */
export function fieldCountsOf(
  { reads, unread, employees }: SourceReads,
  policy: SyncPolicy,
  last: FieldCounts | null,
): FieldCounts {
  const [only] = reads;
  if (only && reads.length + unread.length === 1) return countFields(only.employees, policy, only.of.filter);
  const sources = Object.fromEntries([
    ...unread.flatMap(({ name }) => (last?.sources?.[name] ? [[name, last.sources[name]] as const] : [])),
    ...reads.map(({ of, employees: own }) => [of.name, countFields(own, policy, of.filter)] as const),
  ]);
  return { people: employees.length, filled: {}, sources };
}

/** What happens to a linked person who is missing: nobody is archived for it where absence means nothing. */
export function absentRule(
  { sources }: Pick<EntityTask, "sources">,
  { absent }: Pick<SyncPolicy, "absent">,
): (link: Link) => SyncPolicy["absent"] {
  const silent = sources.filter(({ source }) => source.absentPeople === "unknown");
  if (silent.length === 0) return () => absent;
  if (sources.length === 1) return () => "keep";
  const names = new Set(silent.map(({ name }) => name));
  return ({ source }) => (names.has(source) ? "keep" : absent);
}
