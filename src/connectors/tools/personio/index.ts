import type { DataRead } from "../../../providers/provider.js";
import { readErrorJson } from "../../../providers/support/call.js";
import { readRefusal } from "../../../providers/support/refusal.js";
import { ownValue } from "../../../shared/objects.js";
import { defineConnector } from "../../define.js";
import { customOf, withOwnAttributes } from "./record.js";
import { personioSettings } from "./settings.js";

/** Where the admin finds what the credential may do (docs/vendors/personio.md §1). */
const SCREEN = "Marketplace > Connected integrations > (this integration)";

/** What is read, with Personio's own names of the attributes to tick (docs/vendors/personio.md §1). */
const PERMISSIONS = {
  workEmail: tick("Email", {
    ifEmpty:
      "Fill in Email, the work address, on the profiles of your people in Personio, then run the command again.",
  }),
  firstName: tick("First name"),
  lastName: tick("Last name"),
  status: tick("Status", { purpose: "Tells who is employed, on leave, about to start or gone" }),
  displayName: tick("Name (preferred)", { purpose: "Shows people in previews by the name they use" }),
  startDate: tick("Hire date"),
  terminationDate: tick("Termination date"),
  manager: tick("Supervisor"),
  workLocation: tick("Office"),
  department: tick("Department"),
  team: tick("Team"),
  jobTitle: tick("Position"),
  legalEntity: tick("Legal entity", {
    purpose: "Filter by Legal Entity; older accounts call it Subcompany",
  }),
  country: tick("Public holidays", {
    purpose: "Filter by Country: the calendar's country is the only one",
  }),
  employmentType: tick("Employment type"),
  costCenter: tick("Cost center"),
  "bank.iban": tick("IBAN"),
  "bank.bic": tick("BIC"),
};

function tick(label: string, more: { readonly purpose?: string; readonly ifEmpty?: string } = {}) {
  return { label, permission: "Employees: Read, and its tick under Readable employee attributes", ...more };
}

const LABELS = Object.values(PERMISSIONS).map(({ label }) => label);

/** Attributes of the tenant's own that a setting can name. */
const SETTING_OF = new Map<string, keyof typeof personioSettings.shape>([
  ["bank.iban", "ibanAttribute"],
  ["bank.bic", "bicAttribute"],
]);

function whatToTick({ field, label }: DataRead): string {
  const ticked = `In Personio: ${SCREEN} > Readable employee attributes: tick ${label}.`;
  const setting = SETTING_OF.get(field);
  if (setting === undefined) return ticked;
  return `${ticked} If it is ticked under another name, or several look alike, set source.settings.${setting} to its key or label.`;
}

function helpFor(what: string): string {
  return `Only when the ${what} is not found by its usual label: the attribute's key (dynamic_81001) or label.`;
}

/** Personio can say no with a good status, to the sign-in and to a read (docs/vendors/personio.md §8). */
function saysNo(json: unknown): boolean {
  return ownValue(json, "success") === false;
}

const HEADERS = { "x-personio-app-id": "SPENDESK_HR" };

