import { concurrently } from "../../spendesk/session.js";
import type { Spendesk } from "../../spendesk/spendesk.js";
import {
  exitCodeFor,
  type HrStatus,
  hrStatusOf,
  isProblem,
  type Member,
  type MemberStatus,
  ofEntity,
  type Problem,
} from "../../sync/model/index.js";
import { statusText } from "../../sync/plan/index.js";
import { readMembers } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { openSpendesk } from "../connection.js";
import { errorDocument } from "../output/serialize.js";
import { type Cell, renderTable } from "../output/table.js";
import { type Workspace, withWorkspace } from "../workspace.js";
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

/** An entity whose members could not be read. */
interface Unread {
  readonly entity: string;
  readonly problem: Problem;
}

/** How many entities are read at once, each within its own limit of calls. */
const AT_ONCE = 8;

const HR_STATUS: Record<HrStatus, Cell> = {
  managed: { text: "✔ managed", paint: "green" },
  previously_managed: { text: "⚠ previously managed", paint: "yellow" },
  manual: { text: "" },
};

/** `members`: what Spendesk's members page shows, with the HR status column. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const tab = input.options.tab;
  const hrStatus = input.options.hrStatus?.replaceAll("-", "_");
  const read = await withWorkspace(context, (workspace) => readAll(workspace, context));
  const all = read.flatMap((one) => ("rows" in one ? one.rows : []));
  const unread = read.flatMap((one) => ("problem" in one ? one : []));
  const problems = unread.map(({ problem }) => problem);
  // As of any command that gives nothing.
  const [error] = unread.length === read.length ? problems : [];
  if (tab !== undefined) sayWithoutStatus(all, context);
  const rows = all.filter(
    (row) =>
      (tab === undefined || row.status === tab) && (hrStatus === undefined || row.hrStatus === hrStatus),
  );
  return {
    exitCode: exitCodeFor(problems),
    problems,
    document: {
      members: rows,
      unread: unread.map(({ entity, problem }) => ({ entity, error: errorDocument(problem) })),
      ...(error && { error: errorDocument(error) }),
    },
    text: (style) =>
      rows.length === 0
        ? error
          ? ""
          : "No members match."
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

/**
 * The members of all entities side by side; one that can't be read leaves the others as they are.
 * @throws Problem of the first entity when none could be opened
 */
async function readAll(
  { entities, credentials, state }: Workspace,
  context: CliContext,
): Promise<readonly (Unread | { readonly rows: readonly Row[] })[]> {
  // One after the other: a store may ask a person, or run a program.
  const opened: (Unread | { readonly entity: string; readonly spendesk: Spendesk })[] = [];
  for (const entity of entities) {
    const open = () => openSpendesk(entity, credentials, context);
    opened.push(await orUnread(entity.id, async () => ({ entity: entity.id, spendesk: await open() })));
  }
  const [first] = opened;
  if (first && "problem" in first && opened.every((one) => "problem" in one)) throw first.problem;
  return concurrently(opened, AT_ONCE, async (one) => {
    if ("problem" in one) return one;
    const { entity, spendesk } = one;
    return orUnread(entity, async () => {
      const statusOf = hrStatusOf(await state.links(entity));
      const members = await readMembers(spendesk.reader, entity);
      return { rows: members.map((member) => memberRow(entity, member, statusOf(member.id))) };
    });
  });
}

/** @throws Problem of kind `interrupted`, and what is no problem */
async function orUnread<T>(entity: string, read: () => Promise<T>): Promise<T | Unread> {
  try {
    return await read();
  } catch (error) {
    if (!isProblem(error) || error.kind === "interrupted") throw error;
    return { entity, problem: ofEntity(entity, error) };
  }
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
