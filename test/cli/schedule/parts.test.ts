import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../src/cli/commands/index.js";
import { cronCommand, unitCommand, unitWord } from "../../../src/cli/schedule/quote.js";
import {
  calendarExpression,
  cronExpression,
  EVERY,
  inUtc,
  longestRun,
  timingOf,
} from "../../../src/cli/schedule/timing.js";
import { shellCommand } from "../../../src/shared/shell.js";

const SEEDS = Array.from({ length: 256 }, (_, index) => new Uint8Array([index, 255 - index, index, index]));

describe("timingOf", () => {
  it("knows the intervals that the command line offers", () => {
    const options = COMMANDS.find(({ name }) => name === "schedule")?.options ?? [];
    expect(options.find(({ flags }) => flags.startsWith("--every"))?.choices).toEqual([...EVERY]);
  });

  it("starts once a night, in Spendesk's quiet hours and never on the full hour", () => {
    for (const seed of SEEDS) {
      const { minutes, hours, period } = timingOf({ every: undefined, at: undefined }, seed);
      expect(period).toBe(24 * 60);
      expect([3, 4, 5]).toContain(hours?.[0]);
      expect(minutes[0]).toBeGreaterThan(0);
      expect(minutes[0]).toBeLessThan(60);
    }
  });

  it("spreads installations over the hour", () => {
    const minutes = new Set(SEEDS.map((seed) => timingOf({ every: "1h", at: undefined }, seed).minutes[0]));
    expect(minutes.size).toBe(59);
  });

  it("starts as often as asked, at equal distances, for every interval and seed", () => {
    for (const every of EVERY) {
      for (const seed of SEEDS) {
        const { minutes, hours, period } = timingOf({ every, at: undefined }, seed);
        const starts = (hours ?? Array.from({ length: 24 }, (_, hour) => hour)).flatMap((hour) =>
          minutes.map((minute) => hour * 60 + minute),
        );
        const around = [...starts, (starts[0] ?? 0) + 24 * 60];
        const gaps = new Set(starts.map((start, index) => (around[index + 1] ?? 0) - start));
        expect([...gaps]).toEqual([period]);
        expect(minutes).not.toContain(0);
      }
    }
  });

  it("keeps to a time that was named, and takes any minute of an hour that was named", () => {
    const [seed = new Uint8Array(4)] = SEEDS;
    expect(timingOf({ every: undefined, at: "04:17" }, seed)).toMatchObject({ hours: [4], minutes: [17] });
    expect(timingOf({ every: undefined, at: "22" }, seed)).toMatchObject({ hours: [22], minutes: [1] });
  });

  it("refuses times that are none, and two ways of saying when", () => {
    const seed = new Uint8Array(4);
    for (const at of ["24:00", "4:60", "noon", ""]) {
      expect(() => timingOf({ every: undefined, at }, seed)).toThrow(/time of day/);
    }
    expect(() => timingOf({ every: "1h", at: "04" }, seed)).toThrow(/both/);
  });

  it("lets a run end before the next one is due", () => {
    for (const every of EVERY) {
      const timing = timingOf({ every, at: undefined }, new Uint8Array(4));
      expect(longestRun(timing)).toBeLessThan(timing.period);
      expect(longestRun(timing)).toBeGreaterThanOrEqual(10);
    }
  });
});

describe("the forms of times", () => {
  const at = (text: string) => timingOf({ every: undefined, at: text }, new Uint8Array(4));

  it("are cron's and systemd's", () => {
    expect(cronExpression(at("04:07"))).toBe("7 4 * * *");
    expect(calendarExpression(at("04:07"), "Europe/Paris")).toBe("*-*-* 04:07:00 Europe/Paris");
    const often = timingOf({ every: "20m", at: undefined }, new Uint8Array(4));
    expect(cronExpression(often)).toBe("1,21,41 * * * *");
    expect(calendarExpression(often, "Europe/Paris")).toBe("*-*-* *:01,21,41:00");
  });

  it("turn into UTC across midnight and half hours", () => {
    expect(cronExpression(inUtc(at("04:07"), "Europe/Paris"))).toBe("7 3 * * *");
    expect(cronExpression(inUtc(at("03:10"), "Asia/Kolkata"))).toBe("40 21 * * *");
    expect(cronExpression(inUtc(at("22:10"), "America/New_York"))).toBe("10 3 * * *");
    const often = timingOf({ every: "8h", at: undefined }, new Uint8Array([0, 2]));
    expect(cronExpression(often)).toBe("1 2,10,18 * * *");
    expect(cronExpression(inUtc(often, "America/New_York"))).toBe("1 7,15,23 * * *");
  });
});

describe("quoting", () => {
  it("keeps every character of a word for a shell, a crontab and a unit", () => {
    expect(shellCommand(["/usr/bin/node", "/a b/it's", "$x"])).toBe("/usr/bin/node '/a b/it'\\''s' '$x'");
    expect(cronCommand("date +%F")).toBe("date +\\%F");
    expect(unitWord("/srv/100%")).toBe("/srv/100%%");
    expect(unitCommand(['/a b/"c"\\d', "$HOME", "50%"])).toBe('"/a b/\\"c\\"\\\\d" "$$HOME" 50%%');
  });
});
