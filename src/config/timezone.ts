import { enumerated } from "../shared/text.js";
import { didYouMean } from "./suggestion.js";

/**
 * Abbreviations and old names of zones, and what people mean by them: several things each, or a zone
 * without its summer time. What Node makes of them is often something else: `BST` is Dhaka, `EST` never
 * has summer time.
 */
const MEANT = new Map<string, readonly string[]>(
  Object.entries({
    ACST: ["Australia/Adelaide", "Australia/Darwin"],
    AEDT: ["Australia/Sydney", "Australia/Melbourne"],
    AEST: ["Australia/Sydney", "Australia/Brisbane"],
    AKST: ["America/Anchorage"],
    AST: ["America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"],
    AWST: ["Australia/Perth"],
    BRT: ["America/Sao_Paulo"],
    BST: ["Europe/London", "Asia/Dhaka"],
    CDT: ["America/Chicago", "America/Havana"],
    CEST: ["Europe/Paris", "Europe/Berlin", "Europe/Madrid"],
    CET: ["Europe/Paris", "Europe/Berlin", "Europe/Madrid"],
    CST: ["America/Chicago", "America/Mexico_City", "Asia/Shanghai"],
    CST6CDT: ["America/Chicago"],
    EDT: ["America/New_York", "America/Toronto"],
    EEST: ["Europe/Athens", "Europe/Helsinki", "Europe/Bucharest"],
    EET: ["Europe/Athens", "Europe/Helsinki", "Africa/Cairo"],
    EST: ["America/New_York", "America/Toronto", "America/Panama"],
    EST5EDT: ["America/New_York"],
    GMT: ["Europe/London", "Africa/Accra", "UTC"],
    GST: ["Asia/Dubai"],
    HKT: ["Asia/Hong_Kong"],
    HST: ["Pacific/Honolulu"],
    IST: ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
    JST: ["Asia/Tokyo"],
    KST: ["Asia/Seoul"],
    MDT: ["America/Denver"],
    MET: ["Europe/Paris", "Europe/Berlin"],
    MSK: ["Europe/Moscow"],
    MST: ["America/Denver", "America/Phoenix"],
    MST7MDT: ["America/Denver"],
    NZST: ["Pacific/Auckland"],
    PDT: ["America/Los_Angeles", "America/Vancouver"],
    PHT: ["Asia/Manila"],
    PKT: ["Asia/Karachi"],
    PST: ["America/Los_Angeles", "America/Vancouver", "Asia/Manila"],
    PST8PDT: ["America/Los_Angeles"],
    SAST: ["Africa/Johannesburg"],
    SGT: ["Asia/Singapore"],
    SST: ["Asia/Singapore", "Pacific/Pago_Pago"],
    TRT: ["Europe/Istanbul"],
    WEST: ["Europe/Lisbon"],
    WET: ["Europe/Lisbon"],
    WIB: ["Asia/Jakarta"],
    Z: ["UTC"],
    ZULU: ["UTC"],
    UCT: ["UTC"],
    UTC: ["UTC"],
    UNIVERSAL: ["UTC"],
  }),
);

const AREA_AND_CITY = /^[A-Za-z][A-Za-z_]*(?:\/[A-Za-z0-9_+-]+)+$/;

/**
 * What is wrong with the name of a zone: null when it is `UTC` or a known Area/City name, which mean one
 * thing only and know summer time; else a sentence that helps, or an empty one.
 */
export function timezoneFault(name: string): string | null {
  if (name === "UTC" || name === "Etc/UTC") return null;
  const isOffset = /^(?:Etc\/)?(?:UTC|GMT)?[+-]?\d/i.test(name) || /^Etc\/GMT/i.test(name);
  if (isOffset) return "An offset knows no summer time: name the city instead, as in Europe/Paris.";
  const resolved = resolvedZone(name);
  if (resolved !== null && AREA_AND_CITY.test(name)) return null;
  const meant = MEANT.get(name.toUpperCase()) ?? (resolved?.includes("/") ? [resolved] : null);
  if (meant)
    return meant.length === 1
      ? `Write ${meant[0]} instead.`
      : `${name} is not clear: write ${enumerated(meant, "or")}.`;
  return ofCity(name) ?? didYouMean(name, Intl.supportedValuesOf("timeZone")) ?? "";
}

/** The zone that Node takes the name for; null when it knows none. */
function resolvedZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** `London` is Europe/London, `New York` is America/New_York. */
function ofCity(name: string): string | null {
  const city = `/${name.trim().replace(/\s+/g, "_")}`.toLowerCase();
  const zone = Intl.supportedValuesOf("timeZone").find((known) => known.toLowerCase().endsWith(city));
  return zone === undefined ? null : `Did you mean \`${zone}\`?`;
}
