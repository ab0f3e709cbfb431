import type { Obstacle } from "../../providers/provider.js";
import type { LookedPage } from "../../providers/support/look.js";
import { createManagerBook } from "../../providers/support/manager-book.js";
import type { ListEnd } from "../../providers/support/read-tally.js";
import type { Employee } from "../../sync/model/index.js";
import type { Connector } from "../define.js";
import { type FoundRecord, toEmployee } from "../mapping/employee.js";
import { compileExpression, type Expression, ExpressionLimit } from "../mapping/expression.js";
import type { Manifest } from "../schema/manifest.js";
import { listsOf, readPeople } from "./assemble.js";
import type { Calls } from "./calls.js";
import { expressionProblem, type Misfits, type Place, unknownStatus } from "./misfits.js";
import type { Connection } from "./values-of.js";

/** A record with what was made of it. */
export interface FoundPerson {
  readonly found: FoundRecord;
  readonly place: Place;
  /** Null when the record has no usable id. */
  readonly employee: Employee | null;
}

/** A page of people with the records they are made of. */
interface FoundPage {
  readonly people: readonly FoundPerson[];
  readonly records: readonly unknown[];
  readonly total: number | null;
}

/**
 * Everybody as employees, page by page.
 * @throws Problem for refusals and for answers that don't fit, naming request and record; also when a status
 *   is not known that is to stop everything
 */
export async function* readPages(
  connector: Connector,
  connection: Pick<Connection, "today" | "settings">,
  calls: Calls,
  misfits: Misfits,
  lists = listsOf(connector.manifest),
): AsyncGenerator<LookedPage, ListEnd, void> {
  const { manifest } = connector;
  const pages = readFound(connector, connection, calls, misfits, lists);
  for (;;) {
    const page = await pages.next();
    if (page.done) return page.value;
    const { people, records, total } = page.value;
    const employees = people.flatMap(({ employee }) => (employee ? [employee] : []));
    if (manifest.status.unknown === "stop") refuseUnknown(manifest, employees);
    yield { rows: records, employees, total, size: null };
  }
}

/** The same with the records, and with statuses that nobody knows. @throws as `readPages` */
export async function* readFound(
  { manifest, hooks }: Connector,
  { today, settings }: Pick<Connection, "today" | "settings">,
  calls: Calls,
  misfits: Misfits,
  lists = listsOf(manifest),
): AsyncGenerator<FoundPage, ListEnd, void> {
  const expressions = compileAll(manifest);
  const prepare = (record: unknown) => hooks.prepareRecord?.(record, settings) ?? record;
  const managers = namesManagersById(manifest) ? createManagerBook() : null;
  const counts = new Map<string, number>();
  const pages = readPeople(manifest, calls, lists);
  for (;;) {
    const page = await pages.next();
    if (page.done) return page.value;
    const { list, records, total } = page.value;
    const before = counts.get(list) ?? 0;
    counts.set(list, before + records.length);
    const people: FoundPerson[] = [];
    const day = today();
    for (const [index, raw] of records.entries()) {
      const place = { list, record: before + index + 1 };
      const record = prepare(raw);
      const values = await evaluateAll(expressions, record, manifest, place);
      const found = { record, list, expressions: values };
      const employee = toEmployee(found, {
        ...{ manifest, hooks, managers, today: day },
        onOddDate: (field) => misfits.oddDate(field, place),
      });
      if (employee) managers?.note(employee.id, employee.workEmail);
      people.push({ found, place, employee });
    }
    yield { people, records, total };
  }
}

/** Whether the e-mails of managers are only in their own records, and so are known once all were read. */
export function namesManagersById({ employee: { manager } }: Pick<Manifest, "employee">): boolean {
  return manager?.id !== undefined && manager.email === undefined;
}

const LATER = "Run the same command again later.";

/**
 * The pages for a look: first one that begins every list, since leavers in a list of their own have what
 * nobody else has, then the others.
 */
export async function* lookPages(
  connector: Connector,
  connection: Pick<Connection, "today" | "settings">,
  calls: Calls,
  misfits: Misfits,
): AsyncGenerator<LookedPage, unknown, void> {
  const lists = listsOf(connector.manifest).map((list) =>
    readPages(connector, connection, calls, misfits, [list]),
  );
  const firsts: LookedPage[] = [];
  let obstacle: Obstacle | null = null;
  for (const pages of lists) {
    const first = await pages.next();
    if (!first.done) firsts.push(first.value);
    else if ("broken" in first.value)
      obstacle = { text: first.value.broken, next: first.value.next ?? LATER };
  }
  const rows = firsts.flatMap((page) => page.rows);
  const employees = firsts.flatMap((page) => page.employees);
  yield { rows, employees, total: firsts[0]?.total ?? null, size: null, obstacle };
  for (const pages of lists) yield* pages;
  return null;
}

/** Without a word a status may not be read, which is another matter. */
function refuseUnknown(manifest: Manifest, employees: readonly Employee[]): void {
  const words = employees.flatMap(({ status, statusDetail }) =>
    status === "unknown" && statusDetail ? [statusDetail] : [],
  );
  if (words.length > 0) throw unknownStatus(manifest, words);
}

/** The texts of all expressions of a manifest, each once. */
function expressionsOf({ employee }: Pick<Manifest, "employee">): readonly string[] {
  const texts = new Set<string>();
  const open: unknown[] = [employee];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    if ("expr" in value && typeof value.expr === "string") texts.add(value.expr);
    open.push(...Object.values(value));
  }
  return [...texts];
}

function compileAll(manifest: Manifest): ReadonlyMap<string, Expression> {
  return new Map(
    expressionsOf(manifest).map((text) => {
      const compiled = compileExpression(text);
      if ("fault" in compiled) throw new Error(`the expression ${text} ${compiled.fault}`);
      return [text, compiled.expression];
    }),
  );
}

async function evaluateAll(
  expressions: ReadonlyMap<string, Expression>,
  record: unknown,
  manifest: Manifest,
  place: Place,
): Promise<ReadonlyMap<string, unknown>> {
  const values = new Map<string, unknown>();
  for (const [text, expression] of expressions) {
    try {
      values.set(text, await expression.evaluate(record));
    } catch (error) {
      if (error instanceof ExpressionLimit) throw expressionProblem(manifest, text, place, error.message);
      throw error;
    }
  }
  return values;
}
