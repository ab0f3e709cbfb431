import type { CliContext } from "../cli-context.js";
import { sayText } from "../prompts/screen.js";
import { writeAccessText } from "../write-access.js";
import type { Interview } from "./interview.js";
import type { LiveCheck } from "./live-check.js";

/** Tells what the live check found: both ends, every permission that is missing, and where to give it. */
export function sayReport(check: LiveCheck, owner: string | null, { context, provider }: Interview): void {
  const employees = check.employees === null ? "" : `: ${check.employees} employees`;
  good(context, `Spendesk answers: ${check.members} members.`);
  const sayAccess = check.writeAccess.state === "granted" ? good : bad;
  sayAccess(context, writeAccessText(check.writeAccess));
  good(context, `${provider.title} answers${employees}.`);
  const labels = (state: string) =>
    check.findings.filter((finding) => finding.state === state).map(({ label }) => label);
  const readable = labels("ok");
  if (readable.length > 0) good(context, `Readable: ${readable.join(", ")}.`);
  for (const { label, purpose, next } of check.findings.filter(({ state }) => state === "missing")) {
    bad(context, `${label} can't be read. It is for: ${purpose}. ${next ?? ""}`.trim());
  }
  const unknown = labels("unknown");
  if (unknown.length > 0)
    bad(context, `Nobody is there to tell whether these can be read: ${unknown.join(", ")}.`);
  if (check.ownerFound === false) {
    bad(
      context,
      `No member has the Account Owner's e-mail ${owner}: is it right? A misspelt one protects nobody.`,
    );
  }
}

function good(context: CliContext, text: string): void {
  sayText(context, text, "✔ ");
}

function bad(context: CliContext, text: string): void {
  sayText(context, text, "⚠ ");
}
