import { Problem } from "../../sync/errors.js";
import { type FieldKey, type OwnField, ownFields } from "./fields.js";
import { findField, likelyLabels, type MetaField, type MetaReader } from "./meta.js";
import type { BamboohrSettings } from "./settings.js";

/**
 * Settles at `connect` what the settings name: a name that no field has, or that several share, would
 * otherwise only show as a rule that holds for nobody. Asks for the list of fields when something did
 * not come.
 *
 * @param came what the first look gave
 * @throws Problem `fields_unknown` with the nearest labels, and the numbers of fields that share one
 */
export async function settleFields(
  settings: BamboohrSettings,
  came: ReadonlySet<FieldKey>,
  readMeta: MetaReader,
): Promise<void> {
  const absent = ownFields(settings).filter(({ key }) => !came.has(key));
  if (absent.length === 0) return;
  const meta = await readMeta();
  const complaints = absent.flatMap((field) => complaint(field, meta) ?? []);
  if (complaints.length === 0) return;
  throw new Problem({
    kind: "configuration",
    code: "fields_unknown",
    what: `The settings name fields that BambooHR does not have, or not only once: ${absent
      .filter(({ name }) => complaints.some(({ of }) => of === name))
      .map(({ name }) => name)
      .join(", ")}.`,
    why: complaints.map(({ text }) => text).join(" "),
    next: "Correct source.settings by number, alias or label, as the list of fields in BambooHR has them, then run `spendesk-hr connect bamboohr`.",
  });
}

interface Complaint {
  readonly of: string;
  readonly text: string;
}

/** Null for a field that is there and only may not be read. */
function complaint({ name, setting }: OwnField, meta: readonly MetaField[]): Complaint | null {
  const found = findField(meta, name);
  switch (found.kind) {
    case "found":
      return null;
    case "ambiguous": {
      const numbers = found.fields.map(({ id }) => id).join(" and ");
      return { of: name, text: `${setting}: "${name}" is the label of ${numbers}; name one by its number.` };
    }
    case "unknown": {
      const likely = likelyLabels(meta, name).map((label) => `"${label}"`);
      const meant = likely.length > 0 ? ` Did you mean ${likely.join(" or ")}?` : "";
      return { of: name, text: `${setting}: there is no field "${name}".${meant}` };
    }
  }
}
