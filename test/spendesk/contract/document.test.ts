import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { withDefaultRoutes } from "../../../src/spendesk/write-routes.js";
import { CONTRACT_FILE, readContract } from "./document.js";

describe("openapi/member-write.yaml", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    const result = await validator.validate(CONTRACT_FILE);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe("3.1");
  });

  it("says of every operation whether it is documented or assumed", async () => {
    const { operations } = await readContract();
    const statuses = Object.fromEntries(
      operations.map(({ name, operation }) => [name, operation["x-status"]]),
    );
    expect(statuses).toEqual({
      "POST /v1/auth/token": "documented",
      "GET /v1/users": "documented",
      "POST /v1/users": "assumed",
      "PATCH /v1/users": "assumed",
      "PATCH /v1/users/{id}": "assumed",
      "PATCH /v1/users/{id}/status": "assumed",
    });
  });

  it("has exactly the write calls and body fields of the client", async () => {
    const contract = await readContract();
    for (const [call, { method, path, fields }] of Object.entries(withDefaultRoutes())) {
      const operation = contract.operations.find(({ name }) => name === `${method} ${path}`);
      expect(operation?.operation.operationId).toBe(call);
      const { iban, bic, ...own } = fields;
      expect(new Set(propertiesAt(contract, `${operation?.pointer}/requestBody`))).toEqual(
        new Set(Object.values(own)),
      );
      const bank = iban === undefined ? [] : [iban, bic];
      if (bank.length > 0)
        expect(Object.keys(contract.at("/components/schemas/BankAccount/properties")?.value ?? {})).toEqual(
          bank,
        );
    }
  });
});

/** Names of the body's fields, of one member or of a list of them. */
function propertiesAt(contract: Awaited<ReturnType<typeof readContract>>, pointer: string): string[] {
  const schema = contract.at(`${pointer}/content/application~1json/schema`)?.pointer ?? "";
  const place = contract.at(`${schema}/items`)?.pointer ?? schema;
  return Object.keys(contract.at(`${place}/properties`)?.value ?? {});
}
