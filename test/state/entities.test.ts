import { describe, expect, it } from "vitest";
import { entityRecord } from "./fixtures.js";
import { open, tempDir } from "./helpers.js";

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
      lastCompleteEmployees: null,
      keyExpiresOn: null,
    });
    store.saveEntity(failed);
    store.saveEntity(fresh);
    expect(store.entities()).toEqual([fresh, failed]);
    const recovered = entityRecord("acme-uk");
    store.saveEntity(recovered);
    expect(store.entity("acme-uk")).toEqual(recovered);
    expect(store.entities()).toHaveLength(2);
  });
});
