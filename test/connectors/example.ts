import type { ManifestInput } from "../../src/connectors/schema/manifest.js";

/** A manifest of an imaginary tool, the smallest that there can be, with other parts where they are given. */
export function manifest(parts: Partial<ManifestInput> = {}): ManifestInput {
  return {
    manifest: 1,
    id: "example-hr",
    title: "Example HR",
    guide: { steps: ["Make a key."], permission: "the field under API keys" },
    credentials: { apiKey: { label: "API key", help: "From API keys." } },
    baseUrl: "https://api.examplehr.test/v1",
    allowedHosts: ["api.examplehr.test", "files.examplehr.test"],
    auth: { kind: "bearer", token: "${credentials.apiKey}" },
    requests: { people: { path: "/people", records: "people" } },
    assemble: { root: "people" },
    completeness: "full",
    employee: { id: "id", workEmail: "email", firstName: "first", lastName: "last", terminationDate: "end" },
    status: { from: "status", map: { active: "active", left: "inactive" }, unknown: "skip" },
    notVerified: ["Everything: the tool is imaginary."],
    ...parts,
  };
}

/** A record as the imaginary tool has it. */
export function person(id: number, values: object = {}): object {
  return {
    id,
    email: `person${id}@acme.test`,
    first: "Mira",
    last: "Lindqvist",
    status: "active",
    end: null,
    ...values,
  };
}
