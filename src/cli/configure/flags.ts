import type { EntityPatch } from "../../config/write.js";
import { parseFilter } from "../../sync/filter/index.js";
import {
  isProblem,
  Problem,
  STATUS_MEANINGS,
  type StatusMeaning,
  type StatusRules,
} from "../../sync/model/index.js";
import type { OptionsOf } from "../command.js";
import type { CONFIGURE_FLAGS } from "../commands/setup-flags.js";
import { parseSettingFlags } from "../options.js";

const SETTINGS = [
  "sync.create",
  "sync.update",
  "sync.archive",
  "sync.singleName",
  "sync.deriveBic",
  "leavers.graceDays",
  "leavers.absent",
  "leavers.neverManaged",
  "joiners.inviteDaysBefore",
] as const;

/** Followed by the raw status as the HR tool has it: `source.statuses.Sabbatical=active`. */
export const STATUS_PREFIX = "source.statuses.";

/**
 * What the flags of `configure` change; empty when there are none. Rules are checked here, values of
 * settings by the configuration's schema afterwards.
 * @throws Problem `include_and_rules`, `setting_unknown`, `setting_syntax`, `filter_syntax`,
 *   `filter_unknown_field`
 */
export function patchFromFlags(options: OptionsOf<typeof CONFIGURE_FLAGS>): EntityPatch {
  const settings = parseSettingFlags(options.set, SETTINGS, [STATUS_PREFIX]);
  const section = (name: string) => {
    const entries = [...settings].filter(([key]) => key.startsWith(`${name}.`));
    return Object.fromEntries(entries.map(([key, value]) => [key.slice(name.length + 1), typed(key, value)]));
  };
  const statuses = statusRules(settings);
  const employees = employeesFromFlags(options.include, options.rule);
  return {
    ...(employees && { employees }),
    ...nonEmpty("statuses", statuses),
    ...nonEmpty("sync", section("sync")),
    ...nonEmpty("leavers", section("leavers")),
    ...nonEmpty("joiners", section("joiners")),
  };
}

/** @throws Problem `status_meaning`: the configuration's own message would name a file that is not changed yet */
export function statusRules(flags: Iterable<readonly [key: string, value: string]>): StatusRules {
  const given = [...flags].filter(([key]) => key.startsWith(STATUS_PREFIX));
  const rules = given.map(([key, value]): [string, StatusMeaning] => {
    const means = STATUS_MEANINGS.find((meaning) => meaning === value.toLowerCase());
    if (means) return [key.slice(STATUS_PREFIX.length), means];
    throw new Problem({
      kind: "usage",
      code: "status_meaning",
      what: `A status can't mean "${value}".`,
      why: `It is ${STATUS_MEANINGS.slice(0, -1).join(", ")} or ignore.`,
      next: `Write for example \`--set "${key}=active"\`.`,
    });
  });
  return Object.fromEntries(rules);
}

function employeesFromFlags(
  include: string | undefined,
  rules: readonly string[],
): EntityPatch["employees"] | undefined {
  if (include === "all" && rules.length > 0)
    throw contradiction("all employees are included, and rules were given");
  if (include === "filter" && rules.length === 0) throw contradiction("a filter needs at least one `--rule`");
  if (include === "all") return { include: "all" };
  if (rules.length === 0) return undefined;
  checkRules(rules);
  return { include: "filter", filter: rules };
}

function checkRules(rules: readonly string[]): void {
  try {
    parseFilter(rules);
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { kind, code, message, why } = error;
    const next = "Run the same command with the corrected `--rule`; nothing was stored.";
    throw new Problem({ kind, code, what: message, why, next }, { cause: error });
  }
}

function typed(key: string, value: string): unknown {
  if (key === "sync.update") return value === "" ? [] : value.split(",").map((field) => field.trim());
  if (value === "true" || value === "false") return value === "true";
  return /^\d+$/.test(value) ? Number(value) : value;
}

function nonEmpty(name: string, values: Record<string, unknown>): Record<string, Record<string, unknown>> {
  return Object.keys(values).length > 0 ? { [name]: values } : {};
}

function contradiction(why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "include_and_rules",
    what: "It is not clear which employees are meant.",
    why: `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
    next: "Use either `--include all`, or one or more `--rule \"'Work Location' is one of: London\"`.",
  });
}
