import { loadDriver } from "../../state/sqlite.js";
import type { CliContext } from "../cli-context.js";
import { attempt, type Finding, ok, problem, type Subject, warning } from "./finding.js";

const AREA = { area: "runtime", entity: null } as const;

/** Years after which rules of time zones are likely to have changed somewhere. */
const OLD_ZONES_YEARS = 2;

/** Node.js and what comes with it. */
export async function checkRuntime({ process: { env, clock } }: CliContext): Promise<readonly Finding[]> {
  const modules: Subject = { ...AREA, check: "database-module" };
  return [
    // One that is too old never gets here: `bin/spendesk-hr.js` sees to that.
    ok({ ...AREA, check: "node" }, `Node.js ${process.versions.node}.`),
    ...(await attempt(modules, () => {
      loadDriver();
      return [ok(modules, "The database module better-sqlite3 works.")];
    })),
    timeZones(process.versions.tz, clock.now()),
    ...tlsVerification(env.NODE_TLS_REJECT_UNAUTHORIZED),
  ];
}

/**
 * Time zones decide when somebody's last day is over.
 * @param version of the rules, such as `2025b`; undefined in a Node.js without them
 */
export function timeZones(version: string | undefined, now: Date): Finding {
  const subject: Subject = { ...AREA, check: "time-zones" };
  // A Node.js built without them knows no zone but UTC, or shifts none.
  if (version === undefined || !knowsZones()) {
    return problem(subject, {
      kind: "configuration",
      code: "time_zones_missing",
      message: "This Node.js has no time zone data.",
      why: "Without them, leavers of entities outside UTC would leave on the wrong day.",
      next: "Install Node.js from nodejs.org or your distribution (built with full-icu), or unset NODE_ICU_DATA.",
    });
  }
  const age = now.getUTCFullYear() - Number.parseInt(version, 10);
  if (!(age > OLD_ZONES_YEARS)) return ok(subject, `Time zone data of ${version}.`);
  return warning(subject, {
    code: "time_zones_old",
    text: `The time zone data are of ${version}; countries change their rules every year.`,
    next: "Update Node.js.",
  });
}

function knowsZones(): boolean {
  const hourIn = (timeZone: string) =>
    new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", hourCycle: "h23" }).format(0);
  try {
    // At the beginning of 1970 it was 09:00 in Tokyo.
    return hourIn("Asia/Tokyo") !== hourIn("UTC");
  } catch {
    return false;
  }
}

function tlsVerification(value: string | undefined): readonly Finding[] {
  if (value !== "0") return [];
  const code = "tls_verification_off";
  const text =
    "NODE_TLS_REJECT_UNAUTHORIZED=0 is set. It has no effect here, but switches certificate checks off in other programs.";
  const next = "Unset it, and name your network's authority as `network.caFile` instead.";
  return [warning({ ...AREA, check: "tls-verification" }, { code, text, next })];
}
