import { counted } from "../../shared/text.js";
import type { WriteAccess } from "../../spendesk/write-refused.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { sayText } from "../prompts/screen.js";
import { writeAccessText } from "../write-access.js";
import { wizardAdvice } from "./advice.js";
import type { Interview } from "./given-credentials.js";
import type { LiveCheck, ProviderSeen, SpendeskSeen } from "./live-check.js";

/** Tells what the live check found: both ends, every permission that is missing, and where to give it. */
export function sayReport(check: LiveCheck, owner: string | null, interview: Interview): void {
  saySpendesk(check, interview);
  sayProvider(check, interview);
  if (check.ownerFound === false) {
    bad(
      interview.context,
      `No member has the Account Owner's e-mail ${owner}: is it right? A misspelt one protects nobody.`,
    );
  }
}

/** Tells what the Spendesk end gave. */
export function saySpendesk({ members, writeAccess }: SpendeskSeen, { context }: Interview): void {
  good(context, `Spendesk answers: ${counted(members, "member")}.`);
  const sayAccess = writeAccess.state === "granted" ? good : bad;
  sayAccess(context, writeAccessText(writeAccess));
}

/** Tells what the HR end gave. */
export function sayProvider(seen: ProviderSeen, { context, provider, prompter }: Interview): void {
  const employees = seen.employees === null ? "" : `: ${counted(seen.employees, "employee")}`;
  const advised = (next: string) => (prompter ? wizardAdvice(next, provider) : next);
  good(context, `${provider.title} answers${employees}.`);
  const labels = (state: string) =>
    seen.findings.filter((finding) => finding.state === state).map(({ label }) => label);
  const readable = labels("ok");
  if (readable.length > 0) good(context, `Readable: ${readable.join(", ")}.`);
  for (const { label, purpose, next } of seen.findings.filter(({ state }) => state === "missing")) {
    bad(context, `${label} can't be read. It is for: ${advised(purpose)}. ${advised(next ?? "")}`.trim());
  }
  const empty = labels("empty");
  if (empty.length > 0) {
    const advice = seen.findings.filter(({ state }) => state === "empty").flatMap(({ next }) => next ?? []);
    bad(context, [`${emptyText(seen)}: ${empty.join(", ")}.`, ...new Set(advice.map(advised))].join(" "));
  }
  for (const { text, next } of seen.obstacles) bad(context, `${text}. ${advised(next)}`);
  const unknown = labels("unknown");
  if (unknown.length > 0)
    bad(context, `Nobody is there to tell whether these can be read: ${unknown.join(", ")}.`);
}

/** Only what was looked at can be called empty. */
export function emptyText({ looked, employees }: Pick<LiveCheck, "looked" | "employees">): string {
  const people = looked ?? employees;
  if (people === null) return "Can be read, but nobody has it";
  const those = looked === null ? "" : " who were looked at";
  return `Can be read, but is empty for ${people === 1 ? "the one person" : `all ${people} people`}${those}`;
}

function good(context: CliContext, text: string): void {
  sayText(context, text, "✔ ");
}

function bad(context: CliContext, text: string): void {
  sayText(context, text, "⚠ ");
}

/** A connection nobody agreed to. */
export function notConfirmed(
  why: string,
  next = "Run the same command again when you are ready; nothing was stored.",
): Problem {
  return new Problem({
    kind: "safety",
    code: "confirmation_needed",
    what: "Nothing was connected: it was not confirmed.",
    why,
    next,
  });
}

/** Where changes go unless `apply --to` says otherwise: `spendesk.target`. */
export type Delivery = "api" | "file";

/**
 * Files for a key that can only read, unless somebody wants the API all the same. Null leaves what the
 * configuration says.
 */
export async function chooseDelivery(
  { state }: WriteAccess,
  { flags, prompter, present, context }: Interview,
): Promise<Delivery | null> {
  const given = flags.get("spendesk.target");
  if (given === "api" || given === "file") return given;
  if (state !== "refused" || present?.spendesk.target === "file") return null;
  sayText(
    context,
    "With this key, changes can't go through the API. They can go into files that a colleague brings into Spendesk by hand: its import file for new members, and a list of everything else. Ask Spendesk for write access to members if you want the API.",
  );
  const files =
    !prompter ||
    (await prompter.confirm("Hand changes over as files from now on (spendesk.target: file)?", true));
  if (!files) return null;
  if (!prompter)
    sayText(context, "Changes go into files from now on; `--set spendesk.target=api` prevents that.");
  return "file";
}
