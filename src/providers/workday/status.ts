import type { EmployeeStatus, IsoDate } from "../../sync/model/index.js";
import { type EmploymentEnd, endOf } from "../support/build-employee.js";
import { isAhead } from "../support/days.js";
import { cleanDate } from "../support/values.js";
import { childOf, childrenOf, textAt, truthOf, type XmlElement } from "./xml.js";

/** Where a worker stands, with the days that belong to it. */
export interface WorkerStatus extends EmploymentEnd {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | undefined;
  readonly startDate: IsoDate | null;
  readonly terminationDate: IsoDate | null;
}

const UNREADABLE: WorkerStatus = {
  status: "unknown",
  statusDetail: undefined,
  startDate: null,
  terminationDate: null,
  expectedEnd: undefined,
};

/**
 * The status of a worker. Workday has no single value, and the order of the tests matters
 * (docs/vendors/workday.md §5).
 *
 * Every end in Workday is an expectation until the flags say that it came true: contracts are extended,
 * and terminations are put off or called off.
 *
 * @param employment `Employment_Data`
 * @param position of the primary job
 * @param today the effective date that was asked for
 */
export function statusOf(
  employment: XmlElement | null,
  position: XmlElement | null,
  today: IsoDate,
): WorkerStatus {
  const data = childOf(employment, "Worker_Status_Data");
  if (data === null) return UNREADABLE;
  const startDate = dayAt(data, "Hire_Date");
  const [status, statusDetail] = judge(data, startDate, today);
  const isConfirmed = status === "inactive";
  const end = endOf(endDate(employment, position, data, startDate), { isConfirmed, stays: false });
  const { terminationDate = null, expectedEnd } = end;
  // An expectation that did not come true is no news.
  const isAhead = expectedEnd && expectedEnd >= today;
  return { status, statusDetail, startDate, terminationDate, expectedEnd: isAhead ? expectedEnd : undefined };
}

function judge(
  data: XmlElement,
  startDate: IsoDate | null,
  today: IsoDate,
): readonly [status: EmployeeStatus, detail: string | undefined] {
  const flag = (name: string) => truthOf(textAt(data, name));
  if (flag("Hire_Rescinded")) {
    return flag("Active") ? ["unknown", "hire rescinded, yet active"] : ["inactive", "hire rescinded"];
  }
  if (isAhead(startDate, today)) return ["pending", undefined];
  if (flag("Terminated")) return ["inactive", undefined];
  // A leave can inactivate the worker for its length, so it comes before `Active`.
  if (isOnLeave(data)) return ["active", "leave"];
  const active = flag("Active");
  if (active === null) return ["unknown", undefined];
  return [active ? "active" : "inactive", undefined];
}

function isOnLeave(data: XmlElement): boolean {
  return childrenOf(data, "Leave_Status_Data").some((leave) => truthOf(textAt(leave, "On_Leave")));
}

/** The first of the ends there are; one from before a rehire stays in Workday and no longer counts. */
function endDate(
  employment: XmlElement | null,
  position: XmlElement | null,
  data: XmlElement,
  startDate: IsoDate | null,
): IsoDate | null {
  const ends = [
    dayAt(data, "Termination_Date"),
    dayAt(data, "End_Employment_Date"),
    dayAt(position, "End_Employment_Date"),
    dayAt(childOf(employment, "Worker_Contract_Data"), "Contract_End_Date"),
  ];
  return ends.find((end) => end !== null && (startDate === null || end >= startDate)) ?? null;
}

/** Days may carry an offset (`1990-01-01-08:00`), which means nothing: it is cut off. */
function dayAt(element: XmlElement | null, name: string): IsoDate | null {
  return cleanDate(textAt(element, name)?.slice(0, 10));
}
