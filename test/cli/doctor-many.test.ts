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

  it("folds what says the same but for the entity's name, and nothing else", () => {
    const unknown = (entity: string, name: string) =>
      warning(
        { area: "people", check: "names", entity },
        {
          code: "protect_unknown",
          text: `\`protect\` of ${entity} names ${name}.`,
          next: "Correct the name.",
        },
      );
    const stored = (entity: string, field: string) => {
      const variable = `SPENDESK_HR_${entity.toUpperCase().replace("-", "_")}_SPENDESK_${field}`;
      return problem(subject(entity), {
        ...{ kind: "credentials", code: "credentials_missing", message: "The API key is missing." },
        ...{ why: `${variable} is not set.`, next: `spendesk-hr credentials set --entity ${entity}` },
      });
    };
    const text = doctorText(
      [
        ...findingsOf(6).filter(({ status }) => status === "ok"),
        ...[stored("acme-1", "CLIENT_ID"), stored("acme-2", "CLIENT_SECRET"), stored("acme-3", "CLIENT_ID")],
        ...["boss.typo@acme.test", "second.typo@acme.test"].map((name) => unknown("acme-30", name)),
        ...[unknown("acme-31", "third.typo@acme.test"), unknown("acme-32", "boss.typo@acme.test")],
      ],
      false,
      STYLE,
    );
    expect(text.split("\n").slice(0, -3)).toEqual([
      "Credentials",
      "  ✘ problem  acme-1: The API key is missing.",
      "             SPENDESK_HR_ACME_1_SPENDESK_CLIENT_ID is not set.",
      "               → spendesk-hr credentials set --entity acme-1",
      "             The same (credentials_missing) in 1 more: acme-3.",
      "  ✘ problem  acme-2: The API key is missing.",
      "             SPENDESK_HR_ACME_2_SPENDESK_CLIENT_SECRET is not set.",
      "  ✔ ok       5 checks of 5 entities",
      "People",
      "  ⚠ warning  acme-30: `protect` of acme-30 names boss.typo@acme.test.",
      "               → Correct the name.",
      "             The same (protect_unknown) in 1 more: acme-32.",
      "  ⚠ warning  acme-30: `protect` of acme-30 names second.typo@acme.test.",
      "  ⚠ warning  acme-31: `protect` of acme-31 names third.typo@acme.test.",
    ]);
  });

  it("keeps a name that is a part of another word", () => {
    const [one, two] = ["acme", "beta"].map((entity) =>
      warning(subject(entity), { code: "odd", text: "acme-fr is odd.", next: "Look at it." }),
    );
    if (!one || !two) throw new Error("a finding is missing");
    const fine = findingsOf(6).filter(({ status }) => status === "ok");
    expect(doctorText([...fine, one, two], false, STYLE)).toContain("The same (odd) in 1 more: beta.");
  });

  it("breaks sentences at the width of the terminal, and leaves commands whole", () => {
    const finding = problem(subject("acme-1"), {
      ...{ kind: "configuration", code: "filter_selects_nobody" },
      message: "A filter rule holds for none of 30 employees: 'Work Location' is one of: Atlantis",
      why: "Values of Work Location: Berlin.",
      next: "spendesk-hr credentials set spendesk --entity acme-1 --expires-on YYYY-MM-DD",
    });
    expect(
      doctorText([finding], false, { ...STYLE, width: 60 })
        .split("\n")
        .slice(1, -2),
    ).toEqual([
      "  ✘ problem  acme-1: A filter rule holds for none of 30",
      "             employees: 'Work Location' is one of: Atlantis.",
      "             Values of Work Location: Berlin.",
      "               → spendesk-hr credentials set spendesk --entity acme-1 --expires-on YYYY-MM-DD",
    ]);
  });
});
