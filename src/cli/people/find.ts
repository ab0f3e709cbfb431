import leven from "leven";
import type { EntityConfig } from "../../config/load.js";
import { emailKey, foldText } from "../../shared/text.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { entitiesText } from "../output/run-text.js";
import { createPrompter } from "../prompts/prompter.js";

/** Somebody who can be meant by what a person typed. */
export interface Candidate<T> {
  readonly person: T;
  readonly id: string;
  readonly emails: readonly string[];
  readonly names: readonly string[];
  /** `Ada Test (101, ada@acme.test)` */
  readonly label: string;
}

/** Where somebody is looked for, for messages. */
export interface Place {
  readonly code: "employee" | "member" | "person";
  /** `personio`, `Spendesk` */
  readonly name: string;
  /** Ends the message: the next command. */
  readonly next: string;
}

const LISTED = 3;
const MAX_CANDIDATES = 8;

/** Everybody who has this id; else this e-mail; else exactly this name, whatever case and blanks. */
export function findAll<T>(typed: string, candidates: readonly Candidate<T>[]): readonly Candidate<T>[] {
  const byId = candidates.filter(({ id }) => id === typed);
  if (byId.length > 0) return byId;
  const email = emailKey(typed);
  const byEmail = candidates.filter(({ emails }) => emails.some((one) => emailKey(one) === email));
  if (byEmail.length > 0) return byEmail;
  const name = foldText(typed);
  return candidates.filter(({ names }) => names.some((one) => foldText(one) === name));
}

/** Everybody with this in their name or e-mail; nobody for a single letter. */
export function findByPart<T>(typed: string, candidates: readonly Candidate<T>[]): readonly Candidate<T>[] {
  const part = foldText(typed);
  if (part.length < 2) return [];
  return candidates.filter(({ names, emails }) =>
    [...names, ...emails].some((text) => foldText(text).includes(part)),
  );
}

/** The only one who is meant. @throws Problem `unknown_employee`, `ambiguous_member` and alike */
export function findOne<T>(typed: string, candidates: readonly Candidate<T>[], place: Place): Candidate<T> {
  const found = findAll(typed, candidates);
  const [only] = found;
  if (!only) throw unknown(typed, candidates, place);
  if (found.length > 1) throw ambiguous(typed, found, place);
  return only;
}

/** Nobody is meant. */
export function unknown<T>(typed: string, candidates: readonly Candidate<T>[], place: Place): Problem {
  const near = nearestPeople(typed, candidates).map(({ label }) => label);
  return new Problem({
    kind: "usage",
    code: `unknown_${place.code}`,
    what: `Nobody in ${place.name} is "${typed}".`,
    why:
      near.length > 0
        ? `The nearest: ${near.join("; ")}.`
        : `None of the ${candidates.length} people there has this id, this e-mail or exactly this name.`,
    next: place.next,
  });
}

/** Several are meant. */
export function ambiguous<T>(typed: string, found: readonly Candidate<T>[], place: Place): Problem {
  const labels = found.slice(0, MAX_CANDIDATES).map(({ label }) => label);
  const more = found.length > labels.length ? `; and ${found.length - labels.length} more` : "";
  return new Problem({
    kind: "usage",
    code: `ambiguous_${place.code}`,
    what: `"${typed}" are ${found.length} people in ${place.name}.`,
    why: `They are: ${labels.join("; ")}${more}.`,
    next: "Run the command with the id of the one who is meant.",
  });
}

/** Those whose id, e-mail or name differs least from what was typed, the nearest first. */
function nearestPeople<T>(typed: string, candidates: readonly Candidate<T>[]): readonly Candidate<T>[] {
  const target = foldText(typed);
  const limit = Math.max(2, Math.floor(target.length * 0.4));
  const near = candidates.flatMap((candidate) => {
    const texts = [candidate.id, ...candidate.emails, ...candidate.names].map(foldText);
    const distance = Math.min(...texts.map((text) => leven(target, text, { maxDistance: limit + 1 })));
    return distance <= limit ? [{ candidate, distance }] : [];
  });
  near.sort((a, b) => a.distance - b.distance);
  return near.slice(0, LISTED).map(({ candidate }) => candidate);
}

/**
 * The one entity that a decision is about: the only one chosen, or the one a person picks.
 * @throws Problem `one_entity_only`
 */
export async function chooseEntity(
  entities: readonly EntityConfig[],
  context: CliContext,
): Promise<EntityConfig> {
  const [only, another] = entities;
  if (only && !another) return only;
  const names = entities.map(({ id }) => id);
  if (context.interactive && context.globals.entity.length === 0) {
    const choices = names.map((id) => ({ value: id, label: id }));
    const chosen = await createPrompter(context).select("In which entity?", choices);
    const entity = entities.find(({ id }) => id === chosen);
    if (entity) return entity;
  }
  throw new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "A decision about a person is about one entity.",
    why: `${entities.length} are chosen: ${entitiesText(names)}.`,
    next: "Name the one you mean with `--entity <id>`.",
  });
}
