import * as z from "zod";
import { cutPage, parseJson, type Reply, type SandboxRequest } from "../../server/exchange.js";
import { type Account, wantsJson } from "./account.js";
import { bamboohrFailure, bamboohrProblem } from "./errors.js";
import { isEmployed } from "./fields.js";

const DEFAULT_LIMIT = 250;
const MAX_LIMIT = 2500;

/**
 * `GET /api/v1/employees` (docs/vendors/bamboohr.md §3.3): everybody, without a field of the company's
 * own.
 */
export function listEmployees(account: Account, request: SandboxRequest): Reply {
  if (!wantsJson(request)) return XML;
  const limit = Number(request.query.get("page[limit]") ?? DEFAULT_LIMIT);
  const after = request.query.get("page[after]");
  const people = account.people();
  const start = after === null ? 0 : people.findIndex(({ id }) => cursorOf(id) === after) + 1;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT || (after !== null && start === 0)) {
    return bamboohrProblem(400, "BadPage", "The page can't be found");
  }
  const items = people.slice(start, start + limit);
  const last = items.at(-1);
  const nextCursor = last && start + limit < people.length ? cursorOf(last.id) : null;
  return {
    status: 200,
    json: {
      data: items.map((person) => ({
        employeeId: person.id,
        firstName: person.firstName,
        lastName: person.lastName,
        preferredName: null,
        photoUrl: null,
        jobTitleName: person.jobTitle,
        status: isEmployed(person) ? "Active" : "Inactive",
        _restrictedFields: [],
      })),
      meta: { total: people.length, page: { limit, nextCursor, prevCursor: after } },
    },
  };
}

/** `GET /api/v1/meta/fields`: the account's fields; only some have an alias. */
export function listFields(account: Account, request: SandboxRequest): Reply {
  if (!wantsJson(request)) return XML;
  return {
    status: 200,
    json: [
      ...account.fields.map(({ id, label, type, alias }) => ({ id, name: label, type, alias })),
      // An older namesake of a field that everybody has.
      { id: 387, name: "Employment Status", type: "employment_status", deprecated: true },
    ],
  };
}

/** `GET /api/v1/employees/{id}/tables/{table}`: one employee's rows, or `all`. */
export function tableRows(account: Account, request: SandboxRequest): Reply {
  const { id, table = "" } = request.params;
  if (table !== BANK_TABLE) return bamboohrFailure("not_found");
  if (account.hides(table)) return bamboohrFailure("forbidden");
  if (!wantsJson(request)) return XML;
  const people = account.people().filter((person) => id === "all" || id === person.id);
  return { status: 200, json: people.flatMap(bankRows) };
}

const BANK_TABLE = "customBankDetails";

/** The announced account first, then the one that was left, then the one in use: rows come unsorted. */
function bankRows(person: { readonly id: string; iban: string | null; bic: string | null }) {
  const { id: employeeId, iban, bic } = person;
  if (iban === null) return [];
  const row = (number: number, date: string, values: object) => ({
    id: `${employeeId}${number}`,
    employeeId,
    date,
    ...values,
  });
  return [
    row(3, "2999-01-01", { iban: "FR1420041010050500013M02606", bic: "PSSTFRPPXXX" }),
    row(1, "2001-01-01", { iban: "DE89370400440532013000", bic: "COBADEFFXXX" }),
    row(2, "2002-02-02", { iban, bic }),
  ];
}

/** What comes without `Accept: application/json`; its content is not imitated. */
const XML: Reply = {
  status: 200,
  headers: { "content-type": "text/xml; charset=utf-8" },
  text: '<?xml version="1.0"?><result/>',
};

/** Cursors are opaque. */
function cursorOf(id: string): string {
  return Buffer.from(`employee ${id}`).toString("base64url");
}

const MAX_PAGE_SIZE = 1000;

const body = z.object({
  fields: z.array(z.string()),
  orderBy: z.string().optional(),
  page: z.int().positive().default(1),
  pageSize: z.int().positive().default(100),
});

/**
 * `POST /api/v2/datasets/employee/data` (docs/vendors/bamboohr.md §3.2): pages with a total. A field that
 * does not exist is refused; one that may not be seen comes empty, with its name in `_restrictedFields`.
 * Always shows both statuses; other filters are not imitated.
 */
export function employeeDataset(account: Account, request: SandboxRequest): Reply {
  const wanted = body.safeParse(parseJson(request.body));
  if (!wanted.success) return bamboohrProblem(400, "INVALID_ARGUMENT", "The body can't be read");
  const { fields: names, orderBy, page, pageSize } = wanted.data;
  if (pageSize > MAX_PAGE_SIZE)
    return bamboohrProblem(422, "INVALID_FILTER", "pageSize must be 1000 or less");
  const byName = new Map(account.fields.map((field) => [field.dataset, field]));
  for (const name of names) {
    if (!byName.has(name))
      return bamboohrProblem(400, "INVALID_ARGUMENT", `Invalid field name: employee_${name}`);
  }
  if (orderBy !== undefined && !names.includes(orderBy.split(" ")[0] ?? "")) {
    return bamboohrProblem(400, "UE-1001", "Every ordered field must be selected");
  }

  const people = account.people();
  const ordered = orderBy ? [...people].sort((a, b) => Number(a.id) - Number(b.id)) : people;
  const start = (page - 1) * pageSize;
  const { items, total } = cutPage(ordered, start, pageSize, request.pageFault(start));
  const context = account.context(true);
  const shown = names.flatMap((name) => byName.get(name) ?? []);
  const restricted = shown.filter((field) => !account.maySee(field)).map(({ dataset }) => dataset);
  const totalPages = Math.ceil(total / pageSize);
  return {
    status: 200,
    json: {
      data: items.map((person) => ({
        fields: Object.fromEntries(
          shown.map((field) => [field.dataset, account.maySee(field) ? field.value(person, context) : null]),
        ),
        _restrictedFields: restricted,
      })),
      links: page < totalPages ? { next: `?page=${page + 1}` } : {},
      meta: { page, pageSize, totalPages, totalItems: total },
    },
  };
}
