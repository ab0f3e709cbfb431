import type { IsoDate } from "../../sync/dates.js";

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
