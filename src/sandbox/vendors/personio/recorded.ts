import { readFileSync } from "node:fs";
import * as z from "zod";
import { Problem } from "../../../sync/model/index.js";
import { parseJson } from "../../server/exchange.js";
import type { Contact } from "../../spendesk/members.js";
import type { Directory, EmployeeItem } from "./employees.js";

const recordedReply = z.object({
  data: z.array(
    z.object({
      type: z.string(),
      attributes: z.record(
        z.string(),
        z.object({
          label: z.string(),
          value: z.unknown(),
          type: z.string(),
          universal_id: z.string().nullable().default(null),
        }),
      ),
    }),
  ),
});

/**
 * Reads a recorded reply of `GET /v1/company/employees`, however many people its one page holds.
 * @throws Problem of kind `configuration` when the file is missing or of another shape.
 */
export function readRecording(path: string): readonly EmployeeItem[] {
  const text = readText(path);
  const reply = recordedReply.safeParse(parseJson(text));
  if (reply.success) return reply.data.data;
  throw unusable(path, "It is not a reply of Personio's employee list.");
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : "It can't be read.");
  }
}

function unusable(path: string, why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "invalid_sandbox_data",
    what: `The sandbox can't serve ${path}.`,
    why,
    next: 'Give it a file of the form {"data":[{"type":"Employee","attributes":{…}}]}.',
  });
}

/** The recorded people in the order of the file. */
export function recordedDirectory(items: readonly EmployeeItem[]): Directory<EmployeeItem> {
  const known = new Map(items.flatMap((item) => Object.entries(item.attributes)));
  const attributes = [...known].map(([key, { label, type, universal_id }]) => ({
    key,
    label,
    type,
    universal_id,
  }));
  return { entries: () => items, render: (item) => item, attributes: () => attributes };
}

/** Names and e-mails of the recorded people, for members that match them. */
export function recordedContacts(items: readonly EmployeeItem[]): readonly Contact[] {
  const text = (item: EmployeeItem, key: string) => String(item.attributes[key]?.value ?? "");
  return items
    .map((item) => ({
      firstName: text(item, "first_name"),
      lastName: text(item, "last_name"),
      email: text(item, "email"),
    }))
    .filter(({ email }) => email !== "");
}
