import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventKind } from "../../../src/observability/notify/events.js";
import { selectEvents } from "../../../src/observability/notify/selection.js";
import { readSent, writeSent } from "../../../src/observability/notify/sent.js";
import type { EntityReport, ReportedAttention, RunReport } from "../../../src/observability/run-report.js";
import { entityReport, later, OUTAGE, runReport, SAFETY_STOP } from "./report.js";

const WANTED: readonly EventKind[] = ["failure", "safety", "attention"];

/** A conflict of somebody; with the same text another key makes it one of several people's. */
function conflict(name: string, more: Partial<ReportedAttention> = {}): ReportedAttention {
  return {
    key: `identity_unclear ${name}`,
    code: "identity_unclear",
    name,
    text: `${name}: Only the e-mail agrees.`,
    isNew: false,
    isSteady: false,
    ...more,
  };
}

const ADA = conflict("Ada");
const BEA = conflict("Bea");
const RELEASED = conflict("Rex", {
  code: "out_of_filter",
  text: "Rex: The filter leaves out.",
  isSteady: true,
});

function at(hours: number, attention: EntityReport["attention"], some: Partial<RunReport> = {}): RunReport {
  return later(runReport({ entities: [entityReport({ attention })], ...some }), hours);
}

describe("what people are to look at", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "told-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A run as a process of its own, which knows of earlier ones what is in the file. */
  async function tell(report: RunReport, { reaches = true, wanted = WANTED } = {}): Promise<string[]> {
    const path = join(folder, "notifications.json");
    const { events, sent } = selectEvents(report, wanted, await readSent(path));
    if (reaches) await writeSent(path, sent);
    return events.map(({ kind, text }) => (kind === "attention" ? text : kind));
  }

  async function tellAll(reports: readonly RunReport[]): Promise<Record<number, string[]>> {
    const told: Record<number, string[]> = {};
    const start = runReport().finishedAt.getTime();
    for (const report of reports) {
      const events = await tell(report);
      if (events.length > 0) told[(report.finishedAt.getTime() - start) / 3_600_000] = events;
    }
    return told;
  }

  const newAda = "acme-uk: 1 new to look at: Ada: Only the e-mail agrees.";
  const newBea = "acme-uk: 1 new to look at: Bea: Only the e-mail agrees.";
  const stillAda = "acme-uk: 1 still to look at: Ada.";

  it("are told when each begins, then in one line a day, over days of four runs", async () => {
    const openAt = (hours: number) => [
      ...(hours < 72 ? [ADA] : []),
      ...(hours >= 30 && hours < 102 ? [BEA] : []),
    ];
    const week = Array.from({ length: 28 }, (_, run) => at(run * 6, openAt(run * 6)));
    expect(await tellAll(week)).toEqual({
      0: [newAda],
      24: [stillAda],
      30: [newBea],
      48: ["acme-uk: 2 still to look at: Ada, Bea."],
      72: ["acme-uk: 1 still to look at: Bea."],
      96: ["acme-uk: 1 still to look at: Bea."],
    });
  });

  it("are told in one message when one begins as another is due", async () => {
    expect(await tellAll([at(0, [ADA]), at(24, [ADA, BEA]), at(30, [ADA, BEA])])).toEqual({
      0: [newAda],
      24: [`${newBea} 1 still to look at: Ada.`],
    });
  });

  it("are news again when they were over", async () => {
    expect(await tellAll([at(0, [ADA]), at(6, []), at(12, [ADA]), at(18, [ADA])])).toEqual({
      0: [newAda],
      12: [newAda],
    });
  });

  it("are no news after a failed run, one without the entity, or one that gave way", async () => {
    const failed = runReport({ exitCode: 7, entities: [entityReport({ attention: null, problem: OUTAGE })] });
    const elsewhere = runReport({ entities: [entityReport({ attention: null, inRun: false })] });
    const locked = runReport({ exitCode: 6, problem: { ...OUTAGE, kind: "locked" }, entities: [] });
    expect(
      await tellAll([
        at(0, [ADA]),
        later(failed, 6),
        later(elsewhere, 7),
        later(locked, 8),
        at(12, [ADA]),
        at(24, [ADA]),
      ]),
    ).toEqual({ 0: [newAda], 6: ["failure"], 12: ["recovered"], 24: [stillAda] });
  });

  it("are no news in every run that a limit stops, though the state does not learn of them", async () => {
    const stopped = { exitCode: 5, problem: SAFETY_STOP };
    const isNew = { ...ADA, isNew: true };
    expect(await tellAll([at(0, [isNew], stopped), at(6, [isNew], stopped), at(12, [isNew])])).toEqual({
      0: ["safety", newAda],
      12: ["recovered"],
    });
  });

  it("are told in full by the next run when the message reached nobody, whatever the state knows", async () => {
    expect(await tell(at(0, [{ ...ADA, isNew: true }, RELEASED]), { reaches: false })).toHaveLength(1);
    expect(await tell(at(6, [ADA, RELEASED]), { reaches: false })).toEqual([
      "acme-uk: 2 new to look at: Ada: Only the e-mail agrees. Rex: The filter leaves out.",
    ]);
    expect(await tell(at(12, [ADA, RELEASED]))).toHaveLength(1);
    expect(await tell(at(18, [ADA, RELEASED]))).toEqual([]);
    expect(await tell(at(36, [ADA, RELEASED]), { reaches: false })).toEqual([stillAda]);
    expect(await tell(at(42, [ADA, RELEASED]))).toEqual([stillAda]);
  });

  it("are not reminded of when they stay so: released people", async () => {
    expect(await tellAll([at(0, [RELEASED]), at(24, [RELEASED]), at(48, [RELEASED, ADA])])).toEqual({
      0: ["acme-uk: 1 new to look at: Rex: The filter leaves out."],
      48: [newAda],
    });
  });

  it("are told once of several people with one text, and again when somebody joins them", async () => {
    const shared = (name: string, names: string) => conflict(name, { text: `One account: ${names}.` });
    const two = [shared("Ada", "Ada, Bea"), shared("Bea", "Ada, Bea")];
    const three = ["Ada", "Bea", "Cleo"].map((name) => shared(name, "Ada, Bea, Cleo"));
    expect(await tellAll([at(0, two), at(6, three), at(12, three), at(18, two)])).toEqual({
      0: ["acme-uk: 1 new to look at: One account: Ada, Bea."],
      6: ["acme-uk: 1 new to look at: One account: Ada, Bea, Cleo."],
    });
  });

  it("are counted where they are too many to name, and show no address in full", async () => {
    const many = Array.from({ length: 23 }, (_, index) => conflict(`p${index}@acme.test`));
    const [news = ""] = await tell(at(0, many));
    expect(news).toMatch(/^acme-uk: 23 new to look at: p•••@acme\.test: Only .* And 3 more\.$/);
    expect(news.match(/p•••@acme\.test/g)).toHaveLength(20);
    const [reminder = ""] = await tell(at(24, many));
    expect(reminder).toMatch(/^acme-uk: 23 still to look at: (?:p•••@acme\.test(?:, )?){5} and 18 more\.$/);
  });

  it("are of each entity apart", async () => {
    const both = (hours: number, uk: ReportedAttention[], de: ReportedAttention[]) =>
      later(
        runReport({
          entities: [entityReport({ attention: uk }), entityReport({ entity: "acme-uk-de", attention: de })],
        }),
        hours,
      );
    expect(await tellAll([both(0, [ADA], []), both(6, [ADA], [ADA]), both(24, [ADA], [ADA])])).toEqual({
      0: [newAda],
      6: ["acme-uk-de: 1 new to look at: Ada: Only the e-mail agrees."],
      24: [stillAda],
    });
  });

  it("are told in full to whoever asks for them later", async () => {
    expect(await tell(at(0, [ADA]), { wanted: ["failure"] })).toEqual([]);
    expect(await tell(at(6, [ADA]))).toEqual([newAda]);
  });
});
