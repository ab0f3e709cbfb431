import type { EntityConfig } from "../../config/load.js";
import { boundedRead } from "../../providers/bounded-read.js";
import { checkFilter } from "../../sync/filter/index.js";
import {
  dayInZone,
  type Employee,
  type EmployeeSource,
  planCalendar,
  standingOf,
} from "../../sync/model/index.js";
import { unknownNames } from "../../sync/plan/index.js";
import { readEmployees, readMembers } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import { providerConnection, readLimits, spendeskWith } from "../connection.js";
import { storeKeeper } from "../credentials/keeper.js";
import { type End, keysOf, type Target } from "../credentials/targets.js";
import type { ReadTarget } from "./credentials.js";
import { attempt, type Finding, ok, type Subject, warning } from "./finding.js";

interface Ends {
  readonly hr: {
    readonly end: Extract<End, { kind: "hr-tool" }>;
    readonly target: Target;
    readonly values: Values;
  };
  readonly spendesk: Values;
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
  const own = read.filter(({ target }) => target.end.kind !== "notify" && target.end.entity === entity);
  const valuesOf = (kind: Target["end"]["kind"]) =>
    own.find(({ target }) => target.end.kind === kind)?.values;
  const target = own.map((one) => one.target).find(({ end }) => end.kind === "hr-tool");
  const [hr, spendesk] = [valuesOf("hr-tool"), valuesOf("spendesk")];
  return target?.end.kind === "hr-tool" && hr && spendesk
    ? { hr: { end: target.end, target, values: hr }, spendesk }
    : null;
}

async function lookAt(
  entity: EntityConfig,
  { hr, spendesk }: Ends,
  subject: Subject,
  context: CliContext,
): Promise<readonly Finding[]> {
  const { provider } = hr.end;
  const keeper = storeKeeper({ ...hr.target, keys: keysOf(hr.target) }, context);
  const connection = providerConnection(provider, entity, hr.values, context, keeper);
  const source: Pick<EmployeeSource, "providerId" | "readEmployees"> = {
    providerId: provider.id,
    readEmployees: () => boundedRead(provider, connection, readLimits(context)),
  };
  const [employees, members] = await Promise.all([
    readEmployees(source, entity.id),
    readMembers(spendeskWith(entity, spendesk, context).reader, entity.id),
  ]);
  const { filter } = entity.policy;
  const warnings = [
    ...(filter && employees.length > 0 ? checkFilter(filter, employees).warnings : []),
    ...unknownNames({ policy: entity.policy, employees, members, links: [], decisions: [] }),
  ];
  const next = "Correct the name in the configuration, then run `spendesk-hr preview`.";
  return [
    ok(
      subject,
      `${employees.length} employees and ${members.length} members were compared with the configuration.`,
    ),
    ...warnings.map(({ code, text }) => warning(subject, { code, text, next })),
    ...formerFindings(entity, employees, context),
  ];
}

/** Who has left is archived because the HR tool says so; whoever it hides is only missing. */
function formerFindings(
  entity: EntityConfig,
  employees: readonly Employee[],
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
        text: `No former employee can be seen among ${employees.length}. If somebody has left, the key may not read former people, and leavers would not be archived.`,
        next: `Compare with the HR tool; \`spendesk-hr providers ${entity.source.provider}\` names the permissions.`,
      },
    ),
  ];
}
