/** What is talked about: employees, members, links, plans, limits, days, errors; and the ports to the world. */

export {
  asProblem,
  ERROR_KINDS,
  type ErrorKind,
  inEntity,
  isProblem,
  ofEntity,
  Problem,
  type ProblemDetails,
} from "../../shared/errors.js";
export { EXIT_CODES, exitCodeFor } from "../../shared/exit-codes.js";
export { BankDetails, maskIban, RawBank, type RawBankValues } from "./bank.js";
export {
  type Baseline,
  type SettledAnswer,
  stillInForce,
  UNSHOWN_FIELDS,
  UNSHOWN_NAMES,
  type UnshownAnswer,
  type UnshownAnswers,
  type UnshownDecision,
  type UnshownField,
} from "./baseline.js";
export { type ChangeCode, type NoteCode, type SafetyCode, type WarningCode, warn } from "./codes.js";
export {
  addDays,
  dayBegunEverywhere,
  dayBegunSomewhere,
  dayInZone,
  type IsoDate,
  isIsoDate,
} from "./dates.js";
export {
  type Calendar,
  createStatusMapper,
  followsOn,
  hasEndedInGrace,
  leaverCode,
  planCalendar,
  type Standing,
  standingOf,
  standingReason,
  startsSoon,
  unknownStatuses,
  withStatusRules,
} from "./eligibility.js";
export {
  type Employee,
  type EmployeeStatus,
  employeeName,
  type FieldValue,
  fieldText,
  STATUS_MEANINGS,
  type StatusMeaning,
  type StatusRules,
  type WorkEmail,
  workEmailOf,
} from "./employee.js";
export type { FilterNode, FilterRule, Operator } from "./filter.js";
export {
  canonicalJson,
  fingerprintOf,
  keyedHash,
  makeBankFingerprint,
  planFingerprint,
} from "./fingerprint.js";
export {
  daysBetween,
  type EntityHandOffs,
  type HandOff,
  type HandOffStatus,
  type HandOffUpdate,
  type NewHandOff,
  partsOf,
  sinceWords,
  type WantedPart,
  type WantedValues,
  wantedValues,
} from "./hand-off.js";
export { excludes, type LockOwner, WHOLE_STATE } from "./lock.js";
export { maskIbanLike, maskIbans } from "./mask-ibans.js";
export {
  type EditableField,
  type HrStatus,
  hrStatusOf,
  type Link,
  lastEmail,
  MAX_SEEN_EMAILS,
  type Member,
  type MemberStatus,
  type Seen,
  type WrittenValue,
} from "./member.js";
export { cleanName, memberNames, noNameReason } from "./member-names.js";
export { nearest, nearestAddress } from "./nearest.js";
export {
  type Action,
  type Change,
  type DesiredValues,
  FIELD_NAMES,
  type FieldChange,
  type LinkChanges,
  type Note,
  type NoteKind,
  type Plan,
  type PlanCounts,
  type PlanSummary,
  type Release,
  summarize,
  type Unchanged,
  type Warning,
  type WarningSubject,
} from "./plan.js";
export type { Limit, SafetyLimits, SyncedField, SyncPolicy } from "./policy.js";
export type {
  BankDetailsReader,
  BankReading,
  CallLog,
  Clock,
  EmployeeRead,
  EmployeeSource,
  HandOffFile,
  HandOffRequest,
  HandOffTarget,
  MemberRead,
  MemberReader,
  MemberUpdate,
  MemberWriter,
  NewMember,
  ReadOutcome,
  SourceAccount,
  WriteResult,
} from "./ports.js";
export type { FieldCounts, ReadCounts } from "./read-counts.js";
export { type KeptProblem, keptProblem, type RunReport, type RunResult } from "./run-result.js";
export { employeesOfSource, idOfSource, idWithin } from "./sources.js";
export type {
  Approval,
  ChangeCount,
  ConnectionStatus,
  CountedChange,
  EntityRecord,
  Finding,
  HandOffCounts,
  JournalEntry,
  JournalOutcome,
  KeptPerson,
  KeptPlan,
  KeptRow,
  LimitKind,
  Outcome,
  PersonDecision,
  RunKind,
  RunRecord,
  StateStore,
} from "./state-store.js";
export {
  connectionStatusOf,
  entityDisconnected,
  newEntityRecord,
  type Remembered,
  type StatePlace,
  unconfirmedText,
} from "./state-words.js";
