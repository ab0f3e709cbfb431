import type { LoadedConfig } from "../../config/load.js";
import { Problem } from "../../sync/model/index.js";
import type { Choice } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import { commandAdvice, isAboutSettings, wizardAdvice } from "./advice.js";
import { changeSomething, changeWork } from "./change.js";
import type { Interview } from "./given-credentials.js";
import type { CheckResult, FailedCheck } from "./live-check.js";
import { decidingSettings } from "./missing-settings.js";
import { askEach, openSettingFields } from "./provider-settings.js";
import { sayProvider, saySpendesk } from "./report.js";
import type { Work } from "./work.js";

type Failures = readonly [FailedCheck, ...FailedCheck[]];

/** Neither end was tried. */
export const NOTHING_SEEN = { spendesk: null, provider: null } as const;

/** The failure of one end, or of both as one problem; its kind is that of the first. */
export function bothProblems(failures: Failures, interview: Interview): Problem {
  const [{ problem: first }] = failures;
  const problems = failures.map(({ problem }) => problem);
  return new Problem(
    {
      kind: first.kind,
      code: first.code,
      what: problems.map(({ message }) => message).join(" "),
      why: problems.map(({ why }) => why).join("\n"),
      next: commandAdvice(problems.map(({ next }) => next).join(" "), interview),
    },
    { cause: first },
  );
}

/** Tells what worked, and of what did not why, and what to do about it here. */
export function sayFailures(
  result: Extract<CheckResult, { readonly ok: false }>,
  interview: Interview,
): void {
  const { context, provider } = interview;
  if (result.spendesk) saySpendesk(result.spendesk, interview);
  if (result.provider) sayProvider(result.provider, interview);
  for (const { problem } of result.failures) {
    sayText(context, problem.message, "✘ ");
    for (const reason of problem.why.split("\n")) sayText(context, reason, "  ");
    sayText(context, wizardAdvice(problem.next, provider), "  ");
  }
}

/**
 * Asks what to correct, and has it corrected.
 * @throws Problem of the failures when the person gives up
 */
export async function afterFailure(work: Work, failures: Failures, config: LoadedConfig): Promise<Work> {
  const { prompter } = work.interview;
  if (!prompter) throw bothProblems(failures, work.interview);
  switch (await prompter.select("What now?", waysOn(work, failures))) {
    case "again":
      return work;
    case "both":
      return changeWork("providerKey", await changeWork("spendeskKey", work, config), config);
    case "spendeskKey":
      return changeWork("spendeskKey", work, config);
    case "providerKey":
      return changeWork("providerKey", work, config);
    case "missing": {
      const fields = failures.flatMap(({ findings }) => decidingSettings(findings, work.interview.provider));
      const settings = await askEach(fields, work.interview, work.attempt.settings);
      return { ...work, attempt: { ...work.attempt, settings } };
    }
    case "settings":
      return changeWork("settings", work, config);
    case "something":
      return changeSomething(work, config);
    default:
      throw bothProblems(failures, work.interview);
  }
}

/** The likeliest way first. */
function waysOn({ connections, interview }: Work, failures: Failures): readonly Choice[] {
  const { provider } = interview;
  const failed = failures.map(({ side, problem }) => {
    const { title, store } = connections[side];
    const type = { value: `${side}Key`, label: `Type the key of ${title} again` };
    const isWrongKey = problem.kind === "credentials" && problem.code !== "permission_missing";
    // Not when the store is filled by other means.
    return { type: store.writable ? [type] : [], isWrongKey };
  });
  const wrong = failed.filter(({ isWrongKey }) => isWrongKey).flatMap(({ type }) => type);
  const others = failed.filter(({ isWrongKey }) => !isWrongKey).flatMap(({ type }) => type);
  const ofProvider = failures.filter(({ side }) => side === "provider");
  const named = ofProvider.flatMap(({ findings }) => decidingSettings(findings, provider));
  const settings =
    ofProvider.length > 0 && openSettingFields(provider).length > 0
      ? [{ value: "settings", label: `Change the settings of ${provider.title}` }]
      : [];
  const isSetting = ofProvider.some(({ problem }) => isAboutSettings(problem.next, provider));
  const missing = { value: "missing", label: `Answer: ${named.map(({ label }) => label).join(", ")}` };
  return [
    ...(named.length > 0 ? [missing] : []),
    ...(wrong.length > 1 ? [{ value: "both", label: "Type both keys again" }] : []),
    ...wrong,
    ...(isSetting ? settings : []),
    { value: "again", label: "Check again, after correcting it there" },
    ...others,
    ...(isSetting ? [] : settings),
    { value: "something", label: "Change something else" },
    { value: "stop", label: "Stop; nothing is stored" },
  ];
}
