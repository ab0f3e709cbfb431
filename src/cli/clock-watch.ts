import type { HttpResponse } from "../http/types.js";
import { type Clock, Problem, type Warning } from "../sync/model/index.js";

/**
 * From here on nothing may be applied: who has left is a question of the day, which is another one
 * within hours of midnight.
 */
const STOP_MS = 60 * 60_000;
/** From here on it is said: certificates and tokens fail next, and the header has whole seconds only. */
const WARN_MS = 5 * 60_000;

/** Compares the clock of this computer with the `Date` headers of the APIs. */
export interface ClockWatch {
  /** @param service whose answer it is: `Spendesk`, `Personio` */
  note(service: string, headers: HttpResponse["headers"]): void;
  /** Null while the clock is good enough, as far as the answers tell. */
  warning(): Warning | null;
  /** @throws Problem `clock_skew` when it is more than an hour off */
  requireGood(): void;
}

/** Remembers the newest answer of each service. */
export function createClockWatch(clock: Clock): ClockWatch {
  const aheadOf = new Map<string, number>();

  function worst(): { readonly service: string; readonly ahead: number } | null {
    const [first] = [...aheadOf].sort(([, one], [, other]) => Math.abs(other) - Math.abs(one));
    return first ? { service: first[0], ahead: first[1] } : null;
  }

  return {
    note(service, headers) {
      const ahead = clockAhead(headers, clock.now());
      if (ahead !== null) aheadOf.set(service, ahead);
    },
    warning() {
      const found = worst();
      if (found === null || Math.abs(found.ahead) < WARN_MS) return null;
      const stops = Math.abs(found.ahead) > STOP_MS ? " `apply` refuses to work with it." : "";
      return {
        code: "clock_skew",
        text: `${skewText(found.service, found.ahead)}${stops} ${SET_CLOCK}`,
      };
    },
    requireGood() {
      const found = worst();
      if (found === null || Math.abs(found.ahead) <= STOP_MS) return;
      throw new Problem({
        kind: "configuration",
        code: "clock_skew",
        what: `Nothing was written: ${lowerFirst(skewText(found.service, found.ahead))}`,
        why: "Which day it is decides who has left and who starts, so a wrong clock archives and invites the wrong people.",
        next: `${SET_CLOCK} Then run \`spendesk-hr doctor\`.`,
      });
    },
  };
}

const SET_CLOCK = "Set the clock, best by switching time synchronisation on (`timedatectl set-ntp true`).";

/**
 * How far a clock is ahead of the one that wrote these headers, in milliseconds; null when they do not
 * tell. An answer out of a cache has the `Date` of when it was made, and its `Age` in seconds (RFC 9111).
 */
export function clockAhead(headers: HttpResponse["headers"], now: Date): number | null {
  const date = Date.parse(headers.date ?? "");
  if (Number.isNaN(date)) return null;
  const age = /^\d{1,9}$/.test(headers.age ?? "") ? Number(headers.age) * 1000 : 0;
  return now.getTime() - date - age;
}

/** `This computer's clock is 4 h 20 min ahead of Spendesk's.` */
export function skewText(service: string, ahead: number): string {
  const amount = durationText(Math.abs(ahead));
  return `This computer's clock is ${amount} ${ahead > 0 ? "ahead of" : "behind"} ${service}'s.`;
}

function durationText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
