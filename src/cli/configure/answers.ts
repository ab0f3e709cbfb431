import { createHash } from "node:crypto";
import * as z from "zod";
import type { EntityConfig, SourceConfig } from "../../config/entity-config.js";
import { filterInput } from "../../config/filter-schema.js";
import { agoText } from "../../shared/ago.js";
import { counted } from "../../shared/text.js";
import { parseFilter } from "../../sync/filter/index.js";
import {
  canonicalJson,
  isProblem,
  Problem,
  STATUS_MEANINGS,
  type SyncPolicy,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";

import { type DraftFile, draftFile } from "../prompts/draft-file.js";
import type { Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";

const answersSchema = z.strictObject({
  statuses: z.record(z.string(), z.enum(STATUS_MEANINGS)).exactOptional(),
  employees: z
    .union([
      z.strictObject({ include: z.literal("all") }),
      z.strictObject({
        include: z.literal("filter"),
        filter: z.array(filterInput).readonly().refine(canBeParsed),
      }),
    ])
    .exactOptional(),
  sync: z
    .strictObject({
      create: z.boolean(),
      update: z.array(z.enum(["email", "name", "bank", "manager"])),
      archive: z.boolean(),
    })
    .exactOptional(),
  leavers: z
    .strictObject({
      graceDays: z.int().min(0).max(365).exactOptional(),
      neverManaged: z.enum(["archive", "keep"]).exactOptional(),
      absent: z.enum(["archive", "keep"]).exactOptional(),
    })
    .exactOptional(),
});

/** What was answered so far: nothing that the configuration would not hold. */
export type Answers = z.infer<typeof answersSchema>;

const draftSchema = z.strictObject({
  /** Fingerprint of what the questions were asked about. */
  about: z.string(),
  at: z.iso.datetime(),
  answers: answersSchema,
});

type Draft = z.infer<typeof draftSchema>;

/** The answers of an interview, kept on disk with each one. */
export interface AnswerBook {
  now(): Answers;
  /** Adds to the answers; sections of several answers grow. */
  keep(more: Answers): Promise<void>;
}

/** The draft of an entity's `configure`, or of one of its sources where there are several. */
export function configureDraft(
  stateDir: string,
  { id, sources }: EntityConfig,
  { name }: SourceConfig,
): DraftFile<Draft> {
  return draftFile(stateDir, `configure-${id}${sources.length > 1 ? `.${name}` : ""}`, draftSchema);
}

/**
 * Begins with the answers of an interview that was left, when somebody wants to go on with them. They are dropped
 * when what they were about has changed meanwhile.
 */
export async function openAnswers(
  draft: DraftFile<Draft>,
  entity: EntityConfig,
  source: SourceConfig,
  prompter: Prompter,
  context: CliContext,
): Promise<AnswerBook> {
  const about = subjectOf(entity, source);
  let answers: Answers = {};
  const before = await draft.read();
  if (before && before.about !== about) {
    sayText(
      context,
      `The answers of an earlier configure were dropped: the configuration of ${entity.id} was changed since.`,
    );
    await draft.remove();
  } else if (before) {
    const ago = agoText(before.at, context.process.clock.now());
    const question = `Go on with the answers given ${ago} (${summary(before.answers)})?`;
    if (await prompter.confirm(question, true)) answers = before.answers;
    else await draft.remove();
  }
  return {
    now: () => answers,
    async keep({ statuses, leavers, ...more }) {
      answers = {
        ...answers,
        ...more,
        ...(statuses && { statuses: { ...answers.statuses, ...statuses } }),
        ...(leavers && { leavers: { ...answers.leavers, ...leavers } }),
      };
      await draft.write({ about, at: context.process.clock.now().toISOString(), answers });
    },
  };
}

/** The policy as it would be with the answers. */
export function policyWith(policy: SyncPolicy, { sync, leavers }: Answers): SyncPolicy {
  return { ...policy, ...sync, ...leavers };
}

/** The end of an interview that was left, or whose result was not confirmed, when its answers are kept. */
export async function withAnswersKept(
  error: unknown,
  draft: DraftFile<Draft>,
  entity: string,
): Promise<unknown> {
  if (!isProblem(error) || !["interrupted", "confirmation_needed"].includes(error.code)) return error;
  if ((await draft.read()) === null) return error;
  const { kind, code, message, why } = error;
  return new Problem({
    kind,
    code,
    what: `${message} The answers are kept.`,
    why,
    next: `Run \`spendesk-hr configure --entity ${entity}\` again to go on with them.`,
  });
}

function summary({ statuses = {}, employees, sync, leavers }: Answers): string {
  const named = Object.keys(statuses).length;
  return [
    ...(named > 0 ? [counted(named, "status", "statuses")] : []),
    ...(employees?.include === "all" ? ["all employees"] : []),
    ...(employees?.include === "filter" ? [counted(employees.filter.length, "rule")] : []),
    ...(sync ? ["what is kept in step"] : []),
    ...(leavers ? ["leavers"] : []),
  ].join(", ");
}

/** What the questions are about: whoever changes it by another way makes the answers wrong. */
function subjectOf({ policy }: EntityConfig, source: SourceConfig): string {
  const { provider, settings, filter, configured, statuses } = source;
  const { create, update, archive, graceDays, neverManaged, absent } = policy;
  const asked = { create, update, archive, graceDays, neverManaged, absent };
  const subject = canonicalJson({
    provider,
    settings: settings ?? null,
    filter,
    configured,
    statuses,
    asked,
  });
  return createHash("sha256").update(subject).digest("hex");
}

function canBeParsed(rules: Parameters<typeof parseFilter>[0]): boolean {
  try {
    parseFilter(rules);
    return true;
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}
