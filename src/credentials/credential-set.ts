import * as z from "zod";
import type { ConnectionId } from "./store.js";

/** Fields by connection (`spendesk` or a provider id). */
const connectionsSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.string({ error: "must be text in double quotes" }).refine((value) => value.trim() !== "", {
      error: "is empty",
    }),
    { error: "must be an object of fields" },
  ),
  { error: "must be an object with one entry for each connection" },
);

const setSchema = z.record(z.string(), connectionsSchema, {
  error: "must be an object with one entry for each entity",
});

type Fields = Readonly<Record<string, string>>;

/** Credentials of several connections: entity, connection, field. The content of every file of them. */
export type CredentialSet = Readonly<Record<string, Readonly<Record<string, Fields>>>>;

/** What a text holds, or why it can't be used; the reason quotes nothing but names. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string };

/** Reads the JSON of a set. */
export function parseSet(text: string): Parsed<CredentialSet> {
  return parseAs(text, setSchema);
}

/** Reads the JSON of the credentials of one entity. */
export function parseConnections(text: string): Parsed<CredentialSet[string]> {
  return parseAs(text, connectionsSchema);
}

function parseAs<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  if (text.trim() === "") return { ok: false, why: "It is empty." };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    return { ok: false, why: "It is not valid JSON." };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "It"} ${issue.message}`);
  return { ok: false, why: `${issues.join("; ")}.` };
}

/** The JSON of a set, for people too. */
export function formatSet(set: CredentialSet): string {
  return `${JSON.stringify(set, null, 2)}\n`;
}

/** The stored fields of a connection; none when it is not in the set. */
export function fieldsOf(set: CredentialSet, { entity, connection }: ConnectionId): Fields {
  return own(own(set, entity) ?? {}, connection) ?? {};
}

/** The set with these fields of a connection changed and everything else as it was. */
export function withFields(set: CredentialSet, id: ConnectionId, values: Fields): CredentialSet {
  const { entity, connection } = id;
  const fields = { ...fieldsOf(set, id), ...values };
  return { ...set, [entity]: { ...own(set, entity), [connection]: fields } };
}

/** The set without a connection. */
export function withoutConnection(set: CredentialSet, { entity, connection }: ConnectionId): CredentialSet {
  const { [connection]: _removed, ...connections } = own(set, entity) ?? {};
  const { [entity]: _before, ...others } = set;
  return Object.keys(connections).length === 0 ? others : { ...others, [entity]: connections };
}

/** The named fields of those that are stored. */
export function pickFields(stored: Fields, fields: readonly string[]): Fields {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = own(stored, field);
      return value ? [[field, value]] : [];
    }),
  );
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
