import type { NoteCode } from "../codes.js";
import type { Change, Note, Plan } from "../plan.js";
import { compareNotes } from "../plan-order.js";

/** The plan of `--no-archive`: archives become notes, everything else stays. */
export function withoutArchives(plan: Plan): Plan {
  const archives = plan.changes.filter((change) => change.action === "archive");
  if (archives.length === 0) return plan;
  return {
    ...plan,
    changes: plan.changes.filter((change) => change.action !== "archive"),
    notes: [...plan.notes, ...archives.map(heldBack)].sort(compareNotes),
  };
}

function heldBack({ employeeId, memberId, email, name, reason }: Change): Note {
  const code: NoteCode<"blocked"> = "no_archive";
  const why = `${reason} But this run leaves out archives (\`--no-archive\`).`;
  return { kind: "blocked", employeeId, memberId, email, name, code, reason: why };
}
