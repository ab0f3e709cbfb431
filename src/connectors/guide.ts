import * as z from "zod";
import type {
  CredentialField,
  DataRead,
  EmployeeField,
  ProviderGuide,
  SettingField,
} from "../providers/provider.js";
import { credentialCheck } from "../providers/support/credentials.js";
import { strictSettings, yesNoSetting } from "../providers/support/settings.js";
import type { Connector } from "./define.js";
import { hostPart, type SettingValues } from "./reading/values-of.js";
import { type AuthWay, type Setting, waysOf } from "./schema/auth.js";
import type { Manifest } from "./schema/manifest.js";
import type { Request } from "./schema/requests.js";
import type { GUIDE_FIELDS } from "./schema/values.js";
import { isKeyForm, keyFault } from "./signing/keys.js";

type GuideField = (typeof GUIDE_FIELDS)[number];

/** What a field is called and is read for, where a manifest does not say otherwise. */
const FIELDS: readonly (readonly [GuideField, label: string, purpose: string])[] = [
  ["workEmail", "Work e-mail", "Finds the person's Spendesk member and is where the invitation goes"],
  ["firstName", "First name", "Name of the Spendesk member"],
  ["lastName", "Last name", "Name of the Spendesk member"],
  ["displayName", "Display name", "Names people in previews as they are called"],
  ["status", "Status", "Tells who is employed, about to start or gone"],
  ["startDate", "Start date", "Invites a new colleague when they start"],
  ["terminationDate", "Termination date", "Archives a leaver's member on the right day"],
  ["workLocation", "Work location", "Filter by Work Location"],
  ["department", "Department", "Filter by Department"],
  ["team", "Team", "Filter by Team"],
  ["jobTitle", "Job title", "Filter by Job Title"],
  ["legalEntity", "Legal entity", "Filter by Legal Entity"],
  ["country", "Country", "Filter by Country"],
  ["employmentType", "Employment type", "Filter by Employment Type"],
  ["costCenter", "Cost center", "Filter by Cost Center"],
  ["manager", "Manager", "Sets the manager who approves requests in Spendesk"],
  ["bank.iban", "IBAN", "Reimburses expenses to the right account"],
  ["bank.bic", "BIC", "Reimburses expenses to the right account"],
];

const REQUIRED: readonly EmployeeField[] = ["workEmail", "firstName", "lastName", "status"];

/** What the admin does, allows and types in, as the manifest has it, or the hook where it can't. */
export function guideOf({ manifest, hooks }: Connector): ProviderGuide {
  return {
    setupSteps: manifest.guide.steps,
    link: manifest.guide.link ?? null,
    dataRead: dataReadOf(manifest),
    credentialFields: Object.entries(manifest.credentials).map(([key, field]) => ({
      ...{ key, label: field.label, secret: field.secret, help: field.help },
      validate: checkOf(field.label, field.form),
      ...(isKeyForm(field.form) && { isFile: true }),
    })),
    settingFields: Object.entries(manifest.settings).map(
      ([key, { label, help, decides }]): SettingField => ({ key, label, help, ...(decides && { decides }) }),
    ),
    requests: requestsOf(manifest),
    bankDetails: manifest.bank ? "with the list of people" : "not available",
    ...hooks.guide,
  };
}

function checkOf(label: string, form: Manifest["credentials"][string]["form"]): CredentialField["validate"] {
  switch (form) {
    case "token":
      return credentialCheck(label);
    case "text":
      return (value) => (value.trim() === "" ? `The ${label} is empty.` : null);
    case "privateKey":
    case "certificate":
    case "serviceAccount":
      return (value) => keyFault(form, label, value);
    case "hostLabel":
      return (value) =>
        hostPart(form, value) === null
          ? `The ${label} must be the first part of the address, such as acme.`
          : null;
    case "host":
      return (value) =>
        hostPart(form, value) === null ? `The ${label} must be a host, such as acme.example.com.` : null;
    case "address":
      return (value) =>
        hostPart(form, value) === null
          ? `The ${label} must be an address without a port or a query, such as https://acme.example.com/v2.`
          : null;
  }
}

