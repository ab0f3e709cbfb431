import type { HttpResponse } from "../../http/types.js";
import type { CredentialKeeper } from "../../providers/provider.js";
import { counted } from "../../shared/text.js";
import type { WriteAccess } from "../../spendesk/write-refused.js";
import { WITHOUT_WRITE_ACCESS } from "../../spendesk/write-refused.js";
import { type Clock, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { clockAhead, skewText } from "../clock-watch.js";
import { checkProvider } from "../connect/live-check.js";
import { emptyText } from "../connect/report.js";
import { providerConnection, spendeskWith } from "../connection.js";
import { storeKeeper } from "../credentials/keeper.js";
import { type End, keysOf, type Target } from "../credentials/targets.js";
import { writeAccessText } from "../write-access.js";
import type { ReadTarget } from "./credentials.js";
import { attempt, type Finding, ok, problem, type Subject, warning } from "./finding.js";

/** Milliseconds for one call, and for all of one connection. */
const CALL_MS = 10_000;
const CONNECTION_MS = 30_000;

/** Tries every connection whose credentials are there, all at the same time. Only reads. */
export async function checkApis(
  read: readonly ReadTarget[],
  context: CliContext,
): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    read.map(({ target, values }) => (values === null ? [] : checkTarget(target, values, context))),
  );
  return findings.flat();
}

async function checkTarget(
  target: Target,
  values: Readonly<Record<string, string>>,
  context: CliContext,
): Promise<readonly Finding[]> {
  const { id, end } = target;
  // To try a notification, one would have to be sent; the state has checks of its own.
  if (end.kind === "notify" || end.kind === "state") return [];
  const notes = createAnswerNotes(context.process.clock);
  const limited = withLimits(context, notes);
  const subject = (check: string): Subject => ({
    area: "apis",
    check: `${id.connection}-${check}`,
    entity: id.entity,
  });
  const found = await attempt(subject("access"), () =>
    end.kind === "hr-tool"
      ? checkHrTool(end, values, storeKeeper({ ...target, keys: keysOf(target) }, limited), limited, subject)
      : checkSpendesk(end, values, limited, subject),
  );
  return [
    ...found,
    ...limitFindings(subject("limit"), notes.callsLeft()),
    ...clockFindings(subject("clock"), notes.clockAhead()),
  ];
}

/** The same context for calls that are sent once, end in time, and whose answers are noted. */
function withLimits(context: CliContext, notes: AnswerNotes): CliContext {
  const { process } = context;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(tookTooLong()), CONNECTION_MS);
  timer.unref();
  return {
    ...context,
    process: {
      ...process,
      signal: AbortSignal.any([process.signal, limit.signal]),
      network: {
        ...process.network,
        timeoutMs: Math.min(CALL_MS, process.network?.timeoutMs ?? CALL_MS),
        retry: { attempts: 1 },
        onHeaders: notes.note,
      },
    },
  };
}

type SubjectOf = (check: string) => Subject;

async function checkSpendesk(
  { entity }: End & { readonly kind: "spendesk" },
  values: Readonly<Record<string, string>>,
  context: CliContext,
  subject: SubjectOf,
): Promise<readonly Finding[]> {
  const spendesk = spendeskWith(entity, values, context);
  const access = await spendesk.writeAccess();
  const members = await spendesk.countMembers();
  const announced = announcedEnds(subject, "spendesk_announcement", spendesk.announcements());
  return [
    ok(subject("access"), `Spendesk answers: ${counted(members, "member")} can be read.`),
    writeAccess(subject("write"), access, entity.spendesk.target),
    ...announced,
  ];
}

function announcedEnds(subject: SubjectOf, code: string, sentences: readonly string[]): readonly Finding[] {
  return sentences.map((text) =>
    warning(subject("announcement"), { code, text, next: "Update spendesk-hr before that day." }),
  );
}

function writeAccess(subject: Subject, access: WriteAccess, target: "api" | "file"): Finding {
  const text = writeAccessText(access);
  if (access.state === "granted") return ok(subject, text);
  if (target === "file") return ok(subject, `${text} Changes go into files (\`spendesk.target: file\`).`);
  if (access.state === "unknown") {
    const next =
      "Set `spendesk.writeScope` if Spendesk told you the scope's name; `spendesk-hr apply --to file` works in any case.";
    return warning(subject, { code: "spendesk_write_unknown", text, next });
  }
  return problem(subject, {
    kind: "credentials",
    code: "spendesk_read_only_key",
    message: text,
    why: "Writing members is not part of Spendesk's public documentation; it is granted by agreement.",
    next: WITHOUT_WRITE_ACCESS,
  });
}

