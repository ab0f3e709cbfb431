import { z } from "zod";

export const PLAN_FORMAT = "spendesk-hr plan";
/** Raised when an older program would misread the file. */
export const PLAN_VERSION = 1;

const field = z.object({
  field: z.enum(["email", "firstName", "lastName", "bank", "manager"]),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

const change = z.looseObject({
  action: z.enum(["create", "update", "archive", "restore"]),
  employeeId: z.string(),
  name: z.string(),
  fields: z.array(field).readonly(),
});

/** A plan file without its signature. */
export const planContentSchema = z.looseObject({
  format: z.literal(PLAN_FORMAT),
  version: z.literal(PLAN_VERSION),
  tool: z.string(),
  createdAt: z.string(),
  run: z.string(),
  noArchive: z.boolean(),
  entities: z.array(
    z.looseObject({
      entity: z.string(),
      provider: z.string(),
      configFingerprint: z.string(),
      fingerprint: z.string(),
      summary: z.record(z.string(), z.number()),
      changes: z.array(change),
    }),
  ),
});

export type PlanContent = z.infer<typeof planContentSchema>;