function dataReadOf({ employee, bank, guide }: Manifest): readonly DataRead[] {
  const isRead = (field: GuideField) => {
    if (field === "status") return true;
    if (field === "bank.iban") return bank !== undefined;
    if (field === "bank.bic") return bank?.bic !== undefined;
    return employee[field] !== undefined;
  };
  return FIELDS.filter(([field]) => isRead(field)).map(([field, label, purpose]) => {
    const own = guide.permissions[field];
    return {
      field,
      label: own?.label ?? label,
      purpose: own?.purpose ?? purpose,
      permission: own?.permission ?? guide.permission,
      required: own?.required ?? REQUIRED.includes(field),
      ...(own?.ifEmpty !== undefined && { ifEmpty: own.ifEmpty }),
    };
  });
}

/** Ways of signing that begin with a call. */
const SIGN_INS: readonly AuthWay["kind"][] = ["oauth2", "oauth2Refresh", "oauth2Jwt", "session"];

/** The calls of a read, as far as they are known: of lists besides the people's the first page only. */
function requestsOf({ requests, assemble, auth, check }: Manifest): ProviderGuide["requests"] {
  const root = requests[assemble.root];
  const signIns = waysOf({ auth }).filter(({ kind }) => SIGN_INS.includes(kind)).length;
  const others =
    signIns + assemble.union.length + assemble.join.length + (check?.company === undefined ? 0 : 1);
  const [pageText, pages] = root ? pagesOf(root) : ["1", () => 1];
  const perBatch = assemble.batch.map(({ size }) => size);
  const formula = [
    pageText,
    ...perBatch.map((size) => `⌈N/${size}⌉`),
    ...(assemble.detail ? ["N"] : []),
    ...(others > 0 ? [String(others)] : []),
  ].join(" + ");
  return {
    formula,
    count: (employees) =>
      pages(employees) +
      perBatch.reduce((sum, size) => sum + Math.ceil(employees / size), 0) +
      (assemble.detail ? employees : 0) +
      others,
  };
}

function pagesOf({ pagination, total }: Request): readonly [string, (employees: number) => number] {
  if (pagination.kind === "none") return ["1", () => 1];
  const { size } = pagination;
  const isCounted = total !== undefined || pagination.kind === "scim";
  const isNamed =
    pagination.kind !== "offset" &&
    pagination.kind !== "scim" &&
    (pagination.kind !== "page" || pagination.more !== undefined || pagination.pages !== undefined);
  if (isNamed || isCounted) return [`⌈N/${size}⌉`, (employees) => Math.max(1, Math.ceil(employees / size))];
  // A short page ends the list; of full ones the last is followed by an empty one.
  if ("shortPage" in pagination && pagination.shortPage) {
    return [`⌊N/${size}⌋ + 1`, (employees) => Math.floor(employees / size) + 1];
  }
  return [`⌈N/${size}⌉ + 1`, (employees) => (employees === 0 ? 1 : Math.ceil(employees / size) + 1)];
}

/** The settings of a connector as a schema that refuses unknown names. */
export function settingsOf({ manifest, hooks }: Connector): z.ZodType<SettingValues> {
  if (hooks.settings) return hooks.settings;
  const { title, settings } = manifest;
  const shape = Object.fromEntries(
    Object.entries(settings).map(([key, setting]) => [key, schemaOf(setting)]),
  );
  return strictSettings(title, shape) as z.ZodType<SettingValues>;
}

function schemaOf(setting: Setting): z.ZodType<string | boolean | undefined> {
  switch (setting.type) {
    case "yesNo":
      return yesNoSetting().transform((value) => value ?? setting.default);
    case "choice": {
      const error = `must be ${setting.values.join(" or ")}`;
      const choice = z.enum(setting.values, { error });
      return setting.default === undefined ? choice : choice.default(setting.default);
    }
    case "text": {
      const text = z.string({ error: "must be text" }).trim().min(1, { error: "must not be empty" });
      return setting.default === undefined ? text : text.default(setting.default);
    }
  }
}
