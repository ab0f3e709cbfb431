import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import { type Desk, type KeyPlace, keysInFile, OWNER, personioKey, sitDown } from "./desk.js";

/** A desk with a sandbox for each test, made anew; read it inside the tests only. */
export function deskForEachTest(): { readonly desk: Desk; readonly sandbox: Sandbox } {
  let place: KeyPlace;
  let sandbox: Sandbox;
  let desk: Desk;
  beforeAll(async () => {
    place = await keysInFile();
  });
  afterAll(() => place?.leave());
  beforeEach(async () => {
    sandbox = await startSandbox({ employees: 20, members: 3, rateLimit: null, ownerEmail: OWNER });
    desk = await sitDown(sandbox, place);
  });
  afterEach(async () => {
    await desk?.leave();
    await sandbox?.close();
  });
  return {
    get desk() {
      return desk;
    },
    get sandbox() {
      return sandbox;
    },
  };
}

/** Everything that is secret in a `connect` of Personio with good answers. */
export function secretsOf(sandbox: Sandbox): readonly string[] {
  return [sandbox.credentials.spendesk.clientSecret, personioKey(sandbox).clientSecret];
}
