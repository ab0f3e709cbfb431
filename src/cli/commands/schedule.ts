import { resolve } from "node:path";
import { MOST_SHARDS } from "../../shared/shard.js";
import { shellCommand } from "../../shared/shell.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf, TextStyle } from "../command.js";
import { wholeNumber } from "../options.js";
import { cleanText } from "../output/sanitize.js";
import { paint } from "../output/table.js";
import { refuseTooLarge } from "../schedule/capacity.js";
import { createSchedule } from "../schedule/create.js";
import { findStateElsewhere } from "../schedule/elsewhere.js";
import { absentFiles, gatherInstallation, jobUser } from "../schedule/gather.js";
import { seedOf } from "../schedule/installation.js";
import { placeCredentials } from "../schedule/needs.js";
import {
  inContainer,
  SCHEDULERS,
  type Schedule,
  type ScheduleInput,
  type Scheduler,
} from "../schedule/schedule.js";
import { timingOf, timingText } from "../schedule/timing.js";
import { warningsFor } from "../schedule/warnings.js";
import { writeFiles } from "../schedule/write-files.js";
import { selectEntities } from "../select-entities.js";
import { loadCliConfig } from "../workspace.js";
import type { SCHEDULE_FLAGS } from "./sync-flags.js";

/** Where the files are to be written when nobody has named a folder. */
const USUAL_FOLDER = "spendesk-hr-schedule";

type Input = InputOf<typeof SCHEDULE_FLAGS>;

/** `schedule`: prints what runs `apply` regularly, made from the configuration; installs nothing. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const { options } = input;
  const scheduler = chosenScheduler(input.arguments[0]);
  const config = await loadCliConfig(context);
  const entities = selectEntities(config, context.globals);
  const user = jobUser(options.user);
  const placement = await placeCredentials(config, entities, { scheduler, ...user });
  const installation = gatherInstallation(config, entities, { scheduler, ...user }, context);
  const timing = timingOf({ every: options.every, at: options.at }, seedOf(installation));
  const folder = resolve(context.process.cwd, options.out ?? USUAL_FOLDER);
  const material: ScheduleInput = {
    installation,
    timing,
    user,
    needs: placement.needs,
    store: placement.store,
    isReplaced: placement.isReplaced,
    absent: absentFiles(placement.needs),
    folder,
    home: config.credentials.home ?? "",
    elsewhere: config.stateUrl
      ? null
      : findStateElsewhere(config.stateDir, inContainer(scheduler) ? null : installation.stateDir, context),
    shards: shardsOf(input, scheduler, installation),
    image: options.image ?? `spendesk-hr:${installation.version}`,
  };
  refuseTooLarge(scheduler, material, entities);
  const made = await createSchedule(scheduler, material, options.encrypted === true);
  const written = options.out === undefined ? [] : await writeFiles(folder, made.files);
  const schedule = written.length > 0 ? made : withWriteStep(made, scheduler, folder, input, context);
  const warnings = [...placement.warnings, ...warningsFor(scheduler, material, entities)];
  for (const warning of warnings) context.say(`Warning: ${warning}`);
  const times = `${timingText(timing)} (${installation.timezone})`;
  return {
    exitCode: 0,
    document: { scheduler, times, ...schedule, written, warnings },
    text: (style) => scheduleText(schedule, written, style),
  };
}

/** The other steps name the files by where they are: so the first one puts them there. */
function withWriteStep(
  { files, steps }: Schedule,
  scheduler: Scheduler,
  folder: string,
  { options }: Input,
  { globals }: CliContext,
): Schedule {
  const flag = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);
  const words = [
    ...(process.getuid?.() === 0 ? ["sudo"] : []),
    ...["spendesk-hr", "schedule", scheduler],
    ...flag("--every", options.every),
    ...flag("--at", options.at),
    ...flag("--user", options.user),
    ...(options.encrypted === true ? ["--encrypted"] : []),
    ...flag("--image", options.image),
    ...flag("--shards", options.shards),
    ...flag("--config", globals.config),
    ...flag("--state-dir", globals.stateDir),
    ...globals.entity.flatMap((id) => ["--entity", id]),
    ...globals.group.flatMap((name) => ["--group", name]),
    ...["--out", folder],
  ];
  return {
    files,
    steps: [{ text: "Write these files.", commands: [shellCommand(words)] }, ...steps],
  };
}

function chosenScheduler(name: string | undefined): Scheduler {
  if (name === undefined) return "systemd";
  const known = SCHEDULERS.find((scheduler) => scheduler === name);
  if (known) return known;
  throw new Problem({
    kind: "usage",
    code: "unknown_scheduler",
    what: `There is no schedule for "${name}".`,
    why: `Known: ${SCHEDULERS.join(", ")}.`,
    next: "Name one of these, or none for systemd.",
  });
}

/** @throws Problem `not_a_number`, `schedule_shards` */
function shardsOf(
  { options }: Input,
  scheduler: Scheduler,
  { stateUrl }: Pick<ScheduleInput["installation"], "stateUrl">,
): number | null {
  const shards = wholeNumber(options, "shards", { min: 2, max: MOST_SHARDS });
  if (shards === undefined) return null;
  const canShare = scheduler === "kubernetes" || scheduler === "github-actions";
  if (canShare && stateUrl !== null) return shards;
  throw new Problem({
    kind: "usage",
    code: "schedule_shards",
    what: "`--shards` can't be used for this schedule.",
    why: canShare
      ? "Runs on several machines need one state, and this one is in a folder of this machine."
      : `A schedule of ${scheduler} starts one run; more of them at once are for kubernetes and github-actions.`,
    next: canShare
      ? "Move the state with `spendesk-hr state move`, or leave `--shards` out."
      : "Leave it out, or write jobs of your own with `spendesk-hr apply --shard 1/4` and so on.",
  });
}

function scheduleText({ files, steps }: Schedule, written: readonly string[], style: TextStyle): string {
  const contents = files.flatMap(({ name, content }) => [
    paint(`── ${name}`, "bold", style),
    shown(content),
    "",
  ]);
  const todo = steps.flatMap(({ text: what, commands }, index) => [
    `${index + 1}. ${what}`,
    ...commands.map((command) => `     ${command}`),
  ]);
  return [
    ...(written.length > 0 ? [...written.map((path) => `Written: ${path}`), ""] : contents),
    paint("Nothing is installed yet. To do:", "bold", style),
    ...todo,
  ].join("\n");
}

/** A file as it is, but for what a terminal would obey. */
function shown(content: string): string {
  return content
    .trimEnd()
    .split("\n")
    .map((line) => cleanText(line))
    .join("\n");
}
