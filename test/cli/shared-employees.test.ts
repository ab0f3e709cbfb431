import { afterEach, describe, expect, it } from "vitest";
import { done } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

interface Planned {
  readonly entity: string;
  readonly summary: { readonly create: number };
  readonly warnings: readonly { readonly code: string; readonly text: string }[];
}

async function planned(...flags: string[]): Promise<readonly Planned[]> {
  const { document } = await workspace.json<{ entities: Planned[] }>(["preview", ...flags]);
  return document.entities;
}

const sharedCodes = ({ warnings }: Planned) =>
  warnings.filter(({ code }) => code === "employee_in_two_entities");

describe("employees of two entities' filters", () => {
  it("are reported in both entities, with some names and the number", async () => {
    workspace = await openTwoEntities();
    const [uk, fr] = await planned();
    if (!uk || !fr) throw new Error("an entity is missing");
    expect(sharedCodes(uk)).toHaveLength(1);
    expect(sharedCodes(uk)[0]?.text).toMatch(
      new RegExp(
        `^${uk.summary.create} employees are also in the filter of acme-fr: .+@.+ and \\d+ more\\.$`,
        "i",
      ),
    );
    expect(sharedCodes(fr)[0]?.text).toContain("also in the filter of acme-uk");
  });

  it("are not reported when the filters share nobody", async () => {
    workspace = await openTwoEntities();
    done(
      await workspace.run([
        "configure",
        "--entity",
        "acme-uk",
        "--yes",
        "--rule",
        "'Work Location' is: London",
      ]),
    );
    done(
      await workspace.run([
        "configure",
        "--entity",
        "acme-fr",
        "--yes",
        "--rule",
        "'Work Location' is: Paris",
      ]),
    );
    expect((await planned()).flatMap(sharedCodes)).toEqual([]);
  });

  it("are not reported when only one of the entities is looked at", async () => {
    workspace = await openTwoEntities();
    expect((await planned("--entity", "acme-uk")).flatMap(sharedCodes)).toEqual([]);
  });
});
