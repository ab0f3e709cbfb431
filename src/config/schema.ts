import * as z from "zod";
import { parseBaseUrl } from "../http/base-url.js";
import { isEmailAddress } from "../shared/email-address.js";
import { LOG_FORMATS, LOG_LEVELS } from "../shared/log-levels.js";
import { cleanEmail, foldText } from "../shared/text.js";
import { isProblem, STATUS_MEANINGS } from "../sync/model/index.js";
import { bulkImportSchema } from "./bulk-import-schema.js";
import { credentialsSchema, ownCredentialsSchema, refineCommands } from "./credentials-schema.js";
import { filterInput } from "./filter-schema.js";
import { stateSchema } from "./global-settings.js";
import { networkSchema } from "./network-schema.js";
import { metricsSchema, notifySchema } from "./notify-schema.js";
import { refuseUnsentValues, routesSchema } from "./routes-schema.js";
import { timezoneFault } from "./timezone.js";

/** Hosts of the Spendesk API (docs/vendors/spendesk.md §2). */
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
    const help = timezoneFault(name);
    if (help === null) return;
    const message = "must be a time zone such as Europe/London, or UTC";
    context.addIssue({ code: "custom", message, params: { help: help || null } });
  })
  .describe("IANA time zone (Area/City, or UTC) that decides which day is today, for example Europe/London.");

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

/**
 * Where the members are listed in Spendesk, for people. Assumed: Spendesk documents the way there
 * (Settings > Organisation > Members), not the address.
 */
const MEMBERS_PAGE = "https://app.spendesk.com/settings/members";

const membersUrl = z
  .string()
  .refine(isWebAddress, {
    error: "must be the address of a page, such as https://app.spendesk.com/settings/members",
  })
  .default(MEMBERS_PAGE)
  .describe("Page of the members in Spendesk, for the links in worklists.");

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === "https:" && username === "" && password === "";
}

const spendesk = z
  .strictObject({
    environment: z.enum(["production", "demo"]).optional(),
    baseUrl: baseUrl
      .optional()
      .describe("Another host instead of an environment: https, or http on loopback."),
    target: z.enum(["api", "file"]).default("api").describe("Where changes go unless --to says otherwise."),
    routes: routesSchema.optional(),
    writeScope: z
      .string()
      .regex(/^\S{1,100}$/, { error: "must be the name of one scope" })
      .optional()
      .describe("Scope of a key that may write members, when Spendesk names it to you."),
    membersUrl,
    bulkImport: bulkImportSchema.optional(),
    credentials: ownCredentialsSchema.optional(),
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

const statuses = z
  .record(z.string().trim().min(1, { error: "is no status: it is empty" }), z.enum(STATUS_MEANINGS))
  .superRefine((rules, context) => {
    const seen = new Map<string, string>();
    for (const raw of Object.keys(rules)) {
      const folded = foldText(raw);
      const other = seen.get(folded);
      seen.set(folded, raw);
      if (other === undefined) continue;
      context.addIssue({ code: "custom", path: [raw], message: `is the same status as ${other}: keep one` });
    }
  });

const sourceShape = {
  provider: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: "must be the id of a provider, see `spendesk-hr providers`" })
    .describe("Id of the HR tool, as shown by `spendesk-hr providers`."),
  baseUrl: baseUrl.optional().describe("Instead of the vendor's host: https, or http on loopback."),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Settings of the provider. Never credentials."),
  statuses: statuses
    .default({})
    .describe("What statuses mean that the HR tool has by another name, for example Sabbatical: active."),
  credentials: ownCredentialsSchema.optional(),
};

export const source = z.strictObject(sourceShape);

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

/** One of several sources. Its name is in employee ids and of credentials. */
const listedSource = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
      error: "must be made of small letters, digits and hyphens",
    })
    .refine((name) => name !== "spendesk", { error: "must not be spendesk, the name of the other end" })
    .optional()
    .describe("Tells two accounts of one HR tool apart; otherwise the provider's id."),
  ...sourceShape,
  employees: employees
    .optional()
    .describe("Who of this source is looked after; otherwise as the entity says."),
});

const sources = z
  .array(listedSource, { error: "must be a list of HR tools" })
  .min(1, { error: "must name at least one HR tool" })
  .superRefine((list, context) => {
    const seen = new Set<string>();
    for (const [index, { name, provider }] of list.entries()) {
      const called = name ?? provider;
      if (seen.has(called)) {
        const message = `is the second source called ${called}: give one of them a name of its own`;
        context.addIssue({ code: "custom", path: [index], message });
      }
      seen.add(called);
    }
  });

const percent = wholeNumber(0, 100);
const count = wholeNumber(0, 1_000_000);

/** The larger of a percentage and a number. */
function limit(defaultPercent: number, defaultAtLeast: number) {
  return z
    .strictObject({ percent: percent.default(defaultPercent), atLeast: count.default(defaultAtLeast) })
    .prefault({});
}

const DEFAULT_GAP_DAYS = 7;

const rehireAction = z.enum(["restore", "report"]);

const rehires = z.union([
  rehireAction.transform((action) => ({ action, gapDays: DEFAULT_GAP_DAYS })),
  z.strictObject({
    action: rehireAction.default("restore"),
    gapDays: wholeNumber(0, 365)
      .default(DEFAULT_GAP_DAYS)
      .describe("Days between two contracts up to which the second carries the first one on."),
  }),
]);

