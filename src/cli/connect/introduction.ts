import { sayRows, sayText, sayTitle } from "../prompts/screen.js";
import type { Interview } from "./interview.js";
import { notConfirmed } from "./not-confirmed.js";
import { presentProvider } from "./target.js";

/**
 * Shows what to do in the HR tool and which data will be read, and asks whether that is all right.
 * @throws Problem `confirmation_needed`
 */
export async function introduce({
  context,
  prompter,
  provider,
  present,
  entityId,
}: Interview): Promise<void> {
  if (!prompter) return;
  const before = presentProvider(present);
  if (before !== null && before !== provider.id) {
    sayText(context, `${entityId} is connected to ${before} now; ${provider.title} will take its place.`);
  }
  sayTitle(context, `What to do in ${provider.title}`);
  for (const [index, step] of provider.setupSteps.entries()) sayText(context, step, `  ${index + 1}. `);
  sayTitle(context, `What will be read from ${provider.title}`);
  sayRows(
    context,
    ["Data", "What for", "Permission"],
    provider.dataRead.map(({ label, required, purpose, permission }) => [
      required ? `${label} (needed)` : label,
      purpose,
      permission,
    ]),
  );
  sayText(context, "Remember to tell your colleagues that this data is shared with Spendesk.");
  if (await prompter.confirm("May this data be read?", false)) return;
  throw notConfirmed("The question about the data was answered with no.");
}
