import { hibob } from "../../../src/providers/hibob/index.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

/** The sandbox's fields for what Bob has none of its own, with its first seed. */
const TEAM = "work.customColumns.column_1700000000001";
const LEGAL_ENTITY = "work.custom.field_1700000000002";
const COST_CENTER = "work.custom.field_1700000000003";

describeProvider("hibob", {
  provider: hibob,
  settings: { teamField: TEAM, legalEntityField: LEGAL_ENTITY, costCenterField: COST_CENTER },
  // Bob has no pages.
  pageSize: 100,
  tellsTotal: false,
  ...onSandbox({
    id: "hibob",
    list: "POST /hibob/v1/people/search",
    secret: "token",
    // The ids of Bob's fields.
    names: {
      workEmail: ["root.email"],
      firstName: ["root.firstName"],
      lastName: ["root.surname"],
      displayName: ["root.displayName"],
      status: ["internal.lifecycleStatus", "internal.status"],
      startDate: ["work.startDate"],
      terminationDate: ["internal.terminationDate"],
      manager: ["work.reportsTo", "work.manager"],
      workLocation: ["work.site"],
      department: ["work.department"],
      team: [TEAM],
      jobTitle: ["work.title"],
      legalEntity: [LEGAL_ENTITY],
      country: ["address.siteCountry"],
      employmentType: ["payroll.employment.type"],
      costCenter: [COST_CENTER],
      "bank.iban": ["financial.iban"],
      "bank.bic": ["financial.swift"],
    },
  }),
});
