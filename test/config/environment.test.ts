import { describe, expect, it } from "vitest";
import { environmentVariables, environmentWarnings } from "../../src/config/environment.js";

const CREDENTIALS = ["SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET", "SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID"];

describe("environment variables", () => {
  it("says nothing about known variables, credentials and their files, and other programs", () => {
    const env = {
      PATH: "/usr/bin",
      SPENDESK_HR_CONFIG: "x.yaml",
      SPENDESK_HR_OUTPUT: "json",
      SPENDESK_HR_LOG_LEVEL: "",
      SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET: "hunter2",
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID_FILE: "/run/id",
    };
    expect(environmentWarnings(env, CREDENTIALS)).toEqual([]);
  });

  it("names the nearest variable for an unknown one, never its value", () => {
    const env = {
      SPENDESK_HR_STATEDIR: "/srv",
      SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECERT: "hunter2",
      SPENDESK_HR_XY: "1",
    };
    expect(environmentWarnings(env, CREDENTIALS)).toEqual([
      "The environment variable SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECERT is not known and has no effect. Did you mean SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET?",
      "The environment variable SPENDESK_HR_STATEDIR is not known and has no effect. Did you mean SPENDESK_HR_STATE_DIR?",
      "The environment variable SPENDESK_HR_XY is not known and has no effect. `spendesk-hr help environment` lists all of them.",
    ]);
  });

  it("warns about a value that has no effect", () => {
    expect(environmentWarnings({ SPENDESK_HR_LOG_LEVEL: "verbose" }, [])).toEqual([
      'The environment variable SPENDESK_HR_LOG_LEVEL is set to "verbose", which has no effect. Known: silent, error, warn, info, debug.',
    ]);
    expect(environmentWarnings({ SPENDESK_HR_OUTPUT: "jsno" }, [])[0]).toContain("Did you mean `json`?");
  });

  it("describes every variable", () => {
    expect(environmentVariables.map(({ name }) => name)).toEqual([
      "SPENDESK_HR_CONFIG",
      "SPENDESK_HR_STATE_DIR",
      "SPENDESK_HR_STATE_URL",
      "SPENDESK_HR_OUTPUT",
      "SPENDESK_HR_LOG_LEVEL",
      "SPENDESK_HR_LOG_FORMAT",
      "SPENDESK_HR_LOG_MASK_PERSONAL_DATA",
      "SPENDESK_HR_CA_FILE",
      "SPENDESK_HR_NO_UPDATE_NOTICE",
      "SPENDESK_HR_NO_INPUT",
      "SPENDESK_HR_CREDENTIALS_STORE",
      "SPENDESK_HR_CREDENTIALS_PASSPHRASE",
      "SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE",
      "SPENDESK_HR_EXPORT_PASSPHRASE",
      "SPENDESK_HR_EXPORT_PASSPHRASE_FILE",
    ]);
    for (const { description } of environmentVariables) expect(description).toMatch(/^[A-Z].+\.$/);
  });
});
