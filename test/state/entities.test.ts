import { describe, expect, it } from "vitest";
import { entityRecord } from "./fixtures.js";
import { open, problemOf, tamper, tempDir } from "./helpers.js";

describe("entities", () => {
  it("are empty in a new state", async () => {
    const store = await open(tempDir());
    expect(await store.entities()).toEqual([]);
    expect(await store.entity("acme-uk")).toBeNull();
  });

  it("are sorted by name and saved as a whole", async () => {
    const store = await open(tempDir());
    const failed = entityRecord("acme-uk", {
      connectionStatus: "error",
      lastError: {
        ...{ code: "credentials_rejected", message: "Personio refused the credentials." },
        ...{ why: "Status 401.", next: "Ask for another key." },
      },
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
    await store.saveEntity(failed);
    await store.saveEntity(fresh);
    expect(await store.entities()).toEqual([fresh, failed]);
    const recovered = entityRecord("acme-uk");
    await store.saveEntity(recovered);
    expect(await store.entity("acme-uk")).toEqual(recovered);
    expect(await store.entities()).toHaveLength(2);
  });

  it("are not read when their counts are not in the expected form", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await store.saveEntity(entityRecord("acme-uk"));
    for (const content of [
      "no JSON",
      '{"people":"many","filled":{}}',
      '{"people":1,"filled":{"email":-1}}',
    ]) {
      await tamper(dir, `UPDATE entities SET field_counts = '${content}'`);
      expect((await problemOf(() => store.entity("acme-uk"))).code, content).toBe("state_corrupt");
    }
  });
});
