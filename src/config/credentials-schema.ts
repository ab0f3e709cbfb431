import * as z from "zod";
import { CREDENTIAL_STORES } from "./credential-stores.js";

// Messages complete a sentence that starts with the key, as in schema.ts.

const path = z.string().regex(/^[^\u0000]+$/u, { error: "must be the path of a file" });

const file = z
  .strictObject({ path: path.describe("JSON file that only its owner may read.") })
  .describe("The store `file`.");

/** Keys of `encryptedFile` that say what opens the file; at most one of them. */
const KEY_SETTINGS = ["keyFile", "passphraseFile", "systemdCredential"] as const;

const encryptedFile = z
  .strictObject({
    path: path
      .optional()
      .describe("File in the format of age; default: credentials.age in the user's folder."),
    keyFile: path.optional().describe("Key of age-keygen that opens it."),
    passphraseFile: path.optional().describe("File with the passphrase that opens it."),
    systemdCredential: z
      .string()
      .regex(/^[\w.-]{1,255}$/, { error: "must be the name of a systemd credential: letters, digits, . _ -" })
      .optional()
      .describe("systemd credential that holds the key or the passphrase."),
  })
  .superRefine((value, context) => {
    const [first, second] = KEY_SETTINGS.filter((key) => value[key] !== undefined);
    if (first === undefined || second === undefined) return;
    context.addIssue({ code: "custom", path: [second], message: `can't stand beside ${first}: keep one` });
  })
  .describe(
    "The store `encrypted-file`. Without a key here the passphrase comes from the environment or is asked.",
  );

const command = z
  .array(z.string().regex(/^[^\u0000]+$/u, { error: "must be text" }), {
    error: "must be a list: the program and its arguments",
  })
  .min(1, { error: "must name a program" })
  .superRefine((words, context) => {
    if (words.slice(1).some((word) => word.includes("{field}"))) return;
    context.addIssue({ code: "custom", message: "must hold {field} among its arguments" });
  })
  .describe(
    "Program and arguments of the store `command`, with {entity}, {connection} and {field}. No shell.",
  );

const seconds = "must be a whole number from 1 to 120";

const settings = {
  file: file.optional(),
  encryptedFile: encryptedFile.optional(),
  command: command.optional(),
  commandTimeoutSeconds: z
    .int({ error: seconds })
    .min(1, { error: seconds })
    .max(120, { error: seconds })
    .optional()
    .describe("Seconds the command may take; default 10."),
};

/** Where credentials are kept unless a connection says otherwise. */
export const credentialsSchema = z.strictObject({
  store: z.enum(CREDENTIAL_STORES).default("keychain"),
  ...settings,
});

/** Where the credentials of one connection are kept; what it leaves out is taken from above. */
export const ownCredentialsSchema = z
  .strictObject({ store: z.enum(CREDENTIAL_STORES), ...settings })
  .describe("Where the credentials of this connection are kept, instead of `credentials` of the whole file.");

/** The settings of both; `store` has been decided. */
export type CredentialSettings = z.output<typeof credentialsSchema>;

interface Connections {
  readonly credentials: CredentialSettings;
  readonly entities: Readonly<
    Record<
      string,
      {
        readonly spendesk: { readonly credentials?: CredentialSettings | undefined };
        readonly source?: { readonly credentials?: CredentialSettings | undefined } | undefined;
      }
    >
  >;
}

/**
 * What is wrong with the commands of a whole file. One command for everybody must tell connections
 * apart: else the key of Spendesk would be sent to the HR tool.
 */
export function refineCommands({ credentials, entities }: Connections, context: z.RefinementCtx): void {
  const issue = (place: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...place], message });

  const needed = ["{connection}", ...(Object.keys(entities).length > 1 ? ["{entity}"] : [])];
  const missing = needed.filter((name) => !credentials.command?.some((word) => word.includes(name)));
  if (credentials.command && missing.length > 0) {
    issue(
      ["credentials", "command"],
      `must hold ${missing.join(" and ")}, because it serves several connections`,
    );
  }
  const places = [
    { place: ["credentials"], own: credentials },
    ...Object.entries(entities).flatMap(([id, { spendesk, source }]) => [
      { place: ["entities", id, "spendesk", "credentials"], own: spendesk.credentials },
      { place: ["entities", id, "source", "credentials"], own: source?.credentials },
    ]),
  ];
  for (const { place, own } of places) {
    if (own?.store !== "command" || own.command || credentials.command) continue;
    issue([...place, "command"], "is missing: the store command needs a program to run");
  }
}
