import { type HrStatus, hrStatusOf, type Member, type MemberStatus } from "../../sync/model/index.js";
import { statusText } from "../../sync/plan/index.js";
import { readMembers } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { openSpendesk } from "../connection.js";
import { type Cell, renderTable } from "../output/table.js";
import { withWorkspace } from "../workspace.js";
import type { MEMBERS_FLAGS } from "./look-flags.js";

type Input = InputOf<typeof MEMBERS_FLAGS>;

interface Row {
  readonly entity: string;
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly status: MemberStatus;
  readonly hrStatus: HrStatus;
}

const HR_STATUS: Record<HrStatus, Cell> = {
  managed: { text: "✔ managed", paint: "green" },
  previously_managed: { text: "⚠ previously managed", paint: "yellow" },
  manual: { text: "" },
};

/** `members`: what Spendesk's members page shows, with the HR status column. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const tab = input.options.tab;
  const hrStatus = input.options.hrStatus?.replaceAll("-", "_");
  const all = await withWorkspace(context, async ({ entities, credentials, state }) => {
    const all: Row[] = [];
    for (const entity of entities) {
      const { reader } = await openSpendesk(entity, credentials, context);
      const statusOf = hrStatusOf(await state.links(entity.id));
      for (const member of await readMembers(reader, entity.id)) {
        all.push(memberRow(entity.id, member, statusOf(member.id)));
      }
    }
    return all;
  });
  if (tab !== undefined) sayWithoutStatus(all, context);
  const rows = all.filter(
    (row) =>
      (tab === undefined || row.status === tab) && (hrStatus === undefined || row.hrStatus === hrStatus),
  );
  return {
    exitCode: 0,
    document: { members: rows },
    text: (style) =>
      rows.length === 0
        ? "No members match."
        : renderTable(
            ["Entity", "Name", "E-mail", "Status", "HR status"],
            rows.map((row) => [
              row.entity,
              row.name,
              row.email ?? "",
              statusText(row.status),
              HR_STATUS[row.hrStatus],
            ]),
            style,
          ),
    columns: ["entity", "id", "name", "email", "status", "hrStatus"] satisfies (keyof Row)[],
    rows: () => rows.map((row) => ({ ...row })),
  };
}

/** Nobody must take a member of whom nothing is said for one that is not archived. */
function sayWithoutStatus(rows: readonly Row[], context: CliContext): void {
  const count = rows.filter(({ status }) => status === "unknown").length;
  if (count === 0) return;
  const whom = count === rows.length ? "any member" : `${count} of ${rows.length} members`;
  context.say(
    `Spendesk gives no status for ${whom}, so \`--tab\` can't tell who is archived and leaves them out.`,
  );
}

function memberRow(entity: string, member: Member, hrStatus: HrStatus): Row {
  const name = [member.firstName, member.lastName].filter(Boolean).join(" ");
  return { entity, id: member.id, name, email: member.email, status: member.status, hrStatus };
}
