import * as z from "zod";
import { readSmallBytes } from "../../credentials/read-small-file.js";
import { decodeUtf8 } from "../../shared/utf8.js";
import { isInForce, takesPlaceOf } from "../../sync/identity/index.js";
import { dayInZone, type IsoDate, isIsoDate, type PersonDecision, Problem } from "../../sync/model/index.js";
import { decisionText } from "./record.js";

export const PEOPLE_FORMAT = "spendesk-hr people";
/** Raised when an older program would misread the file. */
export const PEOPLE_VERSION = 1;

/** Ten thousand decisions are half of it. In bytes. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_LINES = 10;

const day = z.string().refine(isIsoDate, { error: "must be a day, YYYY-MM-DD" });
const short = z.string().min(1, { error: "must not be empty" }).max(500, { error: "is too long" });

const employeeSchema = z.object({ source: short, account: short.nullable(), id: short });

/** What the HR tool said of a linked person, so that the next run knows them again. */
const seenSchema = z.object({
  emails: z.array(short).max(50).readonly(),
  firstName: short.nullable(),
  lastName: short.nullable(),
  startDate: day.nullable(),
});

const common = {
  id: short,
  entity: short,
  memberId: short.nullable(),
  name: short,
  why: short,
  who: short,
  at: z.iso.datetime({ error: "must be an instant, such as 2026-11-20T08:30:00.000Z" }),
};

const pair = { ...common, employee: employeeSchema, memberId: short, until: z.null() };

const decisionSchema = z
  .discriminatedUnion("kind", [
    z.object({ ...pair, kind: z.literal("link"), seen: seenSchema.nullable().default(null) }),
    z.object({ ...pair, kind: z.literal("unlink") }),
    z.object({
      ...common,
      kind: z.literal("ignore"),
      employee: employeeSchema.nullable(),
      until: day.nullable(),
    }),
  ])
  .refine(({ employee, memberId }) => employee !== null || memberId !== null, {
    error: "must name an employee or a member",
  });

const fileSchema = z.object({
  format: z.literal(PEOPLE_FORMAT),
  schemaVersion: z.literal(PEOPLE_VERSION),
  decisions: z.array(decisionSchema).superRefine((decisions, context) => {
    const ids = new Set<string>();
    for (const [index, { id }] of decisions.entries()) {
      if (ids.has(id)) {
        context.addIssue({ code: "custom", path: [index, "id"], message: `is there twice: ${id}` });
      }
      ids.add(id);
    }
  }),
});

/** A decision as it stands in a file. */
export type FiledDecision = z.infer<typeof decisionSchema>;

/**
 * Reads a file of `people export`.
 * @param shown the path as it was typed
 * @throws Problem `people_file_unreadable`, `people_file_foreign`, `people_file_newer`, `people_file_invalid`
 */
export async function readPeopleFile(path: string, shown: string): Promise<readonly FiledDecision[]> {
  const read = await readSmallBytes(path, MAX_BYTES);
  if (!read.ok) throw refused("people_file_unreadable", shown, `${shown} ${read.why}.`);
  const decoded = decodeUtf8(read.bytes);
  if (!decoded.ok)
    throw refused("people_file_unreadable", shown, `${shown} ${decoded.why}. ${decoded.remedy}`);
  const document = parseJson(decoded.text, shown);
  const head = z
    .looseObject({ format: z.literal(PEOPLE_FORMAT), schemaVersion: z.int() })
    .safeParse(document);
  if (!head.success) {
    throw refused("people_file_foreign", shown, "It is JSON, but no file of `spendesk-hr people export`.");
  }
  if (head.data.schemaVersion > PEOPLE_VERSION) {
    throw refused(
      "people_file_newer",
      shown,
      `It has version ${head.data.schemaVersion}; this program reads versions up to ${PEOPLE_VERSION}.`,
    );
  }
  const file = fileSchema.safeParse(document);
  if (file.success) return file.data.decisions;
  throw refused("people_file_invalid", shown, issueLines(file.error));
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused("people_file_foreign", shown, "It is not JSON.");
  }
}

/** `decisions[3].until must be a day, YYYY-MM-DD.` for each mistake. */
function issueLines({ issues }: z.ZodError): string {
  const lines = issues.slice(0, MAX_LINES).map(({ path, message }) => {
    const place = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    return `${place.replace(/^\./, "")}: ${message}.`;
  });
  const more = issues.length - lines.length;
  return [...lines, ...(more > 0 ? [`And ${more} more.`] : [])].join(" ");
}

function refused(code: string, shown: string, why: string): Problem {
  return new Problem({
    kind: "usage",
    code,
    what: `Nothing was imported from ${shown}.`,
    why,
    next: "Name a file that `spendesk-hr people export` of this version has written, as it is.",
  });
}

/** What becomes of one decision of a file. */
export interface Incoming {
  readonly decision: FiledDecision;
  readonly verdict: "new" | "known" | "left_out";
  /** Why it is left out; null otherwise. */
  readonly reason: string | null;
}

/** An entity that decisions can be imported into. */
export interface ImportTarget {
  readonly id: string;
  readonly timezone: string;
  /** Whether `--entity` leaves it in. */
  readonly isChosen: boolean;
  readonly decisions: readonly PersonDecision[];
}

/** Clocks differ a little from machine to machine. */
const TOLERANCE_MS = 24 * 3_600_000;

/**
 * Which decisions of a file are new here, known already, or left out and why. Nothing of a person who
 * decided later, here, is undone by an older file.
 */
export function planImport(
  filed: readonly FiledDecision[],
  targets: readonly ImportTarget[],
  now: Date,
): readonly Incoming[] {
  const sorted = filed.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return sorted.map((decision): Incoming => {
    const target = targets.find(({ id }) => id === decision.entity);
    if (!target) return leftOut(decision, `there is no entity ${decision.entity} in the configuration`);
    if (!target.isChosen) return leftOut(decision, `--entity leaves ${decision.entity} out`);
    const known = target.decisions.find(({ id }) => id === decision.id);
    if (known?.endedAt) return leftOut(decision, `it ended here on ${known.endedAt.slice(0, 10)}`);
    if (known) return { decision, verdict: "known", reason: null };
    const reason = reasonAgainst(decision, target, now, dayInZone(now, target.timezone));
    return reason === null ? { decision, verdict: "new", reason } : leftOut(decision, reason);
  });
}

function reasonAgainst(
  decision: FiledDecision,
  { decisions }: ImportTarget,
  now: Date,
  today: IsoDate,
): string | null {
  if (decision.until !== null && decision.until < today) return `its last day was ${decision.until}`;
  if (Date.parse(decision.at) > now.getTime() + TOLERANCE_MS) return "it is dated in the future";
  const later = decisions.find(
    (one) => isInForce(one, today) && one.at >= decision.at && takesPlaceOf(one, decision),
  );
  if (!later) return null;
  return `a later decision is in force here: ${decisionText(later)}, by ${later.who} on ${later.at.slice(0, 10)}`;
}

function leftOut(decision: FiledDecision, reason: string): Incoming {
  return { decision, verdict: "left_out", reason };
}
