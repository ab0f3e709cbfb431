import type {
  CallLog,
  Clock,
  EmployeeSource,
  FilterNode,
  MemberReader,
  Problem,
  SafetyLimits,
  StatePlace,
  StateStore,
  SyncPolicy,
} from "../model/index.js";
import type { SafetyOverrides } from "../safety/index.js";
import type { ExpectedPlan } from "./expected-plan.js";

/** One entity, ready to be planned: what to read, and the rules. */
export interface EntityTask {
  readonly entity: string;
  /** Ids of the HR tools, for people: `personio`, or `personio + deel`. */
  readonly providerId: string;
  /** IANA zone that decides what day it is. */
  readonly timezone: string;
  readonly policy: SyncPolicy;
  readonly safety: SafetyLimits;
  /** Fingerprint of the configuration as it is now, to compare with the confirmed one. */
  readonly configFingerprint: string;
  /** In the order in which they count; at least one. */
  readonly sources: readonly TaskSource[];
  readonly reader: MemberReader;
  readonly calls: { readonly provider: CallLog; readonly spendesk: CallLog };
}

/** One of the sources of an entity. */
export interface TaskSource {
  /** In the configuration, unique within the entity; the id of the HR tool unless it says otherwise. */
  readonly name: string;
  readonly source: EmployeeSource;
  /** Who of its people is meant; null: all. */
  readonly filter: FilterNode | null;
}

/** What the person in front of the terminal sees while a run works. Never gets personal data. */
export interface Progress {
  /** A phase began, for example `reading members`. */
  phase(entity: string, text: string): void;
  /** How far a phase is that takes long, such as `applying`. */
  advanced?(entity: string, step: Advance): void;
  /** The run has its id now. */
  runStarted?(runId: string): void;
  /** A step of an entity is done. Numbers only. */
  finished?(entity: string, step: EntityStep, counts: Readonly<Record<string, number>>): void;
  /** Nothing more is done for an entity. */
  failed?(entity: string, problem: Problem): void;
}

/** How far a phase is. */
export interface Advance {
  /** What is done, for example `applying changes`. */
  readonly doing: string;
  /** Of what there is to do. */
  readonly done: number;
  /** Null where it is not known before the end. */
  readonly total: number | null;
}

export type EntityStep = "read" | "plan" | "apply";

/** An entity without a plan. */
export interface FailedEntity {
  readonly ok: false;
  readonly entity: string;
  readonly task: Pick<EntityTask, "entity" | "providerId">;
  readonly problem: Problem;
}

/** What a run needs besides its entities. */
export interface RunDependencies {
  readonly state: StateStore;
  /** Where the state is, for messages. */
  readonly statePlace?: StatePlace;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Entities of this run whose set-up is not complete: they fail, the others go on. */
  readonly unopened?: readonly FailedEntity[];
  /** The entities of this run as the configuration has them; without it those that could not be opened are the last. */
  readonly order?: readonly string[];
}

/** Flags of this one run. */
export interface RunOptions {
  readonly overrides: SafetyOverrides;
  /** Leave archives out of the plan. */
  readonly noArchive: boolean;
  /** Plan also what is in the hands of a colleague and still open, or was never seen to be done. */
  readonly again?: boolean;
  /** Take handed-off archives and restores as done that reading can't show: a person says so. */
  readonly trustHandOffs?: boolean;
  /** Nothing is carried out: a person looks at what they could confirm. */
  readonly isProposal?: boolean;
  /** A person is shown this plan and confirms what it does. */
  readonly isConfirming?: boolean;
  /** The confirmation was given in advance (`--yes`): nobody looks at the plan. */
  readonly isUnattended?: boolean;
  /** Plans somebody reviewed; an apply of anything else is refused. */
  readonly expected?: readonly ExpectedPlan[];
}
