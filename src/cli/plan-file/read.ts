import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { fileFault } from "../../shared/file-fault.js";
import { isObject } from "../../shared/objects.js";
import { NotARegularFile, readRegularFile } from "../../shared/regular-file.js";
import { shellWord } from "../../shared/shell.js";
import { decodeUtf8 } from "../../shared/utf8.js";
import { canonicalJson, Problem } from "../../sync/model/index.js";

/**
 * Reads a plan file and makes sure that this installation wrote it and nobody changed it since.
 * @param key the installation's fingerprint key
 * @throws Problem `plan_unreadable`, `plan_foreign`, `plan_version` or `plan_tampered`
 */
export async function readPlanFile(path: string, key: Uint8Array): Promise<PlanContent> {
  const document = parse(path, await readText(path));
  if (!isObject(document) || document.format !== PLAN_FORMAT) {
    throw refused("plan_foreign", path, "It is not a plan of spendesk-hr.");
  }
  if (document.version !== PLAN_VERSION) {
    throw refused(
      "plan_version",
      path,
      `It has version ${String(document.version)}, this program reads ${PLAN_VERSION}.`,
    );
  }
  const { signature, ...content } = document;
  if (typeof signature !== "string" || !isSignedBy(content, signature, key)) {
    throw refused(
      "plan_tampered",
      path,
      "Its signature does not fit: it was edited, or made with another state folder.",
    );
  }
  return planContentSchema.parse(content);
}

/** A plan of 100 000 changes is about 60 MiB. */
const MAX_BYTES = 128 * 1024 * 1024;

async function readText(path: string): Promise<string> {
  const bytes = await readRegularFile(path, MAX_BYTES).catch((error: unknown) => {
    if (error instanceof NotARegularFile) throw refused("plan_unreadable", path, `It ${error.message}.`);
    throw refused("plan_unreadable", path, fileFault(error));
  });
  const decoded = decodeUtf8(bytes);
  if (decoded.ok) return decoded.text;
  throw refused("plan_foreign", path, `It ${decoded.why}. This program writes UTF-8.`);
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused("plan_foreign", path, "It is not JSON.");
  }
}

function refused(code: string, path: string, why: string): Problem {
  return new Problem({
    kind: "usage",
    code,
    what: `The plan ${path} can't be applied.`,
    why,
    next: `Make one with \`spendesk-hr preview --out ${shellWord(path)}\` and apply it on the same machine.`,
  });
}

/** Separates this use of the installation's key from its other one, the bank fingerprints. */
const PURPOSE = "spendesk-hr plan file\n";

/** HMAC-SHA256 (hex) of a plan's content, whatever the order of its keys. */
export function sign(content: object, key: Uint8Array): string {
  return createHmac("sha256", key)
    .update(PURPOSE + canonicalJson(content))
    .digest("hex");
}

/** Whether a signature is the one of this content by this installation. */
function isSignedBy(content: object, signature: string, key: Uint8Array): boolean {
  const expected = Buffer.from(sign(content, key), "hex");
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export const PLAN_FORMAT = "spendesk-hr plan";
/** Raised when an older program would misread the file. */
export const PLAN_VERSION = 1;

const field = z.object({
  field: z.enum(["email", "firstName", "lastName", "bank", "manager"]),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

const change = z.looseObject({
  action: z.enum(["create", "update", "archive", "restore"]),
  employeeId: z.string(),
  name: z.string(),
  fields: z.array(field).readonly(),
});

/** A plan file without its signature. */
export const planContentSchema = z.looseObject({
  format: z.literal(PLAN_FORMAT),
  version: z.literal(PLAN_VERSION),
  tool: z.string(),
  createdAt: z.string(),
  run: z.string(),
  noArchive: z.boolean(),
  entities: z.array(
    z.looseObject({
      entity: z.string(),
      provider: z.string(),
      configFingerprint: z.string(),
      fingerprint: z.string(),
      summary: z.record(z.string(), z.number()),
      changes: z.array(change),
    }),
  ),
});

export type PlanContent = z.infer<typeof planContentSchema>;
