import { bamboohr } from "../../../src/providers/bamboohr/index.js";
import { connectTo } from "../../conformance/harness.js";
import { type LoopbackAnswer, type LoopbackRequest, startLoopback } from "../../conformance/loopback.js";

export const CREDENTIALS = { companyDomain: "acme", apiKey: "a-secret-key-of-the-test" };

const REPORT = "/api/v1/reports/custom";
const DATASET = "/api/v2/datasets/employee/data";

/** What each endpoint answers; those without an answer do not exist. */
export interface Script {
  report?(request: LoopbackRequest): LoopbackAnswer;
  dataset?(body: { fields: string[]; page: number }): LoopbackAnswer;
  employees?(): LoopbackAnswer;
  metaFields?(): LoopbackAnswer;
  table?(): LoopbackAnswer;
}

/** A BambooHR that answers what a test says. */
export async function startBamboohr(script: Script, settings: unknown = {}, secrets: string[] = []) {
  const server = await startLoopback((request) => answer(script, request) ?? { status: 404, html: "" });
  return {
    server,
    connection: connectTo(bamboohr, { url: server.url, credentials: CREDENTIALS }, settings, secrets),
    paths: () => server.log.map(({ url }) => url.pathname),
  };
}

function answer(script: Script, request: LoopbackRequest): LoopbackAnswer | undefined {
  const { pathname } = request.url;
  if (pathname === REPORT) return script.report?.(request);
  if (pathname === DATASET) return script.dataset?.(JSON.parse(request.body));
  if (pathname === "/api/v1/employees") return script.employees?.();
  if (pathname === "/api/v1/meta/fields") return script.metaFields?.();
  return pathname.includes("/tables/") ? script.table?.() : undefined;
}

/** A report of these rows; its fields are those of the first row, unless named. */
export function report(
  rows: readonly Readonly<Record<string, unknown>>[],
  fields: readonly { readonly id: string; readonly name?: string; readonly type?: string }[] = Object.keys(
    rows[0] ?? {},
  ).map((id) => ({
    id,
  })),
): LoopbackAnswer {
  return { status: 200, json: { title: "spendesk-hr", fields, employees: rows } };
}

/** A page of the data set. */
export function datasetPage(
  rows: readonly Readonly<Record<string, unknown>>[],
  totalItems: number | null,
  restricted: readonly string[] = [],
): LoopbackAnswer {
  const data = rows.map((fields) => ({ fields, _restrictedFields: restricted }));
  return { status: 200, json: { data, links: {}, meta: totalItems === null ? {} : { totalItems } } };
}

/** A row of the report with what is required. */
export function row(id: unknown, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    status: "Active",
    firstName: "Mira",
    lastName: "Lindqvist",
    workEmail: `person${id}@acme.test`,
    hireDate: "2022-04-01",
    ...more,
  };
}

/** The same in the data set. */
export function datasetRow(
  id: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const { id: eeid, workEmail: email, ...same } = row(id);
  return { eeid, email, ...same, ...more };
}
