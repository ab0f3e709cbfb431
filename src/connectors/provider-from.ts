import type { Obstacle, Provider, VerifyReport } from "../providers/provider.js";
import { unexpectedAnswer } from "../providers/support/call.js";
import { lookThrough } from "../providers/support/look.js";
import { createReadTally } from "../providers/support/read-tally.js";
import { requireReadable } from "../providers/support/readable.js";
import { cleanText } from "../providers/support/values.js";
import type { EmployeeRead } from "../sync/model/index.js";
import type { Connector } from "./define.js";
import { guideOf, settingsOf } from "./guide.js";
import { valueAt } from "./mapping/paths.js";
import { referencesOf, renderText } from "./mapping/templates.js";
import type { Calls } from "./reading/calls.js";
import { openCalls } from "./reading/calls.js";
import { baseUrlOf } from "./reading/hosts.js";
import { createMisfits } from "./reading/misfits.js";
import { lookPages, readPages } from "./reading/people.js";
import { type Connection, type SettingValues, scopeOf } from "./reading/values-of.js";
import { waysOf } from "./schema/auth.js";
import type { Manifest } from "./schema/manifest.js";
import { clientCertificateOf } from "./signing/certificate.js";
import { chosenWay, waysInto } from "./ways-in.js";

type Credentials = Readonly<Record<string, string>>;

/**
 * A connector as the provider that wizard, live check, filters and runs know: nothing of them has to
 * know that there is a manifest behind it.
 */
export function providerFrom({ manifest, hooks }: Connector): Provider<SettingValues> {
  const [{ manifest: own, ...first }, ...others] = waysInto(manifest);
  const guide = guideOf(own);
  const { callsPerSecond } = manifest.rate;
  const shown = waysOf(manifest).find((way) => way.kind === "clientCertificate");

  /** The connector as the settings of a connection choose it. */
  const connectorFor = (settings: SettingValues): Connector => ({
    manifest: chosenWay(manifest, settings),
    hooks,
  });

  async function verify(connection: Connection): Promise<VerifyReport> {
    const connector = connectorFor(connection.settings);
    const calls = openCalls(connector, connection);
    await check(manifest, connection, calls);
    const misfits = createMisfits(manifest);
    const pages = lookPages(connector, connection, calls, misfits);
    const report = await lookThrough(pages, guide.dataRead, ({ label, permission }) => {
      return `In ${manifest.title}, allow ${label}: ${permission}.`;
    });
    const obstacles: readonly Obstacle[] = [...(report.obstacles ?? []), ...misfits.obstacles()];
    return obstacles.length === 0 ? report : { ...report, obstacles };
  }

  async function* readEmployees(connection: Connection): EmployeeRead {
    const connector = connectorFor(connection.settings);
    const calls = openCalls(connector, connection);
    if (manifest.check?.company !== undefined) await check(manifest, connection, calls);
    const misfits = createMisfits(manifest);
    const tally = createReadTally();
    const pages = readPages(connector, connection, calls, misfits);
    let isFirst = true;
    for (;;) {
      const next = await pages.next();
      if (next.done) return tally.outcome(next.value);
      const { employees, rows, total } = next.value;
      if (isFirst) requireReadable(employees, guide.dataRead, adviceOf(manifest));
      isFirst = false;
      tally.addMalformed(rows.length - employees.length);
      yield tally.unique(employees, total);
    }
  }

  return {
    id: manifest.id,
    title: manifest.title,
    ...guide,
    settings: settingsOf(own),
    ...(manifest.waysIn && {
      variants: {
        setting: manifest.waysIn.setting,
        question: manifest.waysIn.question,
        choices: [
          { ...first, guide },
          ...others.map(({ manifest: other, ...way }) => ({ ...way, guide: guideOf(other) })),
        ],
      },
    }),
    ...(callsPerSecond !== undefined && { callsPerSecond }),
    ...(asksForToday(manifest) && { readsAsOfToday: true as const }),
    ...(manifest.completeness !== "full" && { absentPeople: () => "unknown" as const }),
    notVerified: manifest.notVerified,
    account: {
      sharedHosts: manifest.allowedHosts.filter((host) => !/^(?:\*\.|\$)/u.test(host)),
      name: (settings, credentials) => accountName(chosenWay(manifest, settings), settings, credentials),
    },
    ...(shown && {
      clientCertificate: (credentials: Credentials, now: Date) =>
        clientCertificateOf(manifest, shown, credentials, now),
    }),
    baseUrl: (settings, credentials) => {
      const chosen = chosenWay(manifest, settings);
      return baseUrlOf(chosen, plainScope(chosen, settings, credentials));
    },
    verify,
    readEmployees,
  };
}

/**
 * The manifest's own cheap call, which tells whether the credentials are right before anything else, and
 * the company's id where its answer has one.
 */
async function check(manifest: Manifest, { noteCompany }: Connection, calls: Calls): Promise<void> {
  const { check } = manifest;
  if (!check) return;
  const { json } = await calls.send(check.request);
  if (check.company === undefined) return;
  const company = cleanText(valueAt(json, check.company));
  if (company === null) {
    const place = `the request ${check.request} has no company id at ${check.company}`;
    throw unexpectedAnswer(manifest.title, `The answer to ${place}.`);
  }
  noteCompany(company);
}

/** Whether a rule of the status asks what day it is. */
function asksForToday({ status }: Manifest): boolean {
  return status.rules
    .flatMap(({ when }) => when)
    .some((condition) => "date" in condition && (condition.is === "past" || condition.is === "future"));
}

function accountName(manifest: Manifest, settings: SettingValues, credentials: Credentials): string | null {
  const { account } = manifest;
  if (account === undefined) return null;
  const scope = plainScope(manifest, settings, credentials);
  const isKnown = referencesOf(account).every((reference) => renderText(`\${${reference}}`, scope) !== "");
  return isKnown ? renderText(account, scope).toLowerCase() : null;
}

/** The values for addresses, of which none is secret. */
function plainScope(manifest: Manifest, settings: SettingValues, credentials: Credentials) {
  return scopeOf(manifest, { settings, credentials, registerSecret: () => {} });
}

function adviceOf({ title, guide }: Manifest) {
  return {
    service: title,
    next: `In ${title}, allow it: ${guide.permission}. Then run \`spendesk-hr preview\`.`,
  };
}
