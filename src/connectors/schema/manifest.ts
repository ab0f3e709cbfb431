import * as z from "zod";
import { referencesOf } from "../mapping/templates.js";
import { authSchema, credentialSchema, settingSchema } from "./auth.js";
import { bankSchema, datesSchema, employeeSchema, permissionSchema, statusSchema } from "./people.js";
import { assembleSchema, requestSchema } from "./requests.js";
import { GUIDE_FIELDS, nameSchema, pathSchema, templateSchema, textSchema, wholeNumber } from "./values.js";
import { waysInSchema } from "./ways-in.js";

const guideSchema = z.strictObject({
  steps: z.array(textSchema).min(1).max(20),
  /** The vendor's own page about it. */
  link: z.url({ protocol: /^https$/u, error: "must be an https address" }).optional(),
  /** Of everything that no entry of its own has. */
  permission: textSchema,
  permissions: z.partialRecord(z.enum(GUIDE_FIELDS), permissionSchema).default({}),
});

const words = z.strictObject({
  statuses: z.array(wholeNumber(400, 499)).max(10).default([]),
  /** Parts of the vendor's words, compared without regard to case. */
  texts: z.array(z.string().min(3).max(100)).max(20).default([]),
  next: textSchema.optional(),
});

const hostPattern = z
  .string()
  .regex(/^(?:(?:\*\.)?(?:[a-z0-9-]+\.)+[a-z0-9-]+|\$\{credentials\.[a-z][A-Za-z0-9]{0,39}\})$/u, {
    error:
      "must be a host such as api.acme.test, *.acme.test for every host below it, or ${credentials.name} for the one that was typed in",
  });

/** A connector as it is written: for tools that come with the program in TypeScript, for others in YAML. */
const plainSchema = z.strictObject({
  manifest: z.literal(1, { error: "must be 1, the only version there is" }),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/u, {
    error: "must be 2 to 40 small letters, digits and hyphens, beginning with a letter",
  }),
  title: textSchema,
  guide: guideSchema,
  credentials: z.record(nameSchema, credentialSchema),
  settings: z.record(nameSchema, settingSchema).default({}),
  baseUrl: templateSchema,
  allowedHosts: z.array(hostPattern).min(1).max(20),
  /** The part of the credentials or settings that names the account, where the host does not. */
  account: templateSchema.optional(),
  auth: authSchema,
  waysIn: waysInSchema.optional(),
  rate: z
    .strictObject({
      callsPerSecond: z.number().positive().max(100).optional(),
      concurrency: wholeNumber(1, 10).default(1),
      /** Answers that are worth a second try, besides 429 and 500 to 504. */
      retryStatuses: z.array(wholeNumber(400, 599)).max(10).default([]),
      retryTexts: z.array(z.string().min(3).max(100)).max(10).default([]),
    })
    .prefault({}),
  errors: z
    .strictObject({ credentialRefused: words.optional(), permissionMissing: words.optional() })
    .prefault({}),
  check: z.strictObject({ request: nameSchema, company: pathSchema.optional() }).optional(),
  requests: z.record(nameSchema, requestSchema),
  assemble: assembleSchema,
  completeness: z.enum(["full", "activeOnly", "delta"], {
    error: "must be full, activeOnly (leavers are not listed) or delta (only changes are listed)",
  }),
  employee: employeeSchema,
  dates: datesSchema.prefault({ formats: ["iso-date"] }),
  status: statusSchema,
  bank: bankSchema.optional(),
  /** What the vendor does not document and this relies on. There is always something. */
  notVerified: z.array(textSchema).min(1).max(30),
});

export const manifestSchema = plainSchema.superRefine(({ allowedHosts, credentials }, context) => {
  for (const [index, pattern] of allowedHosts.entries()) {
    const [name] = referencesOf(pattern).map((reference) => reference.replace(/^credentials\./u, ""));
    if (name === undefined || ["host", "address"].includes(credentials[name]?.form ?? "")) continue;
    const message = "must name a credential whose form is host or address";
    context.addIssue({ code: "custom", path: ["allowedHosts", index], message });
  }
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestInput = z.input<typeof manifestSchema>;