/** Personio, v1 API (docs/vendors/personio.md). Its order of people is not documented; the total decides. */
export const personio = defineConnector(
  {
    manifest: 1,
    id: "personio",
    title: "Personio",
    guide: {
      steps: [
        "Sign in to Personio as someone who may change Account configuration > API and > Marketplace Integration. Custom integrations need the Core Pro plan (formerly Professional or Enterprise).",
        "Open Marketplace > Connected integrations and choose Create custom integration (older accounts: Settings > Integrations > API credentials > Generate new credential).",
        'Name it, for example "Spendesk sync", and choose Next.',
        "Under Integration access rights tick Read for Employees, and nothing else.",
        `Under Readable employee attributes tick: ${LABELS.join(", ")}, and whatever else you want to filter on. What is not ticked is missing from every answer, without an error.`,
        "Leave the legal entities unrestricted: people of the others would be invisible.",
        "Choose Create integration and copy the client ID and the client secret. The secret is shown only once.",
      ],
      link: "https://support.personio.de/hc/en-us/articles/4404623630993",
      permission: `tick them under ${SCREEN} > Readable employee attributes`,
      permissions: PERMISSIONS,
    },
    credentials: {
      clientId: {
        label: "Client ID",
        secret: false,
        help: "As Personio shows it; it usually starts with papi-.",
      },
      clientSecret: {
        label: "Client secret",
        help: "Shown once when the integration is created. A lost one means creating a new integration.",
      },
    },
    settings: {
      ibanAttribute: {
        type: "text",
        label: "Attribute with the IBAN",
        help: helpFor("IBAN"),
        decides: ["bank.iban"],
      },
      bicAttribute: {
        type: "text",
        label: "Attribute with the BIC",
        help: helpFor("BIC"),
        decides: ["bank.bic"],
      },
    },
    baseUrl: "https://api.personio.de",
    allowedHosts: ["api.personio.de"],
    auth: {
      kind: "session",
      // In the query string they would be logged, and are refused (docs/vendors/personio.md §2).
      request: {
        path: "/v1/auth",
        headers: HEADERS,
        body: { client_id: "${credentials.clientId}", client_secret: "${credentials.clientSecret}" },
      },
      token: "data.token",
      renewAt: [401, 403],
    },
    // Five calls at once stay below 15 a second, Personio's burst limit (docs/vendors/personio.md §7).
    rate: { concurrency: 5 },
    errors: {
      credentialRefused: {
        statuses: [],
        next: "Run `spendesk-hr connect personio` with the client ID and secret of the integration; a lost secret means creating a new integration.",
      },
      // A 401 means a missing right as well: a fresh token did not help (docs/vendors/personio.md §8).
      permissionMissing: {
        statuses: [401],
        next: `In Personio under ${SCREEN}, tick Employees: Read and fill Readable employee attributes, then run \`spendesk-hr preview\`.`,
      },
    },
    requests: {
      employees: {
        path: "/v1/company/employees",
        headers: HEADERS,
        // The most Personio documents; its default is smaller (docs/vendors/personio.md §3).
        pagination: { kind: "offset", param: "offset", sizeParam: "limit", size: 100 },
        records: "data",
        total: "metadata.total_elements",
      },
    },
    assemble: { root: "employees" },
    completeness: "full",
    employee: {
      id: "attributes.id.value",
      workEmail: "attributes.email.value",
      firstName: "attributes.first_name.value",
      lastName: "attributes.last_name.value",
      displayName: "attributes.preferred_name.value",
      startDate: "own.startDate",
      // Personio keeps the day when it has passed, and a rehired person gets a later hire date.
      terminationDate: "own.terminationDate",
      workLocation: "attributes.office.value.attributes.name",
      department: "attributes.department.value.attributes.name",
      team: "attributes.team.value.attributes.name",
      jobTitle: "attributes.position.value",
      legalEntity: "attributes.subcompany.value.attributes.name",
      country: "attributes.holiday_calendar.value.attributes.country",
      employmentType: "attributes.employment_type.value",
      costCenter: "own.costCenter",
      manager: {
        id: "attributes.supervisor.value.attributes.id.value",
        email: "attributes.supervisor.value.attributes.email.value",
      },
    },
    dates: { formats: ["iso-date"] },
    status: {
      from: "attributes.status.value",
      map: { active: "active", leave: "leave", onboarding: "pending", inactive: "inactive" },
      unknown: "skip",
    },
    bank: { iban: "own.iban", bic: "own.bic" },
    // docs/vendors/personio.md §10.
    notVerified: [
      "Status and body of the answer to a wrong client secret; 400, 401, 403, 404 and 422 are all taken for it.",
      "The most employees a page may hold everywhere; where the server gives or allows fewer than 100, it is followed.",
      "The order of the employee list; people are counted and compared with the total instead.",
      "Labels of the bank attributes in languages other than English and German.",
      "Whether a rehired person keeps their Personio id or gets a new one.",
      "Until when Personio keeps its v1 employee list; no end is announced.",
    ],
  },
  {
    prepareRecord: withOwnAttributes,
    customOf,
    settings: personioSettings,
    guide: { bankDetails: "with the employee list, from the custom attributes IBAN and BIC" },
    whatToAllow: whatToTick,
    isRefusal: saysNo,
    // The status decides, never the message, which may be German. A 404 without Personio's words means
    // that somebody else is at this address.
    isSignInRefusal: (response) =>
      response.status === 422 ||
      (response.status === 404 && readRefusal(response).words !== null) ||
      (response.status < 300 && saysNo(readErrorJson(response))),
  },
);
