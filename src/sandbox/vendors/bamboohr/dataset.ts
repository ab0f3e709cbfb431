import { z } from "zod";
import { parseJson, type Reply, type SandboxRequest } from "../../server/exchange.js";
import { cutPage } from "../../server/paging.js";
import type { Account } from "./account.js";
import { bamboohrProblem } from "./errors.js";

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
