import { joinerArrives, leaverGoes, nameChanges } from "../../sandbox/story.js";
import type { VendorId } from "../../sandbox/vendors/ids.js";
import {
  KEYS_IN_FILE,
  keepsKeys,
  type PlayedStep,
  pause,
  playScene,
  type Scene,
  type Stage,
  tell,
} from "./stage.js";

/** Some tools have no work location; the sandbox's company names its teams there after the offices. */
const OFFICE_FIELD: Partial<Record<VendorId, string>> = {
  payfit: "Team",
  sagehr: "Team",
  officient: "Team",
};

/**
 * The whole story: connect, configure, first sync, a few changes in the HR tool, the plan they make, and the
 * second sync. Short enough for one look: only the plan of the changes is shown whole.
 */
export async function playDemo(stage: Stage): Promise<readonly PlayedStep[]> {
  const { sandbox, provider } = stage;
  const rule = `'${OFFICE_FIELD[provider.id] ?? "Work Location"}' is one of: Remote,London,Paris`;
  const steps: PlayedStep[] = [];
  const play = async (scene: Scene) => steps.push(await playScene(stage, scene));

  tell(
    stage,
    `A sandbox imitates Spendesk and ${provider.title} on ${sandbox.url}. All people are invented.\n`,
  );
  await play({
    told: "tries both keys, then stores them",
    typed: `connect ${provider.id}`,
    argv: [
      ...["connect", provider.id, "--entity", "acme-uk", "--yes"],
      ...["--set", "timezone=Europe/London", "--set", "owner=olivia.owner@acme.test"],
      ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
      ...["--set", `source.baseUrl=${sandbox.providerUrl(provider.id)}`],
      ...(keepsKeys(provider.id) ? KEYS_IN_FILE : []),
    ],
    shows: "nothing",
  });
  await play({
    told: "who is meant",
    typed: `configure --rule "${rule}"`,
    argv: ["configure", "--rule", rule, "--yes"],
    shows: "nothing",
  });
  await play({
    told: "the first run creates the members",
    typed: "apply",
    argv: ["apply", "--yes"],
    shows: "last paragraph",
  });

  tell(stage, `\nMeanwhile in ${provider.title}:`);
  const { control } = sandbox;
  for (const { told } of [joinerArrives(control), nameChanges(control), leaverGoes(control)]) {
    tell(stage, `  - ${told}`);
  }
  await pause(stage);
  tell(stage, "");
  await play({
    told: "what apply would do, and why; it can't write",
    typed: "preview",
    argv: ["preview"],
    shows: "all",
  });
  await pause(stage);
  tell(stage, "");
  await play({
    told: "as cron does every night",
    typed: "apply --yes",
    argv: ["apply", "--yes"],
    shows: "last paragraph",
  });
  return steps;
}
