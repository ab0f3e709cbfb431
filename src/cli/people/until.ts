import { type IsoDate, isIsoDate } from "../../sync/dates.js";
import { Problem } from "../../sync/errors.js";
import type { CommandInput } from "../command.js";
import { text } from "../options.js";

/**
 * The day after `--until`, null without it: for good.
 * @throws Problem `until_invalid` when it is no day
 */
export function readUntil({ options }: CommandInput): IsoDate | null {
  const day = text(options, "until");
  if (day === undefined) return null;
  if (isIsoDate(day)) return day;
  throw untilInvalid(`"${day}" is no day: it is written YYYY-MM-DD.`);
}

/** @throws Problem `until_invalid` when the day is over */
export function refusePast(until: IsoDate | null, today: IsoDate): void {
  if (until !== null && until < today) throw untilInvalid(`${until} is over: today is ${today}.`);
}

function untilInvalid(why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "until_invalid",
    what: "The day after `--until` can't be used.",
    why,
    next: "Give the last day on which the person is ignored, or leave `--until` out: then it is for good.",
  });
}
