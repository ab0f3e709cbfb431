import * as z from "zod";
import { Problem } from "../../sync/model/index.js";
import type { SandboxClock } from "../clock.js";
import { type FaultPlan, parseFault } from "../server/faults.js";
import type { SandboxStats, StatsBook } from "../server/rate-limit.js";
import type { LiveSettings } from "../settings.js";
import type { Entity, MemberPatch, SandboxMember } from "../spendesk/members.js";
import { HABITS, VENDOR_IDS } from "../vendors/ids.js";
import type { Person, PersonPatch, World } from "../world/world.js";
import { importFile } from "./import/import-file.js";
import type { ImportReport } from "./import/import-members.js";

/**
 * What a test or a demo does behind the vendors' backs. Every function has an HTTP endpoint with the
 * same effect (`control/endpoints.ts`). `entity` is the first one when absent.
 */
export interface SandboxControl {
  stats(): SandboxStats;
  resetStats(): void;
  /** All members with bank details and flags, archived ones included. */
  members(entity?: string): readonly SandboxMember[];
  addMember(member: MemberPatch, entity?: string): SandboxMember;
  /** @throws Problem of kind `usage` when there is no such member. */
  patchMember(id: string, changes: MemberPatch, entity?: string): SandboxMember;
  /** @returns whether there was such a member */
  removeMember(id: string, entity?: string): boolean;
  /**
   * Plays the person who brings a handed-off file (.xlsx, or the worklist's .csv) into Spendesk.
   * @throws Problem of kind `usage` for a file that is neither an import file nor a worklist
   */
  importFile(bytes: Uint8Array, entity?: string): ImportReport;
  /** The invented people; empty when a recording is served. */
  employees(): readonly Person[];
  /**
   * Changes a person, or adds one.
   * @throws Problem of kind `usage` when a recording is served.
   */
  upsertEmployee(patch: PersonPatch): Person;
  /** Removes a person without a trace. @returns whether there was one */
  removeEmployee(id: string): boolean;
  /** Replaces all faults. @throws Problem of kind `usage` for an unknown one. */
  setFaults(specs: readonly string[]): void;
  setOptions(changes: OptionChanges): void;
  /** Moves the sandbox's time on: token life, limits, today. */
  advanceClock(milliseconds: number): void;
  /** Today in the sandbox, `YYYY-MM-DD`. */
  today(): string;
}

interface ControlSetup {
  readonly world: World;
  /** True when a recording is served: its people can't be changed. */
  readonly recorded: boolean;
  readonly entities: readonly Entity[];
  readonly settings: LiveSettings;
  readonly faults: FaultPlan;
  readonly stats: StatsBook;
  readonly clock: SandboxClock;
}

export function createControl(setup: ControlSetup): SandboxControl {
  const { world, entities, settings, faults, stats, clock } = setup;
  const book = (entity: string | undefined) => findEntity(entities, entity).members;
  return {
    stats: () => stats.read(),
    resetStats: () => stats.reset(),
    members: (entity) => book(entity).list(),
    addMember: (member, entity) => book(entity).add(member),
    patchMember: (id, changes, entity) => book(entity).patch(id, changes) ?? failNoMember(id),
    removeMember: (id, entity) => book(entity).remove(id),
    importFile: (bytes, entity) => importFile(findEntity(entities, entity), Buffer.from(bytes)),
    employees: () => world.people(),
    upsertEmployee: (patch) => (setup.recorded ? failRecorded() : world.upsert(patch)),
    removeEmployee: (id) => (setup.recorded ? failRecorded() : world.remove(id)),
    setFaults: (specs) => faults.replace(specs.map(parseFault)),
    setOptions: (changes) => changeSettings(settings, changes),
    advanceClock: (milliseconds) => clock.advance(milliseconds),
    today: () => clock.today(),
  };
}

