import { isWithheld } from "../../../providers/support/readable.js";
import { labelKey } from "../../../providers/support/values.js";
import { ownValue } from "../../../shared/objects.js";
import type { PersonioSettings } from "./settings.js";

/** One of the tenant's own attributes on one employee; key, label and presence differ from tenant to tenant. */
export interface DynamicAttribute {
  /** `dynamic_<n>` */
  readonly key: string;
  readonly label: string;
  /** `date` marks values of which only the day counts. */
  readonly type: string;
  readonly universalId: string;
  readonly value: unknown;
}

/** Which of the tenant's own attributes is what, by key; null where none or more than one fits. */
export interface DynamicLayout {
  readonly iban: string | null;
  readonly bic: string | null;
  /** Names under which the other attributes can be addressed in filter rules. */
  readonly custom: readonly { readonly name: string; readonly key: string }[];
}

/**
 * What tells an attribute's role: the setting, else its universal id, else its label
 * (docs/vendors/personio.md §4).
 */
interface RoleSigns {
  readonly setting: string | undefined;
  readonly universalIds: readonly string[];
  readonly label: RegExp;
}

const IBAN_LABEL = /^iban\b/i;
const BIC_LABEL = /^(bic|swift)\b/i;

/**
 * The tenant's own attributes of one employee, in Personio's order. Read by hand and not by a schema: there
 * are dozens on each of thousands of people.
 */
export function dynamicAttributes(attributes: Readonly<Record<string, unknown>>): DynamicAttribute[] {
  const found: DynamicAttribute[] = [];
  for (const key of Object.keys(attributes)) {
    if (!key.startsWith("dynamic_")) continue;
    const attribute = attributes[key];
    if (typeof attribute !== "object" || attribute === null || Array.isArray(attribute)) continue;
    found.push({
      key,
      label: textOf(ownValue(attribute, "label")).trim(),
      type: textOf(ownValue(attribute, "type")),
      universalId: textOf(ownValue(attribute, "universal_id")).trim(),
      value: ownValue(attribute, "value"),
    });
  }
  return found;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/**
 * Finds the layout of an employee's own attributes. Almost always all employees of a tenant have the
 * same attributes, so a layout is worked out once per set and remembered.
 */
export function createLayoutFinder(
  settings: PersonioSettings,
): (attributes: readonly DynamicAttribute[]) => DynamicLayout {
  const known = new Map<string, DynamicLayout>();
  return (attributes) => {
    const signature = attributes.map((a) => `${a.key}\t${a.label}\t${a.universalId}`).join("\n");
    const remembered = known.get(signature);
    if (remembered) return remembered;
    const layout = layoutOf(attributes, settings);
    known.set(signature, layout);
    return layout;
  };
}

function layoutOf(attributes: readonly DynamicAttribute[], settings: PersonioSettings): DynamicLayout {
  const find = (signs: RoleSigns) => findRole(attributes, signs);
  const roles = {
    iban: find({ setting: settings.ibanAttribute, universalIds: ["iban"], label: IBAN_LABEL }),
    bic: find({ setting: settings.bicAttribute, universalIds: ["bic", "swift"], label: BIC_LABEL }),
  };
  const bankKeys = [roles.iban, roles.bic];
  const free = attributes.filter(
    (a) => !bankKeys.includes(a.key) && !isWithheld(a.label) && !isWithheld(a.universalId),
  );
  return { ...roles, custom: customNames(free) };
}

/**
 * The one attribute that has a role. Two that fit equally well are no answer: an IBAN must not be
 * guessed. The admin settles it with a setting.
 */
function findRole(attributes: readonly DynamicAttribute[], signs: RoleSigns): string | null {
  const { setting, universalIds } = signs;
  if (setting !== undefined) return only(attributes.filter((a) => isNamed(a, setting)));
  const byId = attributes.filter((a) => universalIds.includes(a.universalId.toLowerCase()));
  return only(byId.length > 0 ? byId : attributes.filter((a) => signs.label.test(a.label)));
}

function only(candidates: readonly DynamicAttribute[]): string | null {
  return candidates.length === 1 ? (candidates[0]?.key ?? null) : null;
}

function isNamed(attribute: DynamicAttribute, name: string): boolean {
  const wanted = labelKey(name);
  return [attribute.key, attribute.universalId, attribute.label].some((own) => labelKey(own) === wanted);
}

/**
 * Every attribute is addressable by its key, its universal id and its label. A universal id or label
 * that two attributes share stands for neither of them.
 */
function customNames(attributes: readonly DynamicAttribute[]): { name: string; key: string }[] {
  const names = new Map<string, string>();
  const shared = new Set<string>();
  for (const { key, universalId, label } of attributes) {
    for (const name of new Set([key, universalId, label])) {
      if (!name) continue;
      if (names.has(name)) shared.add(name);
      names.set(name, key);
    }
  }
  return [...names].filter(([name]) => !shared.has(name)).map(([name, key]) => ({ name, key }));
}
