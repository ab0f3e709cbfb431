import { replaceFile } from "../../shared/replace-file.js";
import { Problem, summarize } from "../../sync/model/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import { changeDocument } from "../output/plan-document.js";
import { VERSION } from "../version.js";
import { PLAN_FORMAT, PLAN_VERSION, type PlanContent, sign } from "./read.js";

interface PlanFileInput {
  readonly runId: string;
  readonly at: Date;
  readonly noArchive: boolean;
  readonly planned: readonly PlannedEntity[];
}

/**
 * Writes a plan for review (mode 0600). It holds names, e-mails and masked bank details, no secrets.
 * The signature ties it to this installation and shows every edit.
 * @param key the installation's fingerprint key
 * @throws Problem `plan_not_writable`
 */
export async function writePlanFile(path: string, input: PlanFileInput, key: Uint8Array): Promise<void> {
  const content: PlanContent = {
    format: PLAN_FORMAT,
    version: PLAN_VERSION,
    tool: VERSION,
    createdAt: input.at.toISOString(),
    run: input.runId,
    noArchive: input.noArchive,
    entities: input.planned.map(entityOf),
  };
  const text = `${JSON.stringify({ ...content, signature: sign(content, key) }, null, 2)}\n`;
  try {
    await replaceFile(path, text);
  } catch (cause) {
    throw new Problem(
      {
        kind: "configuration",
        code: "plan_not_writable",
        what: `The plan could not be written to ${path}.`,
        why: cause instanceof Error ? cause.message : String(cause),
        next: "Name a file in a folder that you may write to.",
      },
      { cause },
    );
  }
}

function entityOf(planned: PlannedEntity): PlanContent["entities"][number] {
  const { task, plan, fingerprint } = planned;
  return {
    entity: task.entity,
    provider: task.providerId,
    configFingerprint: task.configFingerprint,
    fingerprint,
    summary: { ...summarize(plan) },
    changes: plan.changes.map((change) => changeDocument(change)),
  };
}
