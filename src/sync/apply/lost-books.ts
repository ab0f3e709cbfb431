import { listed } from "../../shared/text.js";
import { asProblem, Problem } from "../model/index.js";

/** How many changes of an entity came to what, whether or not that is in the books. */
export interface Tally {
  readonly total: number;
  readonly done: number;
  /** Calls of them were answered well, and others are still to come. */
  readonly inPart: number;
  readonly failed: number;
  readonly unknown: number;
  readonly unsent: number;
}

/** An entity whose books could not be kept to the end, and what was done all the same. */
export class LostBooks extends Error {
  readonly entity: string;
  readonly tally: Tally;
  readonly problem: Problem;

  constructor(entity: string, tally: Tally, error: unknown) {
    const problem = asProblem(error);
    super(problem.message, { cause: error });
    this.entity = entity;
    this.tally = tally;
    this.problem = problem;
  }
}

/** Whether it is the state that failed, by the code of a problem. */
export function isOfState({ code }: { readonly code: string }): boolean {
  return code.startsWith("state_");
}

/** An entity of a run, with what came of its changes. */
interface Done {
  readonly entity: string;
  readonly tally: Tally;
}

/** A group may have hundreds of entities. */
const MOST_NAMED = 6;

/**
 * What a run ends with that could not keep its books: there is no other place to read what it did.
 * @param lost names of the entities whose books are not whole; empty: only the end of the run is missing
 * @param done all entities
 */
export function booksLost(problem: Problem, lost: readonly string[], done: readonly Done[]): Problem {
  const { kind, code, message, why, next } = problem;
  const told = done.filter(({ tally }) => tally.total > 0);
  const more = told.length - MOST_NAMED;
  return new Problem(
    {
      ...{ kind, code, next },
      what: lost.length === 0 ? message : `${listed(lost, MOST_NAMED)}: ${message}`,
      why: [
        why,
        ...told.slice(0, MOST_NAMED).map(doneText),
        ...(more > 0 ? [`The run had changes of ${more} more entities.`] : []),
      ].join(" "),
    },
    { cause: problem },
  );
}

/** `acme-uk: 100 of 243 changes done, 40 done in part, 103 not sent.` */
function doneText({ entity, tally }: Done): string {
  const { total, done, inPart, failed, unknown, unsent } = tally;
  const parts = [
    `${done} of ${total} changes done`,
    ...(inPart > 0 ? [`${inPart} done in part`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`${unknown} with an unknown end`] : []),
    ...(unsent > 0 ? [`${unsent} not sent`] : []),
  ];
  return `${entity}: ${parts.join(", ")}.`;
}
