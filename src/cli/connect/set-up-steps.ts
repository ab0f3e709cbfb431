import { guideLinkOf } from "../output/provider-guide.js";
import type { Choice } from "../prompts/prompter.js";
import { sayText, sayTitle } from "../prompts/screen.js";
import { wizardAdvice } from "./advice.js";
import type { Interview } from "./given-credentials.js";

/**
 * Goes through what is to be done in the HR tool, a step at a time: the next one comes when this one is done,
 * one can go back, and whoever did it all before skips the rest.
 */
export async function walkThroughSteps({ context, prompter, provider, draft }: Interview): Promise<void> {
  if (!prompter) return;
  const steps = provider.setupSteps.map((step) => wizardAdvice(step, provider));
  const link = guideLinkOf(provider);
  sayTitle(context, `What to do in ${provider.title}`);
  if (link !== null) sayText(context, link);
  sayText(context, `To see all steps at once: \`spendesk-hr providers ${provider.id}\` in another terminal.`);
  let done = Math.min(draft.progress().steps, steps.length);
  if (done > 0) sayText(context, `${done} of ${steps.length} steps were done before.`);
  while (done < steps.length) {
    sayText(context, steps[done] ?? "", `  ${done + 1}. `);
    const answer = await prompter.select(
      `Step ${done + 1} of ${steps.length}: done?`,
      waysOn(done, steps.length),
    );
    done = answer === "back" ? done - 1 : answer === "skip" ? steps.length : done + 1;
    draft.noteProgress({ steps: done });
  }
}

function waysOn(done: number, steps: number): readonly Choice[] {
  const isLast = done + 1 === steps;
  return [
    { value: "next", label: isLast ? "Done" : "Done; show the next one" },
    ...(done > 0 ? [{ value: "back", label: "Back to the one before" }] : []),
    ...(isLast ? [] : [{ value: "skip", label: "Skip the rest: all of it is done" }]),
  ];
}
