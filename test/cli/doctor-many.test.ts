import { describe, expect, it } from "vitest";
import { type Finding, ok, problem, type Subject, warning } from "../../src/cli/doctor/finding.js";
import { doctorText } from "../../src/cli/doctor/text.js";

const STYLE = { color: false, width: 80 };

function subject(entity: string | null): Subject {
  return { area: "credentials", check: "sources", entity };
}

const missing = (entity: string) =>
  problem(subject(entity), {
    ...{ kind: "credentials", code: "credentials_missing", message: "The API key is missing." },
    ...{ why: "The environment does not have it.", next: `spendesk-hr credentials set --entity ${entity}` },
  });

function findingsOf(entities: number): readonly Finding[] {
  return Array.from({ length: entities }, (_, index) => {
    const entity = `acme-${index}`;
    if (index % 100 === 7) return missing(entity);
    if (index !== 3) return ok(subject(entity), "The credentials are there.");
    return warning(subject(entity), { code: "key_ends", text: "The key ends soon.", next: "Renew it." });
  });
}

describe("doctor over many entities", () => {
  const findings = [ok(subject(null), "The store can be read."), ...findingsOf(300)];

  it("says once what several have, the worst first, and counts those without trouble", () => {
    expect(doctorText(findings, false, STYLE).split("\n")).toEqual([
      "Credentials",
      "  ✔ ok       The store can be read.",
      "  ✘ problem  acme-7: The API key is missing. The environment does not have it.",
      "               → spendesk-hr credentials set --entity acme-7",
      "             The same (credentials_missing) in 2 more: acme-107, acme-207.",
      "  ⚠ warning  acme-3: The key ends soon.",
      "               → Renew it.",
      "  ✔ ok       296 checks of 296 entities",
      "",
      "3 problems, 1 warning, 297 ok, of 300 entities. `spendesk-hr doctor --all` lists",
      "every check, `--entity <id>` those of one.",
    ]);
  });

  it("lists each with --all, and each of a few", () => {
    expect(doctorText(findings, true, STYLE)).toContain("acme-207: The API key is missing.");
    expect(doctorText(findings, true, STYLE).split("\n").length).toBeGreaterThan(300);
    const few = doctorText(findingsOf(4), false, STYLE);
    expect(few).toContain("acme-0: The credentials are there.");
    expect(few).not.toContain("--all");
  });
});
