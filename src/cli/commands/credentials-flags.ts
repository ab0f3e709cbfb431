import type { OptionDefinition } from "../command.js";

/** Flags of the commands for credentials. */

export const CREDENTIALS_SET_FLAGS = [
  { flags: "--credentials-file <file>", description: "JSON file with the credentials, `-` for stdin" },
  {
    flags: "--expires-on <day>",
    description: "day the Spendesk key ends, YYYY-MM-DD; alone it changes nothing else",
  },
  { flags: "--no-test", description: "store it without trying it" },
] as const satisfies readonly OptionDefinition[];

export const CREDENTIALS_REMOVE_FLAGS = [
  {
    flags: "--key",
    description: "of `state`: the key of the bank fingerprints, which stays otherwise, and nothing else",
  },
  { flags: "-y, --yes", description: "do not ask" },
] as const satisfies readonly OptionDefinition[];

export const CREDENTIALS_EXPORT_FLAGS = [
  { flags: "--out <file>", description: "the file to write, in the format of age" },
  {
    flags: "--recipient <age1…>",
    description: "encrypt to this public key of age instead of a passphrase",
    repeatable: true,
  },
  { flags: "--passphrase-file <file>", description: "file with the passphrase" },
] as const satisfies readonly OptionDefinition[];

export const CREDENTIALS_IMPORT_FLAGS = [
  { flags: "--key-file <file>", description: "key of age-keygen that opens it" },
  { flags: "--passphrase-file <file>", description: "file with the passphrase that opens it" },
  { flags: "-y, --yes", description: "replace stored credentials without being asked" },
] as const satisfies readonly OptionDefinition[];
