import type { DataRead, EmployeeField } from "../provider.js";

/**
 * Makers of the data that a provider reads, required and optional.
 * @param permissionFor the permission in the HR tool's words, by the field's name for people and whatever
 *   else decides it
 */
export function createDataReads<Rest extends readonly string[]>(
  permissionFor: (label: string, ...rest: Rest) => string,
) {
  const maker =
    (required: boolean) =>
    (field: EmployeeField, label: string, purpose: string, ...rest: Rest): DataRead => ({
      ...{ field, label, purpose, permission: permissionFor(label, ...rest), required },
    });
  return { required: maker(true), optional: maker(false) };
}
