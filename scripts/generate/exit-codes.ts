import { EXIT_CODES } from "../../src/shared/exit-codes.js";
import { code, table } from "./table.js";

/** What whoever is called at night does about each code. The compiler asks for every one of them. */
const ADVICE: Record<keyof typeof EXIT_CODES, string> = {
  done: "Nothing.",
  unexpected: "Run it again with `--debug`; report the output if it happens again.",
  attention: 'Run `spendesk-hr preview` and look at what stands under "To look at".',
  changes_pending: "Look at the preview.",
  partial: "`spendesk-hr history <run>` names each person and why; the next run tries again.",
  credentials: "`spendesk-hr credentials test` says which credential or permission is missing.",
  safety: "Nothing was written. Look at `spendesk-hr preview`; the message names what confirms it.",
  locked:
    "Wait for the other run on the same entities, or give `--wait-lock`. `spendesk-hr unlock` when it is gone.",
  temporary: "Nothing: the next run goes on. Look into it when it lasts.",
  stale_plan: "Make and review a new plan: `spendesk-hr preview --out plan.json`.",
  usage: "Correct the command line; `--help` lists what there is.",
  configuration: "`spendesk-hr config validate` and `spendesk-hr doctor` say what is wrong.",
  interrupted: "Run it again: it goes on from where it stopped.",
};

export function exitCodeTable(): string {
  return table(
    ["Code", "Meaning"],
    Object.values(EXIT_CODES).map(({ code: number, meaning }) => [String(number), meaning]),
  );
}

export function exitCodeAdvice(): string {
  return table(
    ["Code", "Name", "Meaning", "What to do"],
    Object.entries(EXIT_CODES).map(([name, { code: number, meaning }]) => {
      const advice = Object.entries(ADVICE).find(([key]) => key === name)?.[1] ?? "";
      return [String(number), code(name), meaning, advice];
    }),
  );
}
