import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newEntityRecord } from "../../../src/sync/model/state-words.js";
import { breakAllLocks } from "../../support/locks.js";
import { employee } from "../../support/people.js";
import { type Office, openArchive, openOffice } from "../hand-off/office.js";

describe("a configuration that a person confirmed with a run", () => {
  let archive: Awaited<ReturnType<typeof openArchive>>;
  let office: Office;

  beforeEach(async () => {
    archive = await openArchive();
    office = await openOffice(archive, { employees: [employee("ada"), employee("bob")] });
    await archive.state.saveEntity(newEntityRecord(office.entity, "personio"));
  });
  afterEach(() => archive.close());

  /** A run that hears nothing of its first call any more, and whose process is gone. */
  async function dieAtFirstCall(): Promise<void> {
    await new Promise<void>((resolve) => {
      const createMembers = () => {
        resolve();
        return new Promise<never>(() => {});
      };
      void office.apply({ to: "api", overrides: { acceptConfig: true }, writer: { createMembers } });
    });
    await breakAllLocks(archive.state);
  }

  it("is not confirmed by itself", async () => {
    const { refusal } = await office.apply({ to: "api" });
    expect(refusal?.code).toBe("config_not_confirmed");
    expect(office.members).toEqual([]);
  });

  it("stays confirmed when the run dies at its first call, so that the next one carries on", async () => {
    await dieAtFirstCall();
    const { refusal, exitCode } = await office.apply({ to: "api" });
    expect({ refusal, exitCode }).toEqual({ refusal: null, exitCode: 0 });
    expect(office.members.map(({ email }) => email)).toEqual(["ada@acme.test", "bob@acme.test"]);
  });
});
