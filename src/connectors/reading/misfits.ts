import type { Obstacle } from "../../providers/provider.js";
import { counted } from "../../shared/text.js";
import { Problem } from "../../sync/model/index.js";
import { type DateField, dateSource } from "../mapping/employee.js";
import type { Manifest } from "../schema/manifest.js";
import { valueText } from "../schema/values.js";

/** Where something came that does not fit: no value of a person is part of it. */
export interface Place {
  /** The request whose list it is. */
  readonly list: string;
  /** Of the record in that list, from 1. */
  readonly record: number;
}

/** Values that are not as the manifest says, while a list is read. */
export interface Misfits {
  oddDate(field: DateField, place: Place): void;
  /** A sentence for each kind, with the first place. */
  obstacles(): readonly Obstacle[];
}

export function createMisfits({ employee, dates }: Pick<Manifest, "employee" | "dates">): Misfits {
  const found = new Map<DateField, { readonly first: Place; count: number }>();
  return {
    oddDate(field, place) {
      const known = found.get(field);
      if (known) known.count += 1;
      else found.set(field, { first: place, count: 1 });
    },
    obstacles: () =>
      [...found].map(([field, { first, count }]) => {
        const { value, style } = dateSource(employee[field] ?? [], { dates });
        const others = count > 1 ? `, and of ${counted(count - 1, "other record")}` : "";
        return {
          text: `the ${field} (${valueText(value)}) of record ${first.record} of the request ${first.list}${others} is not written as ${style.formats.join(" or ")}`,
          next: "Add the format to `dates.formats` of the connector, once it is known which one it is.",
        };
      }),
  };
}

/** An expression that one record takes too far. */
export function expressionProblem(
  { id, title }: Pick<Manifest, "id" | "title">,
  text: string,
  { list, record }: Place,
  why: string,
): Problem {
  return new Problem({
    kind: "configuration",
    code: "connector_expression",
    what: `An expression of the connector ${id} can't be used on what ${title} answers.`,
    why: `At record ${record} of the request ${list}, ${text} ${why}.`,
    next: "Write it more simply in the connector, or use a path.",
  });
}

/** What is thrown where a status that nobody knows is to stop everything. */
export function unknownStatus(
  { title, id }: Pick<Manifest, "id" | "title">,
  words: readonly string[],
): Problem {
  return new Problem({
    kind: "configuration",
    code: "connector_status",
    what: `${title} has statuses that the connector ${id} does not know, so nothing was planned.`,
    why: `${counted(words.length, "person has", "people have")} one: ${[...new Set(words)].slice(0, 10).join(", ")}.`,
    next: "Add it to `status.map` of the connector, then run `spendesk-hr preview`.",
  });
}
