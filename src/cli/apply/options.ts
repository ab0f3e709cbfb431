import { resolve } from "node:path";
import type { EntityConfig } from "../../config/load.js";
import { Problem } from "../../sync/model/index.js";
import type { NumberOverride, SafetyOverrides } from "../../sync/safety/index.js";
import type { CliContext } from "../cli-context.js";
import type { OptionsOf } from "../command.js";
import type { APPLY_FLAGS } from "../commands/sync-flags.js";
import { wholeNumber } from "../options.js";

type Options = OptionsOf<typeof APPLY_FLAGS>;

/** Where the changes of a run go. */
export interface Delivery {
  /** Entities whose changes go into files; those of all others go through the API. */
  readonly toFile: ReadonlySet<string>;
  /** `--template`, absolute; null: as the configuration says. */
  readonly template: string | null;
  /** `--out-dir`, absolute; null: a new folder in the present one. */
  readonly folder: string | null;
}

/**
 * The way of each entity: `--to`, else `spendesk.target` of its configuration.
 * @throws Problem `no_file_target` when a flag for files was given, but nothing goes into files
 */
export function readDelivery(
  options: Options,
  entities: readonly EntityConfig[],
  { process }: CliContext,
): Delivery {
  const toFile = entities
    .filter(({ spendesk }) => (options.to ?? spendesk.target) === "file")
    .map(({ id }) => id);
  const [template, folder] = [options.template, options.outDir].map((path) =>
    path === undefined ? null : resolve(process.cwd, path),
  );
  const flag = template ? "--template" : folder ? "--out-dir" : null;
  if (flag && toFile.length === 0 && entities.length > 0) {
    throw new Problem({
      kind: "usage",
      code: "no_file_target",
      what: `${flag} is for files, but the changes of this run go through the API.`,
      why: "`--to file` is missing, and `spendesk.target` in the configuration is not `file`.",
      next: `Run \`spendesk-hr apply --to file\` with ${flag}, or leave ${flag} out.`,
    });
  }
  return { toFile: new Set(toFile), template: template ?? null, folder: folder ?? null };
}

const PEOPLE = { min: 0, max: 1_000_000 };

const NUMBERS = [
  "allowArchives",
  "allowUpdates",
  "allowEmailChanges",
  "allowBankChanges",
  "allowCreations",
  "allowRestores",
  "allowReleases",
  "allowMembersGone",
  "allowEmployees",
  "allowMembers",
  "allowStrangers",
  "allowIdentities",
  "allowLost",
] as const satisfies readonly NumberOverride[];

/** The exceptions from the safety limits. @throws Problem `not_a_number` */
export function readOverrides(options: Options): SafetyOverrides {
  const numbers = NUMBERS.flatMap((name) => {
    const number = wholeNumber(options, name, PEOPLE);
    return number === undefined ? [] : [[name, number] as const];
  });
  return {
    ...Object.fromEntries(numbers),
    allowEmpty: options.allowEmpty,
    acceptConfig: options.acceptConfig === true,
  };
}
