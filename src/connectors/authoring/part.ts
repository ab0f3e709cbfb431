import type { Obstacle } from "../../providers/provider.js";
import { counted } from "../../shared/text.js";
import type { Connector } from "../define.js";
import { listsOf } from "../reading/assemble.js";
import type { Calls } from "../reading/calls.js";
import { createMisfits } from "../reading/misfits.js";
import { type FoundPerson, readFound } from "../reading/people.js";
import type { Connection } from "../reading/values-of.js";
import { valueText } from "../schema/values.js";

/** The first pages of what a tool lists, with everything that belongs to them. */
export interface Part {
  readonly people: readonly FoundPerson[];
  /** Lists of people that were not read to their ends. */
  readonly unfinished: readonly string[];
  /** What is not as the manifest says, and whatever broke a list off: clauses without a value of anybody. */
  readonly obstacles: readonly Obstacle[];
}

const LATER = "Run the same command again later.";

/**
 * Reads the first pages of each list of people, as a run would: through the same requests, joins and mapping.
 * A status that nobody knows stops nothing here.
 *
 * @param pages of each list
 * @throws Problem for refusals and for answers that don't fit, naming request and record
 */
export async function readPart(
  connector: Connector,
  connection: Pick<Connection, "today" | "settings">,
  calls: Calls,
  pages: number,
): Promise<Part> {
  const { manifest } = connector;
  const misfits = createMisfits(manifest);
  const people: FoundPerson[] = [];
  const unfinished: string[] = [];
  const broken: Obstacle[] = [];
  for (const list of listsOf(manifest)) {
    const reading = readFound(connector, connection, calls, misfits, [list]);
    for (let page = 0; ; page += 1) {
      if (page === pages && manifest.requests[list]?.pagination.kind !== "none") {
        unfinished.push(list);
        await reading.return({ total: null });
        break;
      }
      const next = await reading.next();
      if (!next.done) {
        people.push(...next.value.people);
        continue;
      }
      if ("broken" in next.value) broken.push({ text: next.value.broken, next: next.value.next ?? LATER });
      break;
    }
  }
  return {
    people,
    unfinished,
    obstacles: [...broken, ...misfits.obstacles(), ...nameless(people, manifest)],
  };
}

/** Records without a usable id. */
function nameless(people: readonly FoundPerson[], { employee }: Connector["manifest"]): readonly Obstacle[] {
  const [first, ...others] = people.filter((person) => person.employee === null);
  if (!first) return [];
  const { record, list } = first.place;
  const more = others.length > 0 ? `, and ${counted(others.length, "other record")},` : "";
  return [
    {
      text: `record ${record} of the request ${list}${more} has no usable id at ${valueText(employee.id)}`,
      next: "Correct `employee.id` of the connector, or have the record mended in the HR tool.",
    },
  ];
}
