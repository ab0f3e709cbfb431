import type { Employee } from "../../sync/model/index.js";
import type { EmployeeField, ProviderConnection, VerifyFinding, VerifyReport } from "../provider.js";
import { readJsonOrNull } from "../support/call.js";
import { withoutId } from "../support/read-tally.js";
import { findingsFrom } from "../support/readable.js";
import { fieldListSchema, GROUP_SCREEN } from "./errors.js";
import { createReaders } from "./mapping.js";
import { createBankTableReader, needsBankDetails } from "./read.js";
import { type HiBobSession, openSession, type PeopleBatch, searchPeople } from "./search.js";
import type { HiBobSettings } from "./settings.js";
import { dataReadWith, fieldIdsOf, type HiBobData, requestedFields } from "./settings.js";

/** People whose bank accounts table is looked at where the fields are empty for everybody. */
const PEOPLE_ASKED = 3;

/**
 * One search, which shows the head-count and, by what people have, everything the service user may
 * read. A second call looks up the names of fields and categories when something is missing; with the
 * bank accounts table, one more looks at one person's. Where nobody said which of the two places has the
 * bank details and the fields are empty, some people's tables are looked at.
 */
export async function verify(connection: ProviderConnection<HiBobSettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const session = openSession(connection);
  const { people, total } = await firstBatch(session, settings);
  const employees = people.filter((employee) => employee !== null);

  const sample = settings.bankSource === "table" ? await withTableBank(employees, session, settings) : null;
  const looked = sample ? [sample, ...employees] : employees;
  const isWhole = people.length === total;
  const findings = await explained(
    findingsFrom(looked, dataReadWith(settings), () => ""),
    session,
    settings,
  );
  const isTableUsed = await isTableUsedInstead(findings, employees, session, settings);
  const obstacle = withoutId(people.length - employees.length);
  return {
    employees: total,
    findings: findings.map((finding) => {
      if (isBank(finding) && settings.bankSource === "table") return ofTable(finding, sample);
      if (isBank(finding)) return ofFields(finding, isTableUsed, settings);
      return isWhole ? withLeaverWarning(finding, employees) : finding;
    }),
    ...(obstacle && { obstacles: [obstacle] }),
  };
}

/** Whether the bank details that are in nobody's fields are in the table, by some people's. */
async function isTableUsedInstead(
  findings: readonly VerifyFinding[],
  employees: readonly Employee[],
  session: HiBobSession,
  settings: HiBobSettings,
): Promise<boolean> {
  const iban = findings.find(({ field }) => field === "bank.iban");
  if (settings.bankSource !== undefined || iban?.state !== "empty") return false;
  const read = createBankTableReader(session, settings);
  for (const { id } of employees.filter(needsBankDetails).slice(0, PEOPLE_ASKED)) {
    const bank = await read(id);
    if (bank && (bank.unclear !== null || bank.reveal().iban !== null)) return true;
  }
  return false;
}

/** Where the table is seen to be used, empty fields can only be a mistake, so they are not let pass. */
function ofFields(finding: VerifyFinding, isTableUsed: boolean, settings: HiBobSettings): VerifyFinding {
  if (finding.state !== "empty") return finding;
  if (isTableUsed) return { ...finding, required: true };
  return settings.bankSource === undefined ? finding : { ...finding, next: null };
}

async function firstBatch(session: HiBobSession, settings: HiBobSettings): Promise<PeopleBatch<Employee>> {
  for await (const batch of searchPeople(session, requestedFields(settings), createReaders(settings))) {
    return batch;
  }
  return { people: [], total: 0 };
}

/** Somebody with their bank details of the table; null when there is nobody to look at. */
async function withTableBank(
  employees: readonly Employee[],
  session: HiBobSession,
  settings: HiBobSettings,
): Promise<Employee | null> {
  const somebody = employees.find(needsBankDetails);
  if (!somebody) return null;
  const bank = await createBankTableReader(session, settings)(somebody.id);
  return bank ? { ...somebody, bank } : somebody;
}

async function explained(
  findings: readonly VerifyFinding[],
  session: HiBobSession,
  settings: HiBobSettings,
): Promise<readonly VerifyFinding[]> {
  if (!findings.some(({ state }) => state === "missing")) return findings;
  const catalog = await readFieldCatalog(session);
  return findings.map((finding) => {
    const data = dataReadWith(settings).find(({ field }) => field === finding.field);
    if (finding.state !== "missing" || !data) return finding;
    return { ...finding, next: adviceFor(data, settings, catalog) };
  });
}

