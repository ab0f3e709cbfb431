import * as z from "zod";
import { hasDotSegment } from "../http/request.js";

// Other write calls than the assumed ones. Which fields there are, and that a field is called like its
// key unless another name is given, is the contract of `spendesk/write-routes.ts`.

const METHODS = ["POST", "PUT", "PATCH"] as const;

const path = z
  .string()
  .regex(/^\/(?!\/)[^\s?#]*$/, { error: "must be a path that starts with one slash, without a query" })
  .refine((text) => !hasDotSegment(text), { error: "must have no part of dots alone" });

const pathOfMany = path.refine((text) => !/[{}]/.test(text), {
  error: "must hold nothing in braces: the call is for many members",
});

const pathOfOne = path
  .includes("{id}", { error: "must hold {id} where the member's id goes" })
  .refine((text) => !/[{}]/.test(text.replaceAll("{id}", "")), {
    error: "must hold nothing in braces but {id}",
  });

const NAME_ERROR = "must be the name of a field: letters, digits, _ and -, not a digit first";

const name = z
  .string({ error: NAME_ERROR })
  .regex(/^[A-Za-z_][\w-]{0,59}$/, { error: NAME_ERROR })
  .optional();

const omittable = name.nullable().describe("Name in the body; null: not sent.");

/** The names within the object of the bank account, which are no names of the body itself. */
const BANK_PARTS = ["iban", "bic"];

type Names = Readonly<Record<string, string | null | undefined>>;

/** Adds that no two fields of a body may share a name. */
function distinct<Fields extends z.ZodType<Names>>(fields: Fields): Fields {
  return fields.superRefine((given, context) => {
    const all = Object.keys(fields instanceof z.ZodObject ? fields.shape : {});
    for (const group of [all.filter((key) => !BANK_PARTS.includes(key)), BANK_PARTS]) {
      const takenBy = new Map<string, string>();
      for (const key of group) {
        const taken = given[key] === undefined ? key : given[key];
        if (taken === null) continue;
        const other = takenBy.get(taken);
        takenBy.set(taken, key);
        if (other === undefined) continue;
        const message = `has the name of another field: ${other} and ${key} would both be sent as ${taken}`;
        context.addIssue({ code: "custom", path: [given[key] === undefined ? other : key], message });
      }
    }
  });
}

const personNames = {
  email: name,
  firstName: name,
  lastName: name,
  bankAccount: omittable,
  iban: name,
  bic: name,
};

const changedNames = { ...personNames, managerId: omittable };

function call<Path extends z.ZodType, Fields extends z.ZodType<Names>>(where: Path, fields: Fields) {
  return z
    .strictObject({
      method: z.enum(METHODS).optional(),
      path: where.optional(),
      fields: distinct(fields).optional().describe("Names of the body's fields, where they differ."),
    })
    .optional();
}

/** `spendesk.routes`: whatever is left out is as assumed. */
export const routesSchema = z
  .strictObject({
    createMembers: call(pathOfMany, z.strictObject({ ...personNames, externalId: omittable })),
    updateMembers: call(pathOfMany, z.strictObject({ ...changedNames, id: name })),
    updateMember: call(pathOfOne, z.strictObject(changedNames)),
    setMemberStatus: call(pathOfOne, z.strictObject({ isArchived: name })),
  })
  .describe("Other calls for writing members than the assumed ones, when Spendesk names them to you.");

/** What is synchronised and can be left out of a body. */
const LEFT_OUT = [
  { field: "bankAccount", synced: "bank" },
  { field: "managerId", synced: "manager" },
] as const;

/**
 * A value that is synchronised must be sent by every call it belongs to: otherwise it would be taken
 * for written, and never be tried again.
 */
export function refuseUnsentValues(
  { routes = {}, update }: { routes: z.output<typeof routesSchema> | undefined; update: readonly string[] },
  context: z.RefinementCtx,
): void {
  for (const [call, route] of Object.entries(routes)) {
    const fields: Names = route?.fields ?? {};
    for (const { field, synced } of LEFT_OUT) {
      if (fields[field] !== null || !update.includes(synced)) continue;
      context.addIssue({
        code: "custom",
        path: ["spendesk", "routes", call, "fields", field],
        message: `can't be left out while sync.update holds ${synced}`,
        params: { help: `Take ${synced} out of sync.update: what is never sent can't be kept in step.` },
      });
    }
  }
}
