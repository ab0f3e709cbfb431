import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentNames } from "../../src/cli/json-shapes/published.js";
import { tellStory } from "../../src/sandbox/story.js";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

beforeAll(async () => {
  workspace = await openAppliedWorkspace({ employees: 30, ownerEmail: "olivia@acme.test" });
  tellStory(workspace.sandbox.control);
});

afterAll(() => workspace.close());

/** The schema as the command prints it, made ready by a validator that knows nothing of this program. */
async function validatorOf(name: string) {
  const { stdout } = await workspace.run(["help", "json", name]);
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  return ajv.compile<Record<string, unknown>>(JSON.parse(stdout));
}

async function printed(...argv: string[]): Promise<Record<string, unknown>> {
  return (await workspace.json<Record<string, unknown>>(argv)).document;
}

describe("help json", () => {
  it("lists the documents, each with a schema", async () => {
    const { stdout } = await workspace.run(["help", "json"]);
    expect(documentNames().length).toBeGreaterThan(15);
    for (const name of documentNames()) {
      expect(stdout).toContain(`\n  ${name}`);
      expect(await validatorOf(name)).toBeTypeOf("function");
    }
  });

  it.each<[string, readonly string[]]>([
    ["preview", ["preview"]],
    ["apply", ["apply", "--yes"]],
    ["status", ["status"]],
    ["members", ["members"]],
    ["history", ["history"]],
    ["doctor", ["doctor"]],
    ["schedule", ["schedule"]],
    ["providers", ["providers"]],
    ["people-list", ["people", "list"]],
    ["credentials-list", ["credentials", "list"]],
    ["state-check", ["state", "check"]],
    ["config-validate", ["config", "validate"]],
  ])(
    "gives a schema that the output of %s keeps, and that notices a key that is gone",
    async (name, argv) => {
      const validate = await validatorOf(name);
      const document = await printed(...argv);
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ ...document, addedLater: true })).toBe(true);
      const key = Object.keys(document).find((one) => one !== "schemaVersion") ?? "";
      const { [key]: _gone, ...rest } = document;
      expect(validate(rest)).toBe(false);
    },
  );

  it("covers what a command prints that fails", async () => {
    const { document } = await workspace.json<unknown>(["preview"], {
      env: { ...workspace.env, SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET: "papi-wrong" },
    });
    expect((await validatorOf("preview"))(document)).toBe(true);
    const unknown = await printed("status", "--entity", "nobody");
    expect((await validatorOf("status"))(unknown)).toBe(true);
    expect((await validatorOf("error"))(unknown)).toBe(true);
  });

  it("says which name was meant", async () => {
    const { exitCode, stderr } = await workspace.run(["help", "json", "peple list"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain('Did you mean "people-list"?');
  });
});
