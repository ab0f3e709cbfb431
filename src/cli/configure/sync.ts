import type { SyncPolicy } from "../../sync/model/index.js";
import type { Prompter } from "../prompts/prompter.js";
import type { Answers } from "./answers.js";

const UPDATES = [
  { value: "email", label: "The e-mail address of members" },
  { value: "name", label: "Their name" },
  { value: "bank", label: "Their bank details, for what they are paid back" },
  { value: "manager", label: "Their line manager" },
] as const;

/** Asks what is kept in step; the present choice is ticked. */
export async function askSync(
  policy: Pick<SyncPolicy, "create" | "update" | "archive">,
  prompter: Prompter,
): Promise<NonNullable<Answers["sync"]>> {
  const chosen = await prompter.checkbox(
    "What is kept in step with the HR tool?",
    [
      { value: "create", label: "Employees who have no member yet are invited", checked: policy.create },
      ...UPDATES.map((update) => ({ ...update, checked: policy.update.includes(update.value) })),
      { value: "archive", label: "The access of leavers ends (archive)", checked: policy.archive },
    ],
    { required: false },
  );
  return {
    create: chosen.includes("create"),
    update: UPDATES.map(({ value }) => value).filter((field) => chosen.includes(field)),
    archive: chosen.includes("archive"),
  };
}
