import type { LuccaApiSettings } from "../settings.js";

/** What the application may read, each with a right of its own (docs/vendors/lucca.md §1.2). */
export type Scope =
  | "employees.readonly"
  | "employments.readonly"
  | "job-positions.readonly"
  | "departments.readonly"
  | "legal-entities.readonly"
  | "business-establishments.readonly"
  | "employee-personal-records.readonly";

const ALWAYS: readonly Scope[] = [
  "employees.readonly",
  "employments.readonly",
  "job-positions.readonly",
  "departments.readonly",
  "legal-entities.readonly",
  "business-establishments.readonly",
];

/** Only for bank details, and only where they are wanted: Lucca calls it highly sensitive. */
export const PERSONAL_RECORDS: Scope = "employee-personal-records.readonly";

/** Where the admin gives them. */
export const APPLICATION_SCREEN = "/identity/admin/integration-keys > (the application)";

/** The scopes asked for, and no others. */
export function wantedScopes({ bankDetails }: LuccaApiSettings): readonly Scope[] {
  return bankDetails ? [...ALWAYS, PERSONAL_RECORDS] : ALWAYS;
}

/** Whether a token with these scopes may read; null: Lucca did not say which it has. */
export function isGranted(scope: Scope, granted: ReadonlySet<string> | null): boolean {
  return granted === null || granted.has(scope) || granted.has(scope.replace("readonly", "readwrite"));
}
