import { examplehr } from "../../../src/providers/_template/index.js";
import type { EmployeeField } from "../../../src/providers/provider.js";
import type { FakeVendor, ServeOptions } from "../../conformance/harness.js";
import { type LoopbackAnswer, type LoopbackRequest, startLoopback } from "../../conformance/loopback.js";
import type { SuitePerson } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("template", {
  provider: examplehr,
  settings: {},
  pageSize: 100,
  tellsTotal: true,
  serve,
});

const TOKEN = "a-token-of-the-test";

const STATUS_OF = { active: "active", leave: "on_leave", pending: "starting", inactive: "left" };

/** Example HR's name of what carries a field. */
const NAME_OF: Partial<Record<EmployeeField, string>> = {
  workEmail: "email",
  firstName: "first_name",
  lastName: "last_name",
  status: "status",
  startDate: "start_date",
  terminationDate: "end_date",
  manager: "manager_id",
  workLocation: "office",
  department: "department",
  "bank.iban": "iban",
  "bank.bic": "bic",
};

/** An Example HR with these people. */
async function serve(people: readonly SuitePerson[], options: ServeOptions = {}): Promise<FakeVendor> {
  const { failures, hidden = [], repeatSomebody = false, totalOff = 0 } = options;
  const records = people.map((person) => recordOf(person, hidden));
  const [first] = records;
  if (repeatSomebody && first) records[1] = first;
  let failuresLeft = failures?.times ?? 0;

  function answer({ headers, method, url }: LoopbackRequest): LoopbackAnswer {
    if (headers.authorization !== `Bearer ${TOKEN}`) return refusal(401);
    if (method !== "GET" || url.pathname !== "/people") return refusal(404);
    const page = listed(url.searchParams);
    if (!failures || failuresLeft === 0) return page;
    failuresLeft -= 1;
    if (failures.kind === "truncated") return { ...page, truncated: true };
    return refusal(failures.kind === "limit" ? 429 : 500);
  }

  function listed(query: URLSearchParams): LoopbackAnswer {
    const size = Math.min(100, Number(query.get("size") ?? 20));
    const start = (Number(query.get("page") ?? 1) - 1) * size;
    const json = { people: records.slice(start, start + size), total: records.length + totalOff };
    return { status: 200, json };
  }

  const server = await startLoopback(answer);
  return {
    url: server.url,
    credentials: { apiToken: options.refuseCredentials ? "a-wrong-token" : TOKEN },
    requests: () => server.log.length,
    close: () => server.close(),
  };
}

/** A person as Example HR has them, without what the token may not read. */
function recordOf(person: SuitePerson, hidden: readonly EmployeeField[]): Record<string, unknown> {
  const hiddenNames = hidden.map((field) => NAME_OF[field]);
  const record = {
    id: Number(person.id),
    email: person.workEmail,
    first_name: person.firstName,
    last_name: person.lastName,
    status: STATUS_OF[person.status],
    start_date: person.startDate,
    end_date: person.terminationDate,
    office: person.workLocation,
    department: person.department,
    manager_id: person.managerId,
    iban: person.iban,
    bic: person.bic,
  };
  return Object.fromEntries(Object.entries(record).filter(([name]) => !hiddenNames.includes(name)));
}

function refusal(status: number): LoopbackAnswer {
  return { status, json: { error: "refused" } };
}
