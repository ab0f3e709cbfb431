import { inspect } from "node:util";
import { expect } from "vitest";

/** Fails when `text` appears anywhere a thrown error could be printed: message, stack, fields, causes. */
export function expectAbsent(error: unknown, text: string): void {
  const printed = [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error)];
  if (error instanceof Error) printed.push(error.message, error.stack ?? "", String(error));
  if (error instanceof Error && error.cause !== undefined) expectAbsent(error.cause, text);
  expect(printed.filter((one) => one.includes(text))).toEqual([]);
}

/** What `promise` rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the promise did not reject");
}
