/** A unit file: the values of every setting, in order. Sections are left out: no setting is in two. */
export type Unit = ReadonlyMap<string, readonly string[]>;

export function parseUnit(text: string): Unit {
  const unit = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) unit.set(key, [...(unit.get(key) ?? []), value]);
  }
  return unit;
}

/** The one value of a setting. @throws Error when it is missing or there are several */
export function setting(unit: Unit, key: string): string {
  const [value, ...others] = unit.get(key) ?? [];
  if (value === undefined || others.length > 0) throw new Error(`the unit has not exactly one ${key}=`);
  return value;
}

/**
 * The words of a value as systemd takes them apart (systemd.service(5), systemd.unit(5)): double quotes,
 * `%%` and `$$`.
 * @param specifiers what others stand for, by letter
 */
export function unitWords(
  value: string,
  specifiers: Readonly<Record<string, string>> = {},
): readonly string[] {
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) =>
    (quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "")
      .replace(/%(.)/g, (_, letter: string) => (letter === "%" ? "%" : (specifiers[letter] ?? `%${letter}`)))
      .replaceAll("$$", "$"),
  );
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["s", 1_000],
  ["min", 60_000],
  ["h", 3_600_000],
]);

/** A span such as `15min` or `6h`, milliseconds. */
function span(text: string): number {
  const [, number, unit = ""] = /^(\d+)(\w+)$/.exec(text) ?? [];
  const milliseconds = UNITS.get(unit);
  if (number === undefined || milliseconds === undefined) throw new Error(`not a span of time: ${text}`);
  return Number(number) * milliseconds;
}

/** What systemd decides about a service: whether it may start, and whether it starts again. */
export interface Supervisor {
  /** False when it was started too often (`StartLimitBurst=`). */
  start(at: number): boolean;
  /** When it starts again by itself after it ended with a code; null: it does not. */
  restartAfter(code: number, at: number): number | null;
}

export function createSupervisor(unit: Unit): Supervisor {
  const interval = span(unit.get("StartLimitIntervalSec")?.[0] ?? "10s");
  const burst = Number(unit.get("StartLimitBurst")?.[0] ?? "5");
  const prevented = (unit.get("RestartPreventExitStatus")?.[0] ?? "").split(" ").map(Number);
  let window = { begin: Number.NEGATIVE_INFINITY, starts: 0 };
  return {
    start(at) {
      // As systemd counts (src/basic/ratelimit.c): the window opens with the first start in it.
      if (at - window.begin > interval) window = { begin: at, starts: 0 };
      window = { ...window, starts: window.starts + 1 };
      return window.starts <= burst;
    },
    restartAfter(code, at) {
      if (code === 0 || prevented.includes(code) || unit.get("Restart")?.[0] !== "on-failure") return null;
      return at + span(setting(unit, "RestartSec"));
    },
  };
}
