import { tellStory } from "../../sandbox/story.js";
import type { VendorId } from "../../sandbox/vendors/ids.js";
import { KEYS_IN_FILE, keepsKeys, type PlayedStep, playStep, type Stage, tell } from "./stage.js";

/** Some tools have no work location; the sandbox's company names its teams there after the offices. */
const OFFICE_FIELD: Partial<Record<VendorId, string>> = {
  payfit: "Team",
  sagehr: "Team",
  officient: "Team",
};

/** The whole story: connect, configure, first sync, a few changes in the HR tool, second sync. */
export async function playDemo(stage: Stage): Promise<readonly PlayedStep[]> {
  const { sandbox, provider } = stage;
  const rule = `'${OFFICE_FIELD[provider.id] ?? "Work Location"}' is one of: Remote,London,Paris`;
  const steps: PlayedStep[] = [];
  const play = async (told: string, ...argv: string[]) => steps.push(await playStep(stage, told, argv));

  tell(
    stage,
    `A sandbox imitates Spendesk and ${provider.title} on ${sandbox.url}. All people are invented.`,
  );
  await play(
    "Connect: both keys are tried for real, then stored. Here they come from the environment.",
    ...["connect", provider.id, "--entity", "acme-uk", "--yes"],
    ...["--set", "timezone=Europe/London", "--set", "owner=olivia.owner@acme.test"],
    ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
    ...["--set", `source.baseUrl=${sandbox.providerUrl(provider.id)}`],
    ...(keepsKeys(provider.id) ? KEYS_IN_FILE : []),
  );
  await play(
    "Configure: choose who is meant, see the preview, confirm.",
    ...["configure", "--rule", rule, "--yes"],
  );
  await play("Preview: what apply would do, and why. It can't write.", "preview");
  await play("Apply: the first run creates the members, then sets the line managers.", "apply", "--yes");

  tell(stage, `\nMeanwhile in ${provider.title}:`);
  for (const { told } of tellStory(sandbox.control)) tell(stage, `  - ${told}`);
  await play("Preview: only what changed.", "preview");
  await play("Apply again, as cron would.", "apply", "--yes");
  await play("Nothing is left to do.", "preview", "--detailed-exitcode");
  await play("The members with their HR status.", "members");
  await play("Where the entity stands.", "status");
  await play("What was done, for the auditors.", "history");
  return steps;
}
