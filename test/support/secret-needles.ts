import type { SandboxWorkspace } from "./sandbox-workspace.js";

/** A text that must appear nowhere, and what it is. */
export interface Needle {
  readonly what: string;
  readonly text: string;
}

/** A secret in the forms in which requests carry it. */
export function secretNeedles(what: string, secret: string): Needle[] {
  const base64 = Buffer.from(secret, "utf8").toString("base64");
  const forms = {
    raw: secret,
    base64,
    "base64 without padding": base64.replaceAll("=", ""),
    base64url: Buffer.from(secret, "utf8").toString("base64url"),
    "URL-encoded": encodeURIComponent(secret),
    "form-encoded": new URLSearchParams({ x: secret }).toString().slice(2),
    "in JSON": JSON.stringify(secret).slice(1, -1),
  };
  return Object.entries(forms).map(([form, text]) => ({ what: `${what} (${form})`, text }));
}

/** The keys of the sandbox, alone and as Basic authentication joins them. */
export function keyNeedles({ sandbox }: Pick<SandboxWorkspace, "sandbox">): Needle[] {
  const { spendesk, personio } = sandbox.credentials;
  return Object.entries({ spendesk, personio }).flatMap(([connection, { clientId, clientSecret }]) => {
    if (!clientId || !clientSecret) throw new Error(`the sandbox has no key for ${connection}`);
    return [
      ...secretNeedles(`secret of ${connection}`, clientSecret),
      ...secretNeedles(`key of ${connection}`, `${clientId}:${clientSecret}`),
    ];
  });
}

/** The bank details of everybody in the HR tool, as typed, compact and in groups of four. */
export function bankNeedles({ sandbox }: Pick<SandboxWorkspace, "sandbox">): Needle[] {
  return sandbox.control.employees().flatMap(({ id, iban }) => {
    if (iban === null) return [];
    const compact = iban.replace(/\s/g, "").toUpperCase();
    const grouped = compact.replace(/(.{4})(?=.)/g, "$1 ");
    const account = compact.slice(4);
    const forms = new Set([iban, compact, compact.toLowerCase(), grouped, account]);
    const what = `IBAN of employee ${id}`;
    return [...[...forms].map((text) => ({ what, text })), ...secretNeedles(what, compact)];
  });
}

/** What of the needles is in the text. */
export function found(needles: readonly Needle[], text: string): string[] {
  return needles.filter((needle) => text.includes(needle.text)).map(({ what }) => what);
}
