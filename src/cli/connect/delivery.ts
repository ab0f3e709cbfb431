import type { WriteAccess } from "../../spendesk/write-access.js";
import { sayText } from "../prompts/screen.js";
import type { Interview } from "./interview.js";

/** Where changes go unless `apply --to` says otherwise: `spendesk.target`. */
export type Delivery = "api" | "file";

/**
 * Files for a key that can only read, unless somebody wants the API all the same. Null leaves what the
 * configuration says.
 */
export async function chooseDelivery(
  { state }: WriteAccess,
  { flags, prompter, present, context }: Interview,
): Promise<Delivery | null> {
  const given = flags.get("spendesk.target");
  if (given === "api" || given === "file") return given;
  if (state !== "refused" || present?.spendesk.target === "file") return null;
  sayText(
    context,
    "With this key, changes can't go through the API. They can go into files that a colleague brings into Spendesk by hand: its import file for new members, and a list of everything else. Ask Spendesk for write access to members if you want the API.",
  );
  const files =
    !prompter ||
    (await prompter.confirm("Hand changes over as files from now on (spendesk.target: file)?", true));
  if (!files) return null;
  if (!prompter)
    sayText(context, "Changes go into files from now on; `--set spendesk.target=api` prevents that.");
  return "file";
}
