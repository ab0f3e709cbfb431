/** What the reading of a tool was checked against, the strongest first (docs/vendors/README.md). */
export const EVIDENCE_KINDS = {
  "spec-checked": "requests and fixtures were checked against the vendor's machine-readable description",
  recorded: "fixtures have the shape of answers that were recorded, or that others run their code against",
  documented: "requests and fixtures follow the vendor's pages",
  "not verified": "much of it is known from memory or from other people's code only",
} as const;

export type EvidenceKind = keyof typeof EVIDENCE_KINDS;

export interface Evidence {
  readonly kind: EvidenceKind;
  /** What it was, a phrase. */
  readonly by: string;
}

const EVIDENCE: Readonly<Record<string, Evidence>> = {
  personio: { kind: "spec-checked", by: "OpenAPI of authentication and of the v1 employee list" },
  bamboohr: { kind: "spec-checked", by: "OpenAPI of BambooHR" },
  hibob: { kind: "spec-checked", by: "OpenAPI of Bob" },
  workday: { kind: "spec-checked", by: "XML schema of Human Resources, v30.0" },
  payfit: { kind: "recorded", by: "shapes of answers; the pages of the partner API" },
  lucca: { kind: "spec-checked", by: "OpenAPI of the Lucca API; pages of the legacy one" },
  deel: { kind: "spec-checked", by: "OpenAPI of Deel" },
  file: { kind: "documented", by: "no vendor: an export as docs/file.md has it" },
  factorial: { kind: "spec-checked", by: "the list of people against OpenAPI 2026-07-01" },
  kombo: { kind: "spec-checked", by: "OpenAPI 1.0.0 of May 2026" },
  sagehr: { kind: "recorded", by: "clients and answers of others" },
  okta: { kind: "spec-checked", by: "Management OpenAPI 2026.06.3; sign-in by its pages" },
  merge: { kind: "spec-checked", by: "HRIS OpenAPI 1.0.0 of August 2026" },
  humaans: { kind: "recorded", by: "clients and answers of others, and the vendor's pages" },
  breathe: { kind: "documented", by: "vendor's pages" },
  rippling: { kind: "spec-checked", by: "Platform OpenAPI 1.0.0 of April 2026" },
  scim: { kind: "documented", by: "RFC 7643 and RFC 7644" },
  entra: { kind: "spec-checked", by: "names and types of Microsoft Graph v1.0 of August 2026" },
  apideck: { kind: "spec-checked", by: "HRIS OpenAPI 10.34.0 of August 2026" },
  hrworks: { kind: "documented", by: "vendor's OpenAPI document, read by hand" },
  kenjo: { kind: "spec-checked", by: "OpenAPI 1.0.0 of March 2024" },
  sesame: { kind: "spec-checked", by: "OpenAPI 3.0.0 of March 2024" },
  afas: { kind: "documented", by: "vendor's pages; names of fields are the customer's" },
  remote: { kind: "spec-checked", by: "OpenAPI 0.1.0 of August 2026" },
  finch: { kind: "spec-checked", by: "HRIS OpenAPI 2020-09-17 of January 2024; newer fields by its client" },
  ukgpro: { kind: "spec-checked", by: "OpenAPI v1 of March 2024, without locations" },
  charliehr: { kind: "not verified", by: "clients of others; the vendor's page could not be read" },
  google: { kind: "spec-checked", by: "directory_v1 of June 2023; sign-in by other code" },
  zohopeople: { kind: "documented", by: "vendor's pages; records that others printed" },
  officient: { kind: "spec-checked", by: "OpenAPI 1.0 of March 2024" },
  gusto: { kind: "spec-checked", by: "OpenAPI 1.0 of August 2021; newer fields by its pages" },
  adp: { kind: "not verified", by: "code and notes of others; the vendor's pages are closed" },
};

/** Null for a tool that a file describes: whoever wrote it knows. */
export function evidenceOf(id: string): Evidence | null {
  return EVIDENCE[id] ?? null;
}
