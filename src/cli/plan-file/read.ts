import { NotARegularFile, readRegularFile } from "../../shared/regular-file.js";
import { decodeUtf8 } from "../../shared/utf8.js";
import { Problem } from "../../sync/errors.js";
import { PLAN_FORMAT, PLAN_VERSION, type PlanContent, planContentSchema } from "./schema.js";
import { isSignedBy } from "./signature.js";

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
    throw refused("plan_unreadable", path, error instanceof Error ? error.message : String(error));
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(code: string, path: string, why: string): Problem {
  return new Problem({
    kind: "usage",
    code,
    what: `The plan ${path} can't be applied.`,
    why,
    next: `Make one with \`spendesk-hr preview --out ${path}\` and apply it on the same machine.`,
  });
}