async function checkHrTool(
  { entity, source, provider }: End & { readonly kind: "hr-tool" },
  values: Readonly<Record<string, string>>,
  keeper: CredentialKeeper,
  context: CliContext,
  subject: SubjectOf,
): Promise<readonly Finding[]> {
  const connection = providerConnection(provider, entity, source, values, context, keeper);
  const { employees, findings, looked, obstacles } = await checkProvider(provider, connection);
  const seen = employees === null ? "" : `: ${counted(employees, "employee")} can be seen`;
  const missing = findings.filter(({ state }) => state === "missing");
  // What is merely empty needs nothing, unless the provider knows what to do about it.
  const fillable = findings.filter(({ state, next }) => state === "empty" && next !== null);
  return [
    ok(subject("access"), `${provider.title} answers${seen}.`),
    ...missing.map(({ label, purpose, next }) =>
      warning(subject("permission"), {
        code: "permission_missing",
        text: `${label} can't be read. It is for: ${purpose}.`,
        next: next ?? `See \`spendesk-hr providers ${provider.id}\`.`,
      }),
    ),
    ...fillable.map(({ label, next }) =>
      warning(subject("data"), {
        code: "data_empty",
        text: `${emptyText({ looked, employees })}: ${label}.`,
        next: next ?? "",
      }),
    ),
    ...announcedEnds(subject, "provider_announcement", connection.announcements()),
    ...obstacles.map(({ text, next }) =>
      problem(subject("read"), {
        kind: "configuration",
        code: "read_obstacle",
        message: `${text}.`,
        why: "Every read would be incomplete, and nothing is planned on half a list.",
        next,
      }),
    ),
  ];
}

function tookTooLong(): Problem {
  return new Problem({
    kind: "temporary",
    code: "timed_out",
    what: "The connection could not be checked in time.",
    why: `Its answers did not come within ${CONNECTION_MS / 1000} s.`,
    next: "Run `spendesk-hr doctor` again in a few minutes.",
  });
}

/** The `Date` header has whole seconds, and the answer was on its way for a while. */
const SKEW_WARNING_MS = 60_000;
const SKEW_PROBLEM_MS = 300_000;

/** What the headers of an API's answers tell besides their content. */
export interface AnswerNotes {
  note(headers: HttpResponse["headers"]): void;
  /** How far this computer's clock is ahead of the API's, in milliseconds; null when it does not tell. */
  clockAhead(): number | null;
  /** Calls left in the present window, and how many it has; null when the API does not tell. */
  callsLeft(): { readonly left: number; readonly limit: number | null } | null;
}

/** Remembers the newest answer. */
function createAnswerNotes(clock: Clock): AnswerNotes {
  let ahead: number | null = null;
  let calls: ReturnType<AnswerNotes["callsLeft"]> = null;
  return {
    note(headers) {
      ahead = clockAhead(headers, clock.now()) ?? ahead;
      const left = count(headers["x-ratelimit-remaining"]);
      if (left !== null) calls = { left, limit: count(headers["x-ratelimit-limit"]) };
    },
    clockAhead: () => ahead,
    callsLeft: () => calls,
  };
}

function count(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/** The clock of this computer, by the API's. */
function clockFindings(subject: Subject, ahead: number | null): readonly Finding[] {
  if (ahead === null) return [];
  const amount = Math.abs(ahead);
  if (amount <= SKEW_WARNING_MS) return [ok(subject, "The clock agrees with the API's.")];
  const text = skewText("the API", ahead);
  const next = "Set the clock, best by switching time synchronisation on (`timedatectl set-ntp true`).";
  if (amount <= SKEW_PROBLEM_MS) return [warning(subject, { code: "clock_skew", text, next })];
  return [
    problem(subject, {
      kind: "configuration",
      code: "clock_skew",
      message: text,
      why: "Tokens and certificates are judged by it, and so is the day on which somebody leaves.",
      next,
    }),
  ];
}

/** What is left of the API's limit. */
function limitFindings(subject: Subject, calls: ReturnType<AnswerNotes["callsLeft"]>): readonly Finding[] {
  if (calls === null) return [];
  const { left, limit } = calls;
  const text = `${left}${limit === null ? "" : ` of ${limit}`} calls are left for now.`;
  if (left > 0) return [ok(subject, text)];
  const next = "Wait a minute; runs wait by themselves. Does another program use the same account?";
  return [warning(subject, { code: "limit_used_up", text, next })];
}
