import { describe, expect, it } from "vitest";
import { createLogger, LOG_LEVELS, type LoggerOptions } from "../../src/observability/log.js";
import { createRedactor } from "../../src/observability/redactor.js";
import { BankDetails } from "../../src/sync/bank.js";

const CANARY = 'cänary"\n4f1e';
const clock = { now: () => new Date("2026-11-23T08:30:00.000Z") };

function logging(options: Partial<LoggerOptions> = {}) {
  const redactor = createRedactor();
  redactor.register(CANARY);
  redactor.register("12345678");
  const lines: string[] = [];
  const log = createLogger({
    level: "debug",
    format: "text",
    write: (line) => lines.push(line),
    redactor,
    clock,
    ...options,
  });
  return { log, lines };
}

function writeAll(options: Partial<LoggerOptions>): readonly string[] {
  const { log, lines } = logging(options);
  log.error("e");
  log.warn("w");
  log.info("i");
  log.debug("d");
  return lines.map((line) => line.trim().slice(-1));
}

describe("logger", () => {
  it.each([
    ["silent", []],
    ["error", ["e"]],
    ["warn", ["e", "w"]],
    ["info", ["e", "w", "i"]],
    ["debug", ["e", "w", "i", "d"]],
  ] as const)("writes at level %s only what is as grave", (level, expected) => {
    expect(LOG_LEVELS).toContain(level);
    expect(writeAll({ level })).toEqual(expected);
  });

  it("writes text lines with time, level and fields", () => {
    const { log, lines } = logging({ runId: "r1" });
    log.child({ entity: "acme-uk" }).warn("read finished", { members: 3, name: "Ada L", none: undefined });
    expect(lines).toEqual([
      '2026-11-23T08:30:00.000Z warn  read finished runId=r1 entity=acme-uk members=3 name="Ada L"\n',
    ]);
  });

  it("writes JSON lines, with the fields of children", () => {
    const { log, lines } = logging({ format: "json", runId: "r1" });
    log
      .child({ entity: "acme-uk" })
      .child({ page: 2 })
      .info("read", { members: [1, { a: null }] });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith("}\n")).toBe(true);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      time: "2026-11-23T08:30:00.000Z",
      level: "info",
      msg: "read",
      runId: "r1",
      entity: "acme-uk",
      page: 2,
      members: [1, { a: null }],
    });
  });

  it("does not let fields replace time, level, message and run", () => {
    const { log, lines } = logging({ format: "json", runId: "r1" });
    log.info("true", { time: "x", level: "x", msg: "x", runId: "x" });
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      time: "2026-11-23T08:30:00.000Z",
      level: "info",
      msg: "true",
      runId: "r1",
    });
  });

  it.each(["text", "json"] as const)("hides secrets and bank details everywhere in a %s line", (format) => {
    const { log, lines } = logging({ format });
    log.child({ child: CANARY }).error(`refused ${CANARY} GB33BUKB20201555555555`, {
      plain: CANARY,
      number: 12345678,
      big: 12345678n,
      nested: { list: [CANARY], [CANARY]: 1, escaped: JSON.stringify({ CANARY }) },
      error: new Error(`outer ${CANARY}`, { cause: new Error(CANARY) }),
      bank: new BankDetails("GB33BUKB20201555555555", "BUKBGB22"),
      split: 'cän\u200bary"\n4f1e',
    });
    const line = lines.join("");
    expect(line).not.toMatch(/cänary|4f1e|12345678|BUKB|2020155/);
    expect(line).toContain("•••• 5555");
    expect(line).toContain("outer [secret]");
    if (format === "json") expect(() => JSON.parse(line)).not.toThrow();
  });

  it.each(["text", "json"] as const)("writes one %s line without control characters", (format) => {
    const { log, lines } = logging({ format });
    log.info("a\nb\u001b[31m", { "k\ney": "c\r\nd\u0007", deep: ["e\nf"] });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(lines[0]).toContain("a␤b");
  });

  it("writes a line also when a field can't be printed", () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const { log, lines } = logging({ format: "json" });
    log.info("kept", { circular, fn: () => 1 });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      msg: "kept",
      circular: "(a value that can't be printed)",
      fn: null,
    });
  });

  it("cuts endless texts", () => {
    const { log, lines } = logging();
    log.info("x".repeat(1_000_000));
    expect(lines[0]?.length).toBeLessThan(10_000);
  });
});
