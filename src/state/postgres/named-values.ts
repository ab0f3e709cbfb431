import { type Values, withoutNul } from "../database.js";

/** Where a text of SQL takes a value by its name. */
export const NAMED_VALUE = /\+?@([A-Za-z]+)/gu;

/** The value of a name. @throws Error when there is none: null must be said */
export function valueAt(values: Values, name: string): unknown {
  const value: unknown = Reflect.get(values, name);
  if (value === undefined) throw new Error(`A statement got no value for ${name}.`);
  return withoutNul(value);
}