function isBank({ field }: VerifyFinding): boolean {
  return field.startsWith("bank.");
}

/** One person's table shows whether tables may be read; that theirs is empty says nothing of others. */
function ofTable(finding: VerifyFinding, sample: Employee | null): VerifyFinding {
  if (sample === null) return { ...finding, state: "unknown", next: null };
  return finding.state === "empty" ? { ...finding, state: "ok", next: null } : finding;
}

/**
 * A group's access rights usually cover employed people only. Leavers are then invisible, without any
 * error, and nobody would ever be archived (docs/vendors/hibob.md §1). It shows in what leavers are told by.
 */
function withLeaverWarning(finding: VerifyFinding, employees: readonly Employee[]): VerifyFinding {
  const isReadable = finding.state === "ok" || finding.state === "empty";
  if (finding.field !== "terminationDate" || !isReadable) return finding;
  const isTellable = employees.some(({ status }) => status !== "unknown");
  if (!isTellable || employees.some(({ status }) => status === "inactive")) return finding;
  const next = `Nobody who has left is among the ${employees.length} people this service user sees, so nobody would ever be archived. For Termination date: in Bob under ${GROUP_SCREEN} > Access rights, choose Select people by condition and tick all lifecycle statuses, Terminated and Hired included. If really nobody has left yet, go on.`;
  return { ...finding, state: "missing", next };
}

/** What Bob says about a field. */
interface FieldInfo {
  readonly name: string;
  /** As it is called in this account; customers rename categories. */
  readonly category: string | null;
}

/** The fields of an account by id. */
export type FieldCatalog = ReadonlyMap<string, FieldInfo>;

/** Settings that name a field, with what the right one is probably called. */
const SETTING_OF: Partial<
  Record<EmployeeField, { readonly key: keyof HiBobSettings; readonly name: RegExp }>
> = {
  "bank.iban": { key: "ibanField", name: /\biban\b/iu },
  "bank.bic": { key: "bicField", name: /\b(?:bic|swift)\b/iu },
  team: { key: "teamField", name: /\bteam\b/iu },
  legalEntity: { key: "legalEntityField", name: /legal entity|employer/iu },
  costCenter: { key: "costCenterField", name: /cost cent(?:er|re)/iu },
};

/** All fields of the account, readable or not; null when Bob does not list them. Needs no right. */
async function readFieldCatalog(session: HiBobSession): Promise<FieldCatalog | null> {
  const response = await session.send({
    method: "GET",
    path: "/v1/company/people/fields",
    purpose: "list fields",
  });
  const list = fieldListSchema.safeParse(readJsonOrNull(response));
  if (response.status !== 200 || !list.success) return null;
  const fields = list.data.filter((field) => field !== null);
  return new Map(
    fields.map(({ id, name, categoryDisplayName }) => [
      id.replace(/^\//u, "").replaceAll("/", "."),
      { name: name ?? "", category: categoryDisplayName ?? null },
    ]),
  );
}

/**
 * What to do about data that nobody has. Bob leaves out what may not be read and what does not exist
 * alike, so the catalogue tells the two apart.
 */
function adviceFor(data: HiBobData, settings: HiBobSettings, catalog: FieldCatalog | null): string {
  const ids = fieldIdsOf(settings)[data.field];
  const info = ids.map((id) => catalog?.get(id)).find((found) => found !== undefined);
  if (catalog && ids.length > 0 && !info) return noSuchField(data, ids, catalog);
  const category = info?.category ?? data.category;
  const sections = category === null ? "the sections of the field's category" : `${category} sections`;
  return `For ${data.label}: in Bob under ${GROUP_SCREEN}, tick View selected employees' ${sections}.`;
}

function noSuchField({ field, label }: HiBobData, ids: readonly string[], catalog: FieldCatalog): string {
  const missing = `For ${label}: this Bob has no field ${ids.join(" or ")}.`;
  const setting = SETTING_OF[field];
  if (!setting)
    return `${missing} Its metadata (System settings > Account > Fields) shows what it is called.`;
  const likely = [...catalog].filter(([, { name }]) => setting.name.test(name)).map(([id]) => id);
  const perhaps = likely.length > 0 ? `, perhaps ${likely.join(" or ")}` : "";
  return `${missing} Set source.settings.${setting.key} to the id of the right one${perhaps}.`;
}
