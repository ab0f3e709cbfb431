import { describe, expect, it } from "vitest";
import type { LogFlags } from "../../src/config/log-settings.js";
import { entityText, FILE, MINIMAL, newWorkspace, problemOf } from "./workspace.js";

const TEXT = entityText(...MINIMAL);
const IN_FILE = "{ level: error, format: json, maskPersonalData: true }";

async function loaded(log: string | null, env: Record<string, string> = {}, flags: LogFlags = {}) {
  const { write, load } = await newWorkspace();
  await write(`project/${FILE}`, log === null ? TEXT : `${TEXT}log: ${log}\n`);
  const config = await load({ env, flags });
  const origins = config.origins.filter(({ key }) => key.startsWith("log."));
  return { log: config.log, origins: origins.map(({ origin }) => origin) };
}

describe("log settings", () => {
  it("are quiet text by default, and say more in a log for machines", async () => {
    expect(await loaded(null)).toEqual({
      log: { level: "warn", format: "text", maskPersonalData: false },
      origins: ["default", "default", "default"],
    });
    expect((await loaded("{ format: json }")).log.level).toBe("info");
    expect((await loaded(null, {}, { logFormat: "json" })).log.level).toBe("info");
  });

  it("come from the flag, then the environment, then the file", async () => {
    const env = {
      SPENDESK_HR_LOG_LEVEL: "silent",
      SPENDESK_HR_LOG_FORMAT: "text",
      SPENDESK_HR_LOG_MASK_PERSONAL_DATA: "false",
    };
    expect(await loaded(IN_FILE)).toEqual({
      log: { level: "error", format: "json", maskPersonalData: true },
      origins: [`file ${FILE}:6`, `file ${FILE}:6`, `file ${FILE}:6`],
    });
    expect(await loaded(IN_FILE, env)).toEqual({
      log: { level: "silent", format: "text", maskPersonalData: false },
      origins: Object.keys(env).map((name) => `environment ${name}`),
    });
    const flags = { logLevel: "info", logFormat: "json" };
    expect(await loaded(IN_FILE, env, flags)).toMatchObject({
      log: { level: "info", format: "json" },
      origins: ["flag --log-level", "flag --log-format", expect.any(String)],
    });
    expect((await loaded(IN_FILE, env, { ...flags, debug: true })).log.level).toBe("debug");
  });

  it("ignore words without a meaning in the environment, which are warned about", async () => {
    const env = { SPENDESK_HR_LOG_LEVEL: "loud", SPENDESK_HR_LOG_MASK_PERSONAL_DATA: "yes" };
    expect((await loaded(IN_FILE, env)).log).toMatchObject({ level: "error", maskPersonalData: true });
  });

  it.each([
    ["{ level: wran }", "Did you mean `warn`?"],
    ["{ format: xml }", "text or json"],
    ["{ maskPersonalData: yes please }", "must be true or false"],
    ["{ mask: true }", "Unknown key `mask`"],
  ])("refuse %s", async (log, words) => {
    const problem = await problemOf(`${TEXT}log: ${log}\n`);
    expect(problem.message).toContain(words);
  });
});
