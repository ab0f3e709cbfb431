import { emailKey } from "../shared/text.js";
import type { Employee } from "./employee.js";

/** A work e-mail that can be written, or why there is none. `key` is the form for comparisons. */
export type WorkEmail =
  | { readonly ok: true; readonly value: string; readonly key: string }
  | { readonly ok: false; readonly code: "no_work_email" | "invalid_work_email" };

const MAX_LENGTH = 254;
const BLANK_OR_CONTROL = /[\s\p{Cc}\p{Cf}]/u;

const NONE: WorkEmail = { ok: false, code: "no_work_email" };
const INVALID: WorkEmail = { ok: false, code: "invalid_work_email" };

/** Reads an employee's work e-mail. The check is pragmatic: what Spendesk could never accept is invalid. */
export function workEmailOf(employee: Employee): WorkEmail {
  const value = employee.workEmail?.trim();
  if (!value) return NONE;
  return isEmail(value) ? { ok: true, value, key: emailKey(value) } : INVALID;
}

function isEmail(text: string): boolean {
  if (text.length > MAX_LENGTH || BLANK_OR_CONTROL.test(text)) return false;
  const at = text.indexOf("@");
  if (at < 1 || at !== text.lastIndexOf("@")) return false;
  const hasInnerDot = text.indexOf(".", at + 2) > 0;
  return hasInnerDot && text[at + 1] !== "." && !text.endsWith(".") && !text.includes("..", at);
}
