import type { Person } from "../identity/index.js";
import type {
  Action,
  ChangeCode,
  DesiredValues,
  FieldChange,
  NoteCode,
  NoteKind,
  Unchanged,
  Warning,
} from "../model/index.js";

/** Something to write, still open to later steps. An update without fields ends as unchanged. */
export interface WriteDraft {
  readonly kind: "write";
  readonly action: Action;
  readonly code: ChangeCode;
  readonly reason: string;
  readonly fields: FieldChange[];
  readonly desired: { -readonly [Key in keyof DesiredValues]: DesiredValues[Key] };
  readonly warnings: Warning[];
  level: number;
}

export interface NoteDraft {
  readonly kind: "note";
  readonly note: NoteKind;
  readonly code: string;
  readonly reason: string;
  /** The member that may be this person's, where a person has to decide. */
  readonly candidateMemberId?: string;
  /** Who should be archived and is not. */
  readonly isLeaver?: true;
}

interface UnchangedDraft {
  readonly kind: "unchanged";
  readonly code: Unchanged["code"];
}

/**
 * Somebody whose values are the same at first sight. One object for all of them: most people of most
 * runs are in step.
 */
export const IN_STEP: UnchangedDraft = { kind: "unchanged", code: "in_step" };

export type Draft = WriteDraft | NoteDraft | UnchangedDraft;

/** What is planned for one person so far. */
export interface Decision {
  readonly person: Person;
  draft: Draft;
}

/** @param reason one or two sentences with the values that decided */
export function note<Kind extends NoteKind>(kind: Kind, code: NoteCode<Kind>, reason: string): NoteDraft {
  return { kind: "note", note: kind, code, reason };
}

export function write(action: Action, code: ChangeCode, reason: string): WriteDraft {
  return { kind: "write", action, code, reason, fields: [], desired: {}, warnings: [], level: 0 };
}
