import { z } from "zod";
import { parseBaseUrl } from "../http/base-url.js";
import { isProblem } from "../sync/errors.js";
import type { FilterInput } from "../sync/filter/parse.js";
import { CREDENTIAL_STORES } from "./credential-stores.js";
import { didYouMean } from "./suggestion.js";

/** Hosts of the Spendesk API (spendesk.md §3). */
const SPENDESK_HOSTS = {
  production: "https://public-api.spendesk.com",
  demo: "https://public-api.demo.spendesk.com",
} as const;

// Messages complete a sentence that starts with the key: "entities.acme-uk.timezone must be …". A custom
// issue may carry a further sentence as `params.help`.

function wholeNumber(from: number, to: number): z.ZodNumber {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
}

const timezone = z
  .string()
  .superRefine((name, context) => {
    if (isTimezone(name)) return;
    context.addIssue({
      code: "custom",
      message: "must be a time zone such as Europe/London",
      params: { help: didYouMean(name, Intl.supportedValuesOf("timeZone")) },
    });
  })
  .describe("IANA time zone that decides which day is today, for example Europe/London.");

function isTimezone(name: string): boolean {
  // Offsets such as +01:00 are understood by some versions of Node only.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const walletCurrency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, { error: "must be a currency code of three letters such as GBP" })
  .toUpperCase()
  .describe("ISO 4217 code of the wallet; bank details that can't fit are skipped with a reason.");

const baseUrl = z.string().transform((text, context) => {
  try {
    return parseBaseUrl(text).href.replace(/\/$/, "");
  } catch (error) {
    if (!isProblem(error)) throw error;
    context.addIssue({ code: "custom", message: "can't be used", params: { help: error.why } });
    return z.NEVER;
  }
});

const route = z.strictObject({
  method: z.enum(["POST", "PUT", "PATCH"]),
  path: z.string().regex(/^\/(?!\/)[^\s?#]*$/, {
    error: "must be a path that starts with one slash, without a query",
  }),
});

const routeOfOne = route.extend({
  path: route.shape.path.includes("{id}", { error: "must hold {id} where the member's id goes" }),
});

const routes = z
  .strictObject({
    createMembers: route.optional(),
    updateMembers: route.optional(),
    updateMember: routeOfOne.optional(),
    setMemberStatus: routeOfOne.optional(),
  })
  .describe("Other routes for writing members, when Spendesk names them to you.");

const spendesk = z
  .strictObject({
    environment: z.enum(["production", "demo"]).optional(),
    baseUrl: baseUrl
      .optional()
      .describe("Another host instead of an environment: https, or http on loopback."),
    target: z.enum(["api", "file"]).default("api").describe("Where changes go unless --to says otherwise."),
    routes: routes.optional(),
  })
  .superRefine((value, context) => {
    if (value.environment === undefined || value.baseUrl === undefined) return;
    context.addIssue({
      code: "custom",
      path: ["baseUrl"],
      message: "can't stand beside environment: keep one",
    });
  })
  .transform(({ environment, baseUrl: host, ...rest }) => {
    if (host !== undefined) return { environment: "custom" as const, baseUrl: host, ...rest };
    const name = environment ?? "production";
    return { environment: name, baseUrl: SPENDESK_HOSTS[name], ...rest };
  });

const source = z.strictObject({
  provider: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: "must be the id of a provider, see `spendesk-hr providers`" })
    .describe("Id of the HR tool, as shown by `spendesk-hr providers`."),
  baseUrl: baseUrl.optional().describe("Instead of the vendor's host: https, or http on loopback."),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Settings of the provider. Never credentials."),
});

const RULE_FORMS =
  "must be a rule such as \"'Work Location' is one of: Remote,London\", or a block with field, operator and values, or a list under any or all";

const filterInput: z.ZodType<FilterInput, FilterInput> = z.union(
  [
    z.string(),
    z.strictObject({
      field: z.string(),
      operator: z.string(),
      values: z.union([z.string(), z.array(z.string())]).optional(),
    }),
    z.strictObject({ any: z.array(z.lazy(() => filterInput)) }),
    z.strictObject({ all: z.array(z.lazy(() => filterInput)) }),
  ],
  // A number is refused rather than read: YAML has already turned 007 into 7.
  { error: `${RULE_FORMS}; numbers among the values go in quotes` },
);

const employees = z
  .strictObject({
    include: z.enum(["all", "filter"]),
    filter: z.array(filterInput).optional().describe("All rules must hold."),
  })
  .superRefine(({ include, filter = [] }, context) => {
    const issue = (message: string) => context.addIssue({ code: "custom", path: ["filter"], message });
    if (include === "filter" && filter.length === 0)
      issue("needs at least one rule, because include is filter");
    if (include === "all" && filter.length > 0) issue("has rules, but include is all: choose one of both");
  });

const percent = wholeNumber(0, 100);
const count = wholeNumber(0, 1_000_000);

/** The settings of one entity. */
export const entitySchema = z.strictObject({
  timezone,
  walletCurrency: walletCurrency.optional(),
  spendesk: spendesk.prefault({}),
  source: source.optional().describe("The HR tool; missing until `spendesk-hr connect` has asked for it."),
  employees: employees
    .optional()
    .describe("Who is looked after; missing until `spendesk-hr configure` has asked for it."),
  joiners: z
    .strictObject({
      inviteDaysBefore: wholeNumber(0, 90)
        .default(0)
        .describe("Days before the start date from which people are invited."),
    })
    .prefault({}),
  leavers: z
    .strictObject({
      graceDays: wholeNumber(0, 365)
        .default(0)
        .describe("Days after the last day of employment before the member is archived."),
      absent: z
        .enum(["keep", "archive"])
        .default("keep")
        .describe("Linked people missing from two complete reads."),
      neverManaged: z
        .enum(["archive", "keep"])
        .default("archive")
        .describe("Leavers whose member was never managed."),
    })
    .prefault({}),
  rehires: z.enum(["restore", "report"]).default("restore"),
  sync: z
    .strictObject({
      create: z.boolean().default(true),
      update: z
        .array(z.enum(["email", "name", "bank", "manager"]))
        .default(["email", "name", "bank", "manager"]),
      archive: z.boolean().default(true),
    })
    .prefault({}),
  protect: z
    .array(z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, { error: "must be an e-mail address" }))
    .default([])
    .describe("E-mails of people who are never archived and never changed."),
  safety: z
    .strictObject({
      archives: z.strictObject({ percent: percent.default(10), atLeast: count.default(5) }).prefault({}),
      updates: z.strictObject({ percent: percent.default(50), atLeast: count.default(25) }).prefault({}),
      minEmployeesPercent: percent.default(50),
    })
    .prefault({})
    .describe("Limits over which nothing is written."),
});

/** The whole configuration file (design §4). */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe("For editors; not read."),
  version: z.literal(1),
  entities: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
        error: "is not a name for an entity: use small letters, digits and hyphens, at most 63",
      }),
      entitySchema,
    )
    .describe("One block per Spendesk company; the name is yours to choose."),
  credentials: z.strictObject({ store: z.enum(CREDENTIAL_STORES).default("keychain") }).prefault({}),
});

/** The file's content with defaults filled in. */
export type ConfigFile = z.output<typeof configSchema>;

/** One entity of the file with defaults filled in. */
export type EntitySettings = z.output<typeof entitySchema>;