/** The settings of one entity. */
export const entitySchema = z.strictObject({
  group: z.string().optional().describe("Name of a block under `groups` whose settings it has as well."),
  timezone,
  walletCurrency: walletCurrency.optional(),
  spendesk: spendesk.prefault({}),
  source: source.optional().describe("The HR tool; missing until `spendesk-hr connect` has asked for it."),
  sources: sources
    .optional()
    .describe(
      "Several HR tools instead of one `source`. Of two records of one person the one of the earlier source counts.",
    ),
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
  rehires: rehires
    .default({ action: "restore", gapDays: DEFAULT_GAP_DAYS })
    .describe("People who come back while their member is archived."),
  archivedByHand: z
    .enum(["report", "restore"])
    .default("report")
    .describe("Members whom somebody archived in Spendesk while the person works here."),
  handEdits: z
    .enum(["overwrite", "report"])
    .default("overwrite")
    .describe(
      "Names and e-mails that somebody typed in Spendesk; overwritten after they were reported once.",
    ),
  sync: z
    .strictObject({
      create: z.boolean().default(true),
      update: z
        .array(z.enum(["email", "name", "bank", "manager"]))
        .default(["email", "name", "bank", "manager"]),
      archive: z.boolean().default(true),
      singleName: z
        .enum(["repeat", "skip"])
        .default("skip")
        .describe("People with one name only: repeat it as first and last name, or skip them."),
      deriveBic: z
        .boolean()
        .default(false)
        .describe("Take a missing BIC from the bank code of the IBAN (AT, BE, DE, ES, FR, LU, NL)."),
    })
    .prefault({}),
  protect: z
    .array(
      z.string().refine((text) => isEmailAddress(cleanEmail(text)), {
        error: "must be an e-mail address",
      }),
    )
    .default([])
    .describe("E-mails of people who are never archived and never changed."),
  safety: z
    .strictObject({
      windowDays: wholeNumber(1, 90)
        .default(7)
        .describe("Days that count together, so that many small runs can't do what one big run may not."),
      archives: limit(10, 5),
      updates: limit(50, 25),
      emailChanges: limit(10, 5),
      bankChanges: limit(20, 10),
      creations: limit(20, 10),
      restores: limit(10, 5),
      releases: limit(20, 10).describe("Managed people whom the filter leaves out from now on."),
      membersGone: limit(5, 3).describe("Linked members that Spendesk does not list any more."),
      minEmployeesPercent: percent.default(50),
      maxEmployeesPercent: wholeNumber(100, 10_000).default(200),
      minMembersPercent: percent.default(50),
      strangersPercent: percent
        .default(50)
        .describe("Eligible people nobody knows, in percent of the employees read before."),
      minFilledPercent: percent
        .default(50)
        .describe("Percent of a field's former share of filled values that must still be filled."),
    })
    .prefault({})
    .describe("Limits over which nothing is written. Never more than half of the people, but for creations."),
});

/**
 * Settings that entities have in common: any of those of an entity, each checked as it is there. What is in
 * force for an entity is checked once more when it has been put together (see inheritance.ts).
 */
const sharedSettings = entitySchema
  .extend({ source: source.partial().optional() })
  .omit({ group: true })
  .partial();

const log = z
  .strictObject({
    level: z.enum(LOG_LEVELS).optional().describe("Default: warn, or info in the format json."),
    format: z.enum(LOG_FORMATS).default("text"),
    maskPersonalData: z
      .boolean()
      .default(false)
      .describe("Mask e-mails in the log, from level info up: m•••@acme.test. Results are not changed."),
  })
  .describe("What is logged to stderr.");

/** Names that every object of JavaScript has: programs that read our output may trip over them. */
const RESERVED_NAMES: readonly string[] = ["constructor", "prototype"];

/** An entity in the file, with what only the whole of it tells. */
export const listedEntity = entitySchema.superRefine(
  ({ spendesk, sync, source: one, sources: several }, context) => {
    refuseUnsentValues({ routes: spendesk.routes, update: sync.update }, context);
    if (one === undefined || several === undefined) return;
    const message = "can't stand beside source: move it into the list";
    context.addIssue({ code: "custom", path: ["sources"], message });
  },
);

/** The whole configuration file. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe("For editors; not read."),
    version: z.literal(1),
    entities: z
      .record(
        z
          .string()
          .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
            error: "is not a name for an entity: use small letters, digits and hyphens, at most 63",
          })
          .refine((name) => !RESERVED_NAMES.includes(name), {
            error: "is not a name for an entity: the word has a meaning of its own for programs",
          }),
        listedEntity,
      )
      .describe("One block per Spendesk company; the name is yours to choose."),
    defaults: sharedSettings.optional().describe("Settings of every entity that does not say otherwise."),
    groups: z
      .record(z.string(), sharedSettings)
      .optional()
      .describe("Settings of the entities that name the group; they come before the defaults."),
    connectors: z
      .array(z.string().min(1), { error: "must be a list of files" })
      .default([])
      .describe("Files that describe further HR tools; `source.provider` then names their ids."),
    credentials: credentialsSchema.prefault({}),
    network: networkSchema.prefault({}),
    log: log.prefault({}),
    notify: notifySchema,
    metrics: metricsSchema,
    state: stateSchema,
  })
  .superRefine(refineCommands);

/** The file's content with defaults filled in. */
export type ConfigFile = z.output<typeof configSchema>;

/** One entity of the file with defaults filled in. */
export type EntitySettings = z.output<typeof entitySchema>;
