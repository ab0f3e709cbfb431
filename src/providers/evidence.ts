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
  factorial: { kind: "documented", by: "vendor's pages and its own client" },
  kombo: { kind: "documented", by: "vendor's pages, its own client and OpenAPI document" },
  sagehr: { kind: "documented", by: "OpenAPI document of the employee API" },
  okta: { kind: "documented", by: "vendor's pages and OpenAPI document" },
  merge: { kind: "documented", by: "vendor's pages and its own client" },
  humaans: { kind: "documented", by: "vendor's pages; fields from clients of others" },
  breathe: { kind: "recorded", by: "vendor's pages; a list that others recorded" },
  rippling: {
    kind: "not verified",
    by: "clients made from the vendor's OpenAPI documents; its pages could not be read",
  },
  scim: { kind: "documented", by: "RFC 7643 and RFC 7644" },
  entra: { kind: "documented", by: "vendor's pages" },
  apideck: { kind: "documented", by: "OpenAPI document of Apideck, 10.34.0" },
  hrworks: { kind: "documented", by: "OpenAPI document of the API, 2.10" },
  kenjo: { kind: "documented", by: "OpenAPI document of Kenjo, 1.0.0" },
  sesame: { kind: "documented", by: "vendor's pages and OpenAPI document, 3.0.0" },
  afas: { kind: "documented", by: "vendor's pages; field names from connectors of others" },
  remote: { kind: "documented", by: "OpenAPI document of Remote" },
  finch: { kind: "documented", by: "vendor's pages and its own client" },
  ukgpro: { kind: "documented", by: "OpenAPI document of UKG Pro" },
  charliehr: { kind: "not verified", by: "clients of others; the vendor's page could not be read" },
  google: { kind: "documented", by: "Google's discovery document of the directory" },
  zohopeople: { kind: "documented", by: "vendor's pages; records that others printed" },
  officient: { kind: "documented", by: "OpenAPI document of Officient, 1.0" },
  gusto: { kind: "documented", by: "OpenAPI document and pages of Gusto" },
  adp: { kind: "not verified", by: "code and notes of others; the vendor's pages are closed" },
};

/** Null for a tool that a file describes: whoever wrote it knows. */
export function evidenceOf(id: string): Evidence | null {
  return EVIDENCE[id] ?? null;
}
