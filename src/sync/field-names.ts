import type { FieldChange } from "./plan.js";

/** Fields as they are called in sentences. */
export const FIELD_NAMES: Readonly<Record<FieldChange["field"], string>> = {
  email: "e-mail",
  firstName: "first name",
  lastName: "last name",
  bank: "bank details",
  manager: "line manager",
};
