import * as z from "zod";
import { cutPage, parseJson, type Reply, type SandboxRequest } from "../../server/exchange.js";
import type { Account } from "./account.js";
import { bamboohrError } from "./errors.js";
import type { Field } from "./fields.js";

const MAX_FIELDS = 400;

/** Hiding this name takes the report away, as BambooHR may do one day. */
const REPORT = "reports/custom";

const body = z.object({
  title: z.string().optional(),
  fields: z.array(z.string()),
  filters: z.object({ employeeIds: z.array(z.int()).optional() }).optional(),
});

/**
 * `POST /api/v1/reports/custom` (docs/vendors/bamboohr.md §3.1): everybody in one answer, without a
 * total. Fields that are unknown or may not be seen are left out; a content type with a charset is taken
 * for XML.
 */
export function customReport(account: Account, request: SandboxRequest): Reply {
  if (account.hides(REPORT)) return bamboohrError(410, "This endpoint is no longer available");
  if (request.headers["content-type"] !== "application/json") return bamboohrError(400, "Malformed XML");
  if (request.query.get("format") !== "json") return bamboohrError(404, "Unsupported format");
  const wanted = body.safeParse(parseJson(request.body));
  if (!wanted.success) return bamboohrError(400, "Malformed JSON");
  const { title, fields: names, filters } = wanted.data;
  if (names.length > MAX_FIELDS) return bamboohrError(400, `No more than ${MAX_FIELDS} fields are allowed`);

  const shown = names.flatMap((name) => {
    const field = findField(account, name);
    return field && account.maySee(field)
      ? [{ name: account.answersAliases() ? field.alias : name, field }]
      : [];
  });
  const ids = filters?.employeeIds;
  const people = account.people().filter(({ id }) => ids?.includes(Number(id)) ?? true);
  const page = cutPage(people, 0, people.length, request.pageFault(0));
  const context = account.context(request.query.get("onlyCurrent") !== "false");
  return {
    status: 200,
    json: {
      title: title ?? "",
      fields: shown.map(({ name, field }) => ({ id: name, type: field.type, name: field.label })),
      employees: page.items.map((person) =>
        Object.fromEntries(shown.map(({ name, field }) => [name, field.value(person, context)])),
      ),
    },
  };
}

function findField({ fields }: Account, name: string): Field | undefined {
  return fields.find(({ alias, id }) => alias === name || String(id) === name);
}
