import type { SourceConfig } from "../../config/entity-config.js";
import type { EntityConfig } from "../../config/load.js";
import { boundedRead } from "../../providers/bounded-read.js";
import { checkFilter } from "../../sync/filter/index.js";
import { dayInZone, type Employee, planCalendar, standingOf } from "../../sync/model/index.js";
import { unknownNames } from "../../sync/plan/index.js";
import { readEmployees, readMembers } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import { providerConnection, readLimits, spendeskWith } from "../connection.js";
import { storeKeeper } from "../credentials/keeper.js";
import { type End, keysOf, type Target } from "../credentials/targets.js";
import type { ReadTarget } from "./credentials.js";
import { attempt, type Finding, ok, type Subject, warning } from "./finding.js";

/** What it takes to read both sides of an entity. */
interface Ends {
  readonly sources: readonly HrEnd[];
  readonly spendesk: Values;
}

interface HrEnd {
  readonly end: Extract<End, { kind: "hr-tool" }>;
  readonly target: Target;
  readonly values: Values;
}

type Values = NonNullable<ReadTarget["values"]>;

/**
 * Compares the names in the configuration with the people both sides show, and looks whether former
 * employees can be seen at all. Only for entities with both ends, since it reads everybody.
 */
export async function checkPeople(
  entities: readonly EntityConfig[],
  read: readonly ReadTarget[],
  context: CliContext,
): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    entities.map(async (entity) => {
      const ends = entity.configured ? endsOf(entity, read) : null;
      const subject: Subject = { area: "people", check: "names", entity: entity.id };
      return ends ? attempt(subject, () => lookAt(entity, ends, subject, context)) : [];
    }),
  );
  return findings.flat();
}

function endsOf(entity: EntityConfig, read: readonly ReadTarget[]): Ends | null {
  const own = read.filter(({ target }) => "entity" in target.end && target.end.entity === entity);
  const spendesk = own.find(({ target }) => target.end.kind === "spendesk")?.values;
  const sources = own.flatMap(({ target, values }): HrEnd[] =>
    target.end.kind === "hr-tool" && values ? [{ end: target.end, target, values }] : [],
  );
  return spendesk && sources.length === entity.sources.length ? { sources, spendesk } : null;
}

async function lookAt(
  entity: EntityConfig,
  { sources, spendesk }: Ends,
  subject: Subject,
  context: CliContext,
): Promise<readonly Finding[]> {
  const [reads, members] = await Promise.all([
    Promise.all(sources.map((one) => readSource(entity, one, context))),
    readMembers(spendeskWith(entity, spendesk, context).reader, entity.id),
  ]);
  const employees = reads.flatMap(({ employees: own }) => own);
  const warnings = [
    ...reads.flatMap(({ source: { filter }, employees: own }) =>
      filter && own.length > 0 ? checkFilter(filter, own).warnings : [],
    ),
    ...unknownNames({ policy: entity.policy, employees, members, links: [], decisions: [] }),
  ];
  const next = "Correct the name in the configuration, then run `spendesk-hr preview`.";
  return [
    ok(
      subject,
      `${employees.length} employees and ${members.length} members were compared with the configuration.`,
    ),
    ...warnings.map(({ code, text }) => warning(subject, { code, text, next })),
    ...reads.flatMap((one) => formerFindings(entity, one, context)),
  ];
}

interface SourceRead {
  readonly source: SourceConfig;
  readonly employees: readonly Employee[];
}

async function readSource(
  entity: EntityConfig,
  { end: { provider, source }, target, values }: HrEnd,
  context: CliContext,
): Promise<SourceRead> {
  const keeper = storeKeeper({ ...target, keys: keysOf(target) }, context);
  const connection = providerConnection(provider, entity, source, values, context, keeper);
  const readable = {
    providerId: provider.id,
    readEmployees: () => boundedRead(provider, connection, readLimits(context)),
  };
  return { source, employees: await readEmployees(readable, entity.id) };
}

/** Who has left is archived because the HR tool says so; whoever it hides is only missing. */
function formerFindings(
  entity: EntityConfig,
  { source, employees }: SourceRead,
  { process: { clock } }: CliContext,
): readonly Finding[] {
  const calendar = planCalendar(dayInZone(clock.now(), entity.timezone), entity.policy);
  const hasFormer = employees.some((employee) => standingOf(employee, calendar) === "leaver");
  if (hasFormer || employees.length === 0) return [];
  return [
    warning(
      { area: "people", check: "former", entity: entity.id },
      {
        code: "no_former_employees",
        text: "No former employee can be seen. If somebody has left, the key may not read former people, and leavers would not be archived.",
        next: `Compare with the HR tool; \`spendesk-hr providers ${source.provider}\` names the permissions.`,
      },
    ),
  ];
}
