import { stringify } from "yaml";
import type { ManifestInput } from "../../schema/manifest.js";

/** What stands above the keys of a new manifest. */
const COMMENTS: Readonly<Partial<Record<keyof ManifestInput, string>>> = {
  guide: "What the admin does before connecting, and the right behind what is read.",
  credentials: "What is typed in; the wizard asks for it. No secret stands in this file.",
  baseUrl: "Where calls go. No other host ever gets the credentials, whatever an answer says.",
  auth: "How each call is signed.",
  requests: "The calls, each with how it goes on and where its records are.",
  assemble: "How people are put together: further lists by union, values of other lists by join.",
  completeness:
    "full: who is not listed is gone. activeOnly: people who have left are not listed. delta: only changes are.",
  employee: "Which field is where in a record. Only what stands here is read.",
  dates: "How dates are written. What is written otherwise is not readable; nothing is guessed.",
  status: "What a status means. Whoever has another one is left alone (skip), or stops the run (stop).",
  bank: "Where expenses are reimbursed to.",
  notVerified: "What this relies on although the vendor does not say it. Add what you find out.",
};

/** A manifest as a file for people. @param file its name, for the commands in its head */
export function manifestText(manifest: ManifestInput, file: string): string {
  const head = [
    "# yaml-language-server: $schema=./spendesk-hr.connector.schema.json",
    "# That file: spendesk-hr connectors schema > spendesk-hr.connector.schema.json",
    `# How spendesk-hr reads people from this HR tool. After a change: spendesk-hr connectors lint ${file}`,
  ];
  const parts = Object.entries(manifest).map(([key, value]) => {
    const comment = COMMENTS[key as keyof ManifestInput];
    const yaml = stringify({ [key]: value }, { lineWidth: 110 });
    return comment === undefined ? yaml : `\n# ${comment}\n${yaml}`;
  });
  return `${head.join("\n")}\n${parts.join("")}`;
}
