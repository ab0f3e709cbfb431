import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { rippling } from "../../../src/connectors/tools/rippling.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { suitePeople } from "../../conformance/people.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(rippling);

const imitation = onSandbox({
  id: "rippling",
  list: "GET /rippling/workers/",
  secret: "apiToken",
  names: {
    workEmail: ["work_email"],
    firstName: ["user.name.given_name"],
    lastName: ["user.name.family_name"],
    displayName: ["user.name.display_name"],
    status: ["status"],
    startDate: ["start_date"],
    terminationDate: ["end_date"],
    workLocation: ["location"],
    department: ["department"],
    team: ["teams"],
    jobTitle: ["title"],
    legalEntity: ["legal_entity"],
    country: ["country"],
    employmentType: ["employment_type"],
    manager: ["manager_id"],
  },
});

describeProvider("rippling", {
  provider,
  settings: {},
  pageSize: 100,
  tellsTotal: false,
  lacks: ["leave", "bank"],
  ...imitation,
});

describe("Rippling", () => {
  it("names people of later pages too, whose address has the cursor alone", async () => {
    const vendor = await imitation.serve(suitePeople(150));
    try {
      const { employees } = await readAll(provider, connectTo(provider, vendor, {}));
      expect(employees).toHaveLength(150);
      expect(employees.filter(({ firstName, lastName }) => !firstName || !lastName)).toEqual([]);
    } finally {
      await vendor.close();
    }
  });

  it("does not take what a record names as withheld for empty", () => {
    const record = {
      id: "w-1",
      end_date: null,
      title: null,
      __meta: { redacted_fields: [{ name: "end_date", reason: "scope" }] },
    };
    expect(rippling.hooks.prepareRecord?.(record, {})).toEqual({ id: "w-1", title: null });
    expect(rippling.hooks.prepareRecord?.({ id: "w-1", title: null }, {})).toEqual({
      id: "w-1",
      title: null,
    });
  });
});
