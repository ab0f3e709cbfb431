import { z } from "zod";
import { HABITS } from "../vendors/habits.js";
import { VENDOR_IDS } from "../vendors/ids.js";

const text = z.string();
const day = z.iso.date().nullable();
const optionalText = text.nullable();

/** A person's fields; without an id a new person is added. */
export const personPatch = z
  .strictObject({
    id: z.string().regex(/^[1-9]\d{0,14}$/u),
    firstName: text,
    lastName: text,
    workEmail: optionalText,
    personalEmail: optionalText,
    status: z.enum(["active", "leave", "onboarding", "inactive"]),
    jobTitle: optionalText,
    startDate: day,
    endDate: day,
    lastWorkingDay: day,
    contractEndDate: day,
    managerId: optionalText,
    office: optionalText,
    department: optionalText,
    team: optionalText,
    legalEntity: optionalText,
    country: optionalText,
    costCenter: optionalText,
    employmentType: z.enum(["internal", "external"]),
    iban: optionalText,
    bic: optionalText,
    accountHolder: optionalText,
    languages: z.array(text),
  })
  .partial();

const memberPatch = z
  .strictObject({
    firstName: text,
    lastName: text,
    email: optionalText,
    status: z.enum(["active", "invited"]),
    isArchived: z.boolean(),
    roles: z.array(text),
    managerId: optionalText,
    externalId: optionalText,
    bankAccount: z.strictObject({ iban: text, bic: text }).nullable(),
    activeSubscriptions: z.boolean(),
    pendingApprovals: z.boolean(),
  })
  .partial();

const entity = text.optional();

/** One change by hand on the members page. */
export const memberAction = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("add"), entity, member: memberPatch }),
  z.strictObject({ do: z.literal("patch"), entity, id: text, member: memberPatch }),
  z.strictObject({ do: z.literal("remove"), entity, id: text }),
]);

export const faultList = z.strictObject({ faults: z.array(text) });

/** Settings to change; the others stay. */
export const optionChanges = z
  .strictObject({
    latencyMs: z.int().min(0),
    readFields: z.enum(["extended", "documented"]),
    writes: z.union([z.boolean(), z.literal("forbidden")]),
    bulkUpdates: z.boolean(),
    seats: z.int().min(0).nullable(),
    idempotency: z.boolean(),
    announcements: z.strictObject({ deprecation: text.optional(), sunset: text.optional() }),
    vendors: z.partialRecord(
      z.enum(VENDOR_IDS),
      z
        .strictObject({
          hiddenAttributes: z.array(text),
          forbidden: z.boolean(),
          habits: z.array(z.enum(HABITS)),
        })
        .partial(),
    ),
  })
  .partial();

export type OptionChanges = z.infer<typeof optionChanges>;

export const clockStep = z.strictObject({ advanceMs: z.int().min(0) });
