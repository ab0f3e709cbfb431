import type { EntityPatch } from "../../config/write.js";
import type { SyncPolicy } from "../../sync/model/index.js";
import type { Prompter } from "../prompts/prompter.js";

const UPDATES = [
  { value: "email", label: "update the e-mail" },
  { value: "name", label: "update the name" },
  { value: "bank", label: "update bank details" },
  { value: "manager", label: "update the line manager" },
] as const;

/** Asks what is kept in step and what becomes of leavers; the present choice is the default. */
export async function askSync(
  policy: SyncPolicy,
  prompter: Prompter,
): Promise<Pick<EntityPatch, "sync" | "leavers">> {
  const chosen = await prompter.checkbox(
    "What is kept in step?",
    [
      { value: "create", label: "create members for employees", checked: policy.create },
      ...UPDATES.map((update) => ({ ...update, checked: policy.update.includes(update.value) })),
      { value: "archive", label: "archive members of leavers", checked: policy.archive },
    ],
    { required: false },
  );
  const sync = {
    create: chosen.includes("create"),
    update: UPDATES.map(({ value }) => value).filter((field) => chosen.includes(field)),
    archive: chosen.includes("archive"),
  };
  return sync.archive ? { sync, leavers: await askLeavers(policy, prompter) } : { sync };
}

async function askLeavers(
  policy: SyncPolicy,
  prompter: Prompter,
): Promise<NonNullable<EntityPatch["leavers"]>> {
  const days = await prompter.input("Days between a last day of work and the archive", {
    byDefault: String(policy.graceDays),
    validate: (value) =>
      /^\d{1,3}$/.test(value) && Number(value) <= 365 ? null : "It must be a whole number from 0 to 365.",
  });
  const neverManaged = await prompter.select(
    "A leaver whose member was made by hand",
    [
      { value: "archive", label: "is archived too" },
      { value: "keep", label: "stays a member" },
    ],
    policy.neverManaged,
  );
  const absent = await prompter.select(
    "Somebody who is gone from the HR tool without a trace",
    [
      { value: "keep", label: "stays a member, no longer managed" },
      { value: "archive", label: "is archived after two complete reads" },
    ],
    policy.absent,
  );
  return {
    graceDays: Number(days),
    neverManaged: neverManaged === "keep" ? "keep" : "archive",
    absent: absent === "archive" ? "archive" : "keep",
  };
}
