import { describe, expect, it } from "vitest";
import { entityRecord } from "./fixtures.js";
import { open, problemOf, tamper, tempDir } from "./helpers.js";

describe("entities", () => {
  it("are empty in a new state", () => {
    const store = open(tempDir());
    expect(store.entities()).toEqual([]);
    expect(store.entity("acme-uk")).toBeNull();
  });

  it("are sorted by name and saved as a whole", () => {
    const store = open(tempDir());
    const failed = entityRecord("acme-uk", {
      connectionStatus: "error",
      lastError: { code: "credentials_rejected", message: "Personio refused the credentials." },
    });
    const fresh = entityRecord("acme-fr", {
      provider: null,
      connectionStatus: "disconnected",
      confirmedConfig: null,
      lastAttemptAt: null,
      lastSuccessAt: null,
      keyExpiresOn: null,
      confirmedAccount: null,
      confirmedSafety: null,
      appliedConfig: null,
      connectedOn: null,
      fieldCounts: null,
    });
    store.saveEntity(failed);
    store.saveEntity(fresh);
    expect(store.entities()).toEqual([fresh, failed]);
    const recovered = entityRecord("acme-uk");
    store.saveEntity(recovered);
    expect(store.entity("acme-uk")).toEqual(recovered);
    expect(store.entities()).toHaveLength(2);
  });

  it("are not read when their counts are not in the expected form", () => {
    const dir = tempDir();
    const store = open(dir);
    store.saveEntity(entityRecord("acme-uk"));
    for (const content of [
      "no JSON",
      '{"people":"many","filled":{}}',
      '{"people":1,"filled":{"email":-1}}',
    ]) {
      tamper(dir, `UPDATE entities SET field_counts = '${content}'`);
      expect(problemOf(() => store.entity("acme-uk")).code, content).toBe("state_corrupt");
    }
  });
});
