import { expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { sesame } from "../../../src/connectors/tools/sesame.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(sesame);
const PAGE = 100;

describeProvider("sesame", {
  provider,
  settings: {},
  pageSize: PAGE,
  tellsTotal: false,
  employeeId: (id) => `b7845189-f12b-4378-918a-${id.padStart(12, "0")}`,
  // Of the two lists beside the people the stated number has the first page.
  requests: (count) => provider.requests.count(count) + 2 * Math.max(0, Math.ceil(count / PAGE) - 1),
  lacks: ["leave", "manager", "bank", "startDate", "terminationDate", "announcedEnd"],
  ...onSandbox({
    id: "sesame",
    list: "GET /sesame/core/v3/employees",
    secret: "token",
    names: {
      workEmail: ["email"],
      firstName: ["firstName"],
      lastName: ["lastName"],
      status: ["status"],
      workLocation: ["office"],
      department: ["department"],
      jobTitle: ["jobChargeName"],
      legalEntity: ["company.name"],
    },
  }),
});

it("counts people who come in both lists as a sign that the filter is not known", async () => {
  const person = {
    id: "1",
    firstName: "Mira",
    lastName: "Lindqvist",
    email: "mira@acme.test",
    status: "active",
  };
  const meta = { currentPage: 1, lastPage: 1, total: 1, perPage: 100 };
  const server = await startLoopback(({ url }) => {
    if (url.pathname.endsWith("/info")) return { status: 200, json: { data: { company: { id: "c-1" } } } };
    const data = url.pathname.endsWith("/employees") ? [person] : [];
    return { status: 200, json: { data, meta: { ...meta, total: data.length } } };
  });
  try {
    const vendor = { url: server.url, credentials: { region: "eu1", token: "a-token" } };
    const { employees, outcome } = await readAll(provider, connectTo(provider, vendor));
    expect(employees).toHaveLength(1);
    expect(outcome.complete).toBe(false);
  } finally {
    await server.close();
  }
});
