import fc from "fast-check";
import type { SafetyLimits, SyncPolicy } from "../../../src/sync/model/policy.js";
import { policy } from "../../support/people.js";
import type { RunMode } from "./carry-out.js";
import { Company, type Rules, type View } from "./company.js";
import { EVENTS, type Event, happen } from "./events.js";

/** What happens before a run, and how the run goes. */
export interface Chapter {
  readonly days: number;
  readonly events: readonly Event[];
  readonly mode: RunMode;
}

/** How a company begins, and several runs. */
export interface Story {
  readonly policy: Rules;
  readonly limits: SafetyLimits;
  readonly view: View;
  readonly isProven: boolean;
  /** People who are there at the beginning. */
  readonly size: number;
  readonly chapters: readonly Chapter[];
}

export const DEFAULT_LIMITS: SafetyLimits = {
  windowDays: 7,
  archives: { percent: 10, atLeast: 5 },
  updates: { percent: 50, atLeast: 25 },
  emailChanges: { percent: 10, atLeast: 5 },
  bankChanges: { percent: 20, atLeast: 10 },
  creations: { percent: 20, atLeast: 10 },
  restores: { percent: 10, atLeast: 5 },
  releases: { percent: 20, atLeast: 10 },
  membersGone: { percent: 5, atLeast: 3 },
  minEmployeesPercent: 50,
  minMembersPercent: 50,
  maxEmployeesPercent: 200,
  strangersPercent: 50,
  minFilledPercent: 50,
};

const number = fc.nat({ max: 999 });
const FIELDS = ["email", "name", "bank", "manager"] as const;

/** Namesakes with a recycled address are one person by every sign there is, though they are two. */
const BEYOND_KNOWING = ["join_as_namesake"] as const satisfies readonly (keyof typeof EVENTS)[];
const NAMES = Object.keys(EVENTS) as (keyof typeof EVENTS)[];

export function aPolicy(fixed: Partial<SyncPolicy>): fc.Arbitrary<Rules> {
  const values = {
    isFiltered: fc.constantFrom(false, true),
    inviteDaysBefore: fc.constantFrom(0, 0, 5),
    graceDays: fc.constantFrom(0, 0, 3),
    rehireGapDays: fc.constantFrom(7, 7, 0),
    absent: fc.constantFrom("keep", "archive"),
    neverManaged: fc.constantFrom("archive", "keep"),
    rehires: fc.constantFrom("restore", "restore", "restore", "report"),
    archivedByHand: fc.constantFrom("report", "report", "restore"),
    handEdits: fc.constantFrom("overwrite", "report"),
    create: fc.constantFrom(true, true, true, true, false),
    archive: fc.constantFrom(true, true, true, true, false),
    update: fc.oneof({ weight: 3, arbitrary: fc.constant([...FIELDS]) }, fc.subarray([...FIELDS])),
    protect: fc.constantFrom([], [], ["bob.1@acme.test"]),
  } as const;
  return fc
    .record(values)
    .map(({ isFiltered, ...chosen }) => ({ ...policy({ ...chosen, ...fixed }), isFiltered }));
}

function aMode(isCareful: boolean, isConfirmed: fc.Arbitrary<boolean>): fc.Arbitrary<RunMode> {
  return fc
    .record({
      isConfirmed,
      acceptsOtherNames: isCareful ? fc.constant(false) : fc.boolean(),
      killedAfter: fc.constantFrom(null, null, null, 0, 1, 2, 5),
      losesLast: fc.boolean(),
    })
    .map((mode) => ({ ...mode, acceptsOtherNames: mode.isConfirmed && mode.acceptsOtherNames }));
}

interface Options {
  /** Nobody accepts other names, and nobody is beyond knowing. */
  readonly isCareful?: boolean;
  readonly policy?: Partial<SyncPolicy>;
  readonly views?: readonly View[];
  readonly without?: readonly (keyof typeof EVENTS)[];
  /** When given, nothing else happens. */
  readonly only?: readonly (keyof typeof EVENTS)[];
  readonly maxChapters?: number;
}

export function aStory(options: Options = {}): fc.Arbitrary<Story> {
  const {
    isCareful = false,
    without = [],
    views = ["full", "full", "no status", "hides archived", "no manager"],
  } = options;
  const left: readonly string[] = [...without, ...(isCareful ? BEYOND_KNOWING : [])];
  const event = fc.record({
    event: fc.constantFrom(...(options.only ?? NAMES).filter((name) => !left.includes(name))),
    who: number,
    value: number,
  });
  const chapter = (isConfirmed: fc.Arbitrary<boolean>) =>
    fc.record({
      days: fc.constantFrom(0, 1, 1, 1, 2, 7),
      events: fc.array(event, { maxLength: 5 }),
      mode: aMode(isCareful, isConfirmed),
    });
  const first = chapter(fc.constantFrom(true, true, true, false));
  const later = chapter(fc.constantFrom(false, false, true));
  return fc.record({
    policy: aPolicy(options.policy ?? {}),
    limits: fc.constantFrom(DEFAULT_LIMITS, { ...DEFAULT_LIMITS, archives: { percent: 100, atLeast: 50 } }),
    view: fc.constantFrom(...views),
    isProven: fc.constantFrom(true, false),
    size: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 3, max: 7 }) }, fc.constant(24)),
    chapters: fc
      .tuple(first, fc.array(later, { maxLength: options.maxChapters ?? 6, size: "max" }))
      .map(([begin, rest]) => [begin, ...rest]),
  });
}

/** The company as it is before the first chapter. */
export function beginStory({ policy: rules, limits, view, isProven, size }: Story): Company {
  const company = new Company(rules, isProven, limits, view);
  for (let who = 0; who < size; who += 1) {
    happen(company, { event: "join", who, value: 0 });
    if (who % 3 === 0) happen(company, { event: "add_colleague", who, value: 0 });
  }
  return company;
}

/** Lets time pass and things happen, up to the run. */
export function turnPage(company: Company, { days, events }: Chapter): void {
  company.today += days;
  for (const event of events) happen(company, event);
}
