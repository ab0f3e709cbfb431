import type { Terminal } from "./terminal.js";

/** What `configure` asks after the employees when leavers are archived, in its order. */
export const POLICY_QUESTIONS = [
  "What is kept in step with the HR tool?",
  "Somebody's last day is 30 June.",
  "Somebody leaves whom a colleague invited to Spendesk by hand.",
  "Somebody is no longer in the HR tool at all",
] as const;

/** Answers them with what is offered. */
export async function answerPolicy(terminal: Terminal): Promise<void> {
  for (const question of POLICY_QUESTIONS) await terminal.answer(question);
}
