import type { EntityConfig } from "../../config/load.js";
import { Problem } from "../../sync/model/index.js";
import { groupsOf } from "../select-entities.js";
import { neededVariables } from "./needs.js";
import type { ScheduleInput, Scheduler } from "./schedule.js";

const MIB = 1024 * 1024;

/** Secrets of a repository (docs.github.com, "Limits for secrets"). */
const GITHUB_SECRETS = 100;

/** Values of a Secret (kubernetes.io). A ConfigMap holds as much, and so does a configuration. */
const OBJECT_DATA = MIB;
/** A request to etcd, by default (etcd.io): the most that an object may be with the names in it. */
const OBJECT_WHOLE = 1.5 * MIB;
/** An id of most vendors is a UUID, and their secrets are longer: with values so short nothing larger fits. */
const SHORT_VALUE = 36;
/** Room for a value on average below which somebody with long ones must be told. */
const TIGHT_VALUE = 128;

type Entities = readonly Pick<EntityConfig, "id" | "group">[];

/**
 * Nobody can put in place what its scheduler has no room for, so it is not printed.
 * @throws Problem `schedule_too_large`
 */
export function refuseTooLarge(scheduler: Scheduler, input: ScheduleInput, entities: Entities): void {
  if (scheduler === "github-actions") refuseSecrets(input, entities);
  if (scheduler === "kubernetes") refuseSecret(input, entities);
}

function refuseSecrets({ needs, installation }: ScheduleInput, entities: Entities): void {
  const count = neededVariables(needs).length;
  if (count <= GITHUB_SECRETS) return;
  const ids = new Set(entities.map(({ id }) => id));
  const shared = neededVariables(needs.filter(({ id: { entity } }) => !ids.has(entity))).length;
  const most = fitting(entities, (GITHUB_SECRETS - shared) / (count - shared));
  const onRunner =
    installation.stateUrl === null
      ? " On a runner of your own they may stay in a file: `credentials.store: file`."
      : "";
  throw tooLarge({
    what: `${entities.length} entities are too many for one workflow: they need ${count} secrets.`,
    why: `A repository of GitHub has ${GITHUB_SECRETS} at most, enough for about ${most} of them.`,
    next: `${parts("github-actions", entities, most)}, each for a repository of its own.${onRunner}`,
  });
}

function refuseSecret({ needs }: ScheduleInput, entities: Entities): void {
  const names = neededVariables(needs);
  const bytes = names.reduce((sum, name) => sum + name.length + SHORT_VALUE, 0);
  const share = Math.min(OBJECT_WHOLE / bytes, OBJECT_DATA / (names.length * SHORT_VALUE));
  if (share >= 1) return;
  const most = fitting(entities, share);
  throw tooLarge({
    what: `${entities.length} entities are too many for one Secret: they need ${names.length} credentials.`,
    why: `With their names they take ${inMib(bytes)} and more; etcd takes 1.5 MiB, enough for about ${most} of them.`,
    next: `${parts("kubernetes", entities, most)}, each for a namespace of its own.`,
  });
}

/** How little room a Secret leaves for each value, where long ones would not fit. */
export function tightSecretWarning({ needs }: ScheduleInput): readonly string[] {
  const count = neededVariables(needs).length;
  const room = Math.floor(OBJECT_DATA / count);
  if (room >= TIGHT_VALUE) return [];
  return [
    `A Secret holds 1 MiB, which ${count} credentials share: ${room} bytes for each on average. If yours are longer, print a schedule for each \`--group\`, and install each in a namespace of its own.`,
  ];
}

function fitting({ length }: Entities, share: number): number {
  return Math.floor(length * share);
}

function inMib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}

/** @param most entities that have room in one */
function parts(scheduler: Scheduler, entities: Entities, most: number): string {
  const groups = groupsOf(entities);
  const fits = (name: string) => entities.filter(({ group }) => group === name).length <= most;
  return groups.length > 1 && groups.every(fits)
    ? `Print one for each group (\`spendesk-hr schedule ${scheduler} --group ${groups[0]}\`)`
    : `Print several, of up to ${most} entities each (\`--entity\`, or \`--group\` with groups as small as that)`;
}

function tooLarge(texts: Pick<Problem, "why" | "next"> & { readonly what: string }): Problem {
  return new Problem({ kind: "usage", code: "schedule_too_large", ...texts });
}
