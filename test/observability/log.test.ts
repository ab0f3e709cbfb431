import { describe, expect, it } from "vitest";
import { createLogger, type LogView } from "../../src/observability/log.js";
import { createRedactor } from "../../src/observability/redactor.js";
import { BankDetails } from "../../src/sync/model/bank.js";

const CANARY = 'cänary"\n4f1e';
const clock = { now: () => new Date("2026-11-23T08:30:00.000Z") };

function logging({ run = null, ...view }: Partial<LogView> & { readonly run?: string | null } = {}) {
  const redactor = createRedactor();
  redactor.register(CANARY);
  redactor.register("12345678");
  const lines: string[] = [];
  const log = createLogger({
    view: () => ({ level: "debug", format: "text", maskPersonalData: false, ...view }),
    write: (line) => lines.push(line),
    redactor,
    clock,
    run: () => run,
  });
  return { log, lines };
}

function writeAll(options: Partial<LogView>): readonly string[] {
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
    expect(writeAll({ level })).toEqual(expected);
  });

  it("writes text lines with time, level and fields", () => {
    const { log, lines } = logging({ run: "r1" });
    log.child({ entity: "acme-uk" }).warn("read finished", { members: 3, name: "Ada L", none: undefined });
    expect(lines).toEqual([
      '2026-11-23T08:30:00.000Z warn  read finished run=r1 entity=acme-uk members=3 name="Ada L"\n',
    ]);
  });

  it("writes JSON lines, with the fields of children", () => {
    const { log, lines } = logging({ format: "json", run: "r1" });
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
      run: "r1",
      entity: "acme-uk",
      page: 2,
      members: [1, { a: null }],
    });
  });

  it("does not let fields replace time, level, message and run", () => {
    const { log, lines } = logging({ format: "json", run: "r1" });
    log.info("true", { time: "x", level: "x", msg: "x", run: "x" });
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      time: "2026-11-23T08:30:00.000Z",
      level: "info",
      msg: "true",
      run: "r1",
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

  it.each(["info", "warn", "error"] as const)("masks e-mails at level %s when it is asked for", (level) => {
    const { log, lines } = logging({ maskPersonalData: true });
    log[level]("mira.o'brien+hr@acme.test is taken", {
      nested: { list: ["<zoë@büro.example.test>", "to=kai%40acme.test"] },
      error: new Error("for 'x@acme.test'"),
    });
    expect(lines[0]).toContain("m•••@acme.test is taken");
    expect(lines[0]).toContain("<z•••@büro.example.test>");
    expect(lines[0]).toContain("to=k•••%40acme.test");
    expect(lines[0]).toContain("for 'x•••@acme.test'");
    expect(lines[0]).not.toMatch(/mira|brien|zoë|kai/);
  });

  it("leaves e-mails as they are at level debug, without the setting, and what only looks like one", () => {
    const { log, lines } = logging({ maskPersonalData: true });
    log.debug("mira@acme.test");
    log.info("reset-after:x1@POST /v1/users");
    const plain = logging();
    plain.log.info("mira@acme.test");
    expect([...lines, ...plain.lines].map((line) => line.slice(31))).toEqual([
      "mira@acme.test\n",
      "reset-after:x1@POST /v1/users\n",
      "mira@acme.test\n",
    ]);
  });

  it("follows its settings and the run as they are when a line is written", () => {
    const lines: string[] = [];
    let format: LogView["format"] = "text";
    let run: string | null = null;
    const log = createLogger({
      view: () => ({ level: "info", format, maskPersonalData: false }),
      write: (line) => lines.push(line),
      redactor: createRedactor(),
      clock,
      run: () => run,
    });
    log.info("before");
    format = "json";
    run = "r2";
    log.info("after");
    expect(lines[0]).toBe("2026-11-23T08:30:00.000Z info  before\n");
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ msg: "after", run: "r2" });
  });
});
