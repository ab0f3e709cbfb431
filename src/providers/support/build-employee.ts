import type { Employee, IsoDate } from "../../sync/model/index.js";

/** What few HR tools have. */
type Optional = "expectedEnd";

/** Every key of an employee, `undefined` where the HR tool gave none. */
export type EmployeeParts = {
  readonly [Key in Exclude<keyof Employee, Optional | "source" | "statusRule">]-?: Employee[Key] | undefined;
} & { readonly [Key in Optional]?: Employee[Key] | undefined } & {
  readonly id: string;
  readonly status: Employee["status"];
  readonly custom: Employee["custom"];
};

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * An employee without the keys that are undefined, since an absent key means "may not be read".
 *
 * One plain assignment per key, on purpose: filled in a loop or by spreading, the object would be
 * kept as a hash table by the engine and take several times the memory, for each of up to 100 000.
 */
export function buildEmployee(parts: EmployeeParts): Employee {
  const employee: Writable<Employee> = { id: parts.id, status: parts.status, custom: parts.custom };
  if (parts.workEmail !== undefined) employee.workEmail = parts.workEmail;
  if (parts.firstName !== undefined) employee.firstName = parts.firstName;
  if (parts.lastName !== undefined) employee.lastName = parts.lastName;
  if (parts.displayName !== undefined) employee.displayName = parts.displayName;
  if (parts.statusDetail !== undefined) employee.statusDetail = parts.statusDetail;
  if (parts.startDate !== undefined) employee.startDate = parts.startDate;
  if (parts.terminationDate !== undefined) employee.terminationDate = parts.terminationDate;
  if (parts.expectedEnd !== undefined) employee.expectedEnd = parts.expectedEnd;
  if (parts.workLocation !== undefined) employee.workLocation = parts.workLocation;
  if (parts.department !== undefined) employee.department = parts.department;
  if (parts.team !== undefined) employee.team = parts.team;
  if (parts.jobTitle !== undefined) employee.jobTitle = parts.jobTitle;
  if (parts.legalEntity !== undefined) employee.legalEntity = parts.legalEntity;
  if (parts.country !== undefined) employee.country = parts.country;
  if (parts.employmentType !== undefined) employee.employmentType = parts.employmentType;
  if (parts.costCenter !== undefined) employee.costCenter = parts.costCenter;
  if (parts.manager !== undefined) employee.manager = parts.manager;
  if (parts.bank !== undefined) employee.bank = parts.bank;
  return employee;
}

/** The end of an employment, in the two ways it can be meant. `undefined`: may not be read. */
export interface EmploymentEnd {
  /** Counts: from that day on the person has left. */
  readonly terminationDate: IsoDate | null | undefined;
  /** Is announced and decides nothing. */
  readonly expectedEnd: IsoDate | null | undefined;
}

/** What the vendor says besides the date. */
export interface EndSigns {
  /** Whether its own flags say that the employment has ended, or that its end is final. */
  readonly isConfirmed: boolean;
  /**
   * Whether the date still makes an end when it has passed and nothing else has changed. False where
   * the vendor's flags decide, and where a contract that went on keeps its old date.
   */
  readonly stays: boolean;
  /** First day of this employment; an end before it was that of an earlier one. */
  readonly startDate?: IsoDate | null | undefined;
}

/**
 * The one place that says whether an end counts. It does when the vendor's flags confirm it, or when it
 * stays an end afterwards. Any other date is an expectation: if it counted on its day and no longer on
 * the next, somebody would be archived and restored because a day went by. That is why no day of today
 * is asked for here.
 */
export function endOf(date: IsoDate | null | undefined, signs: EndSigns): EmploymentEnd {
  const { isConfirmed, stays, startDate } = signs;
  if (!date || isConfirmed || stays) return { terminationDate: date, expectedEnd: undefined };
  const isEarlier = !!startDate && date < startDate;
  return { terminationDate: null, expectedEnd: isEarlier ? undefined : date };
}
