import { addDays, Problem } from "../../sync/model/index.js";
import type { Connector } from "../define.js";
import { openCalls } from "../reading/calls.js";
import type { Connection } from "../reading/values-of.js";
import { mismatchOf } from "./compare.js";
import { notingCalls } from "./exchanges.js";
import { type Part, readPart } from "./part.js";
import { playInOrder } from "./play.js";
import { type Recording, type WrittenEmployee, written } from "./recording.js";
import { replaceAll } from "./stand-ins/replace.js";

/** A recording, what it is expected to give, and the live part it was made of. */
export interface Recorded {
  readonly recording: Recording;
  readonly expected: readonly WrittenEmployee[];
  readonly part: Part;
}

/**
 * Reads the first pages live and makes a recording in which nobody is left; it is played once, to be sure that it
 * gives the same people up to their names.
 *
 * @param options.pages of each list of people
 * @param options.shiftDays by which dates are moved
 * @throws Problem `recording_differs`, and those of reading
 */
export async function record(
  connector: Connector,
  connection: Connection,
  { pages, shiftDays }: { readonly pages: number; readonly shiftDays: number },
): Promise<Recorded> {
  const { manifest } = connector;
  const noted = notingCalls(openCalls(connector, connection));
  const part = await readPart(connector, connection, noted.calls, pages);
  const exchanges = replaceAll(manifest, noted.exchanges(), shiftDays);
  const today = addDays(connection.today(), shiftDays);
  const played = await playInOrder(connector, { today, pages }, exchanges);
  const mismatch = mismatchOf(part.people, played.part.people, shiftDays);
  if (mismatch) {
    throw new Problem({
      kind: "configuration",
      code: "recording_differs",
      what: "Nothing was recorded: without the real values the connector would read something else.",
      why: `The ${mismatch.field} of record ${mismatch.record} of the request ${mismatch.list} depends on a value that can't be replaced.`,
      next: "Use a path or `status.map` there, or an expression that depends on less of the value.",
    });
  }
  const employees = played.part.people.flatMap(({ employee }) => (employee ? [employee] : []));
  const recording = {
    recording: 1 as const,
    connector: manifest.id,
    today,
    pages,
    replies: [...played.replies],
  };
  return { recording, expected: written(employees), part };
}