function changeSettings(settings: LiveSettings, changes: OptionChanges): void {
  const { vendors = {}, ...others } = changes;
  Object.assign(settings, dropUndefined(others));
  for (const id of VENDOR_IDS) {
    settings.vendors[id] = { ...settings.vendors[id], ...dropUndefined(vendors[id] ?? {}) };
  }
}

function dropUndefined<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> };
function dropUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function findEntity(entities: readonly Entity[], name: string | undefined): Entity {
  const entity = name === undefined ? entities[0] : entities.find((candidate) => candidate.name === name);
  if (entity !== undefined) return entity;
  throw new Problem({
    kind: "usage",
    code: "unknown_sandbox_entity",
    what: `The sandbox has no entity "${name}".`,
    why: `Its entities: ${entities.map((candidate) => candidate.name).join(", ")}.`,
    next: "Name one of them.",
  });
}

function failNoMember(id: string): never {
  throw new Problem({
    kind: "usage",
    code: "unknown_sandbox_member",
    what: `The sandbox has no member ${id}.`,
    why: "Members are found by their Spendesk id, in one entity.",
    next: "Look it up in GET /__sandbox/members.",
  });
}

function failRecorded(): never {
  throw new Problem({
    kind: "usage",
    code: "sandbox_data_is_fixed",
    what: "The people of a recording can't be changed.",
    why: "The sandbox serves a recorded file as it is.",
    next: "Start the sandbox without a data file, or change the file and start again.",
  });
}

const text = z.string();
const day = z.iso.date().nullable();
const optionalText = text.nullable();

/** A person's fields; without an id a new person is added. */
export const personPatch = z
  .strictObject({
    id: z.string().regex(/^[1-9]\d{0,14}$/u),
    firstName: text,
    lastName: text,
    workEmail: optionalText,
    personalEmail: optionalText,
    status: z.enum(["active", "leave", "onboarding", "inactive"]),
    statusName: optionalText,
    jobTitle: optionalText,
    startDate: day,
    endDate: day,
    lastWorkingDay: day,
    contractEndDate: day,
    managerId: optionalText,
    office: optionalText,
    department: optionalText,
    team: optionalText,
    legalEntity: optionalText,
    country: optionalText,
    costCenter: optionalText,
    employmentType: z.enum(["internal", "external"]),
    iban: optionalText,
    bic: optionalText,
    languages: z.array(text),
  })
  .partial();

const memberPatch = z
  .strictObject({
    firstName: text,
    lastName: text,
    email: optionalText,
    status: z.enum(["active", "invited"]),
    isArchived: z.boolean(),
    roles: z.array(text),
    managerId: optionalText,
    externalId: optionalText,
    bankAccount: z.strictObject({ iban: text, bic: text }).nullable(),
    activeSubscriptions: z.boolean(),
    pendingApprovals: z.boolean(),
  })
  .partial();

const entity = text.optional();

/** One change by hand on the members page. */
export const memberAction = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("add"), entity, member: memberPatch }),
  z.strictObject({ do: z.literal("patch"), entity, id: text, member: memberPatch }),
  z.strictObject({ do: z.literal("remove"), entity, id: text }),
]);

export const faultList = z.strictObject({ faults: z.array(text) });

/** Settings to change; the others stay. */
export const optionChanges = z
  .strictObject({
    latencyMs: z.int().min(0),
    readFields: z.enum(["extended", "documented"]),
    writes: z.union([z.boolean(), z.literal("forbidden")]),
    bulkUpdates: z.boolean(),
    seats: z.int().min(0).nullable(),
    idempotency: z.boolean(),
    announcements: z.strictObject({ deprecation: text.optional(), sunset: text.optional() }),
    vendors: z.partialRecord(
      z.enum(VENDOR_IDS),
      z
        .strictObject({
          hiddenAttributes: z.array(text),
          forbidden: z.boolean(),
          habits: z.array(z.enum(HABITS)),
        })
        .partial(),
    ),
  })
  .partial();

export type OptionChanges = z.infer<typeof optionChanges>;

export const clockStep = z.strictObject({ advanceMs: z.int().min(0) });
