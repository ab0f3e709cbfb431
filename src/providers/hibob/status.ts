import type { Employee, IsoDate } from "../../sync/model/index.js";
import type { PersonRecord } from "./errors.js";
import { humanText, plainText, type RecordField } from "./record.js";

/** A status and what refines it; no detail at all (undefined) when Bob gives no status. */
export interface HiBobStatus {
  readonly status: Employee["status"];
  readonly statusDetail: string | null | undefined;
}

/** What a status is read from. */
export interface StatusSources {
  readonly lifecycle: RecordField;
  readonly access: RecordField;
  readonly gardenLeave: "employed" | "left";
}

interface EmploymentDates {
  readonly startDate: IsoDate | null | undefined;
  readonly terminationDate: IsoDate | null | undefined;
}

/**
 * The status by the lifecycle, in the casing of machines or, for statuses of the account's own, in the
 * words people see (docs/vendors/hibob.md §5). Without a lifecycle the access status and the dates are left.
 *
 * Companies add types of leave: who has access while on one is employed. Without access, the same word
 * could stand for somebody who has left.
 */
export function statusOf(record: PersonRecord, sources: StatusSources, dates: EmploymentDates): HiBobStatus {
  const raw = plainText(record, sources.lifecycle);
  const access = plainText(record, sources.access);
  if (!raw) return statusByAccess(access, dates);
  const shown = humanText(record, sources.lifecycle);
  return (
    statusByLifecycle(raw, sources.gardenLeave) ??
    (shown === null ? null : statusByLifecycle(shown, sources.gardenLeave)) ?? {
      status: isActive(access) ? "active" : "unknown",
      statusDetail: shown ?? raw,
    }
  );
}

function isActive(access: string | null | undefined): boolean {
  return access?.toLowerCase() === "active";
}

/** Null for a status without a known meaning. Leave of any kind is still employed. */
function statusByLifecycle(text: string, gardenLeave: StatusSources["gardenLeave"]): HiBobStatus | null {
  const words = text
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[\s_-]+/gu, " ")
    .trim();
  switch (words.replaceAll(" ", "")) {
    case "hired":
      return { status: "pending", statusDetail: undefined };
    case "employed":
      return { status: "active", statusDetail: undefined };
    case "terminated":
      return { status: "inactive", statusDetail: undefined };
    case "gardenleave":
    case "gardeningleave":
      // Employed until the termination date; an account can decide to archive them at once.
      return { status: gardenLeave === "left" ? "inactive" : "active", statusDetail: "garden leave" };
    default:
      // `leave` as a word or at its end, so that "Leaver" is none.
      return /leave\b/u.test(words) ? { status: "active", statusDetail: words } : null;
  }
}

/**
 * Inactive access alone says nothing: people who start later and people on leave have none either
 * (docs/vendors/hibob.md §5). With a termination date of this employment the dates decide, as for a
 * pending one.
 */
function statusByAccess(access: string | null | undefined, dates: EmploymentDates): HiBobStatus {
  const { startDate, terminationDate } = dates;
  if (isActive(access)) return { status: "active", statusDetail: undefined };
  const ends = terminationDate && (!startDate || startDate <= terminationDate);
  if (access?.toLowerCase() === "inactive" && ends) return { status: "pending", statusDetail: access };
  return { status: "unknown", statusDetail: access };
}
