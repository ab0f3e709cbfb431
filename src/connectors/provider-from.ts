import type { DataRead, Obstacle, Provider, VerifyReport } from "../providers/provider.js";
import { unexpectedAnswer } from "../providers/support/call.js";
import { lookThrough } from "../providers/support/look.js";
import { readPeople } from "../providers/support/read-people.js";
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
import { lookPages, namesManagersById, readPages } from "./reading/people.js";
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
  const [{ manifest: chosen, ...first }, ...others] = waysInto(manifest);
  const own = { manifest: chosen, hooks };
  const guide = guideOf(own);
  const { callsPerSecond } = manifest.rate;
  const shown = waysOf(manifest).find((way) => way.kind === "clientCertificate");

  /** The connector as the settings of a connection choose it. */
  const connectorFor = (settings: SettingValues): Connector => ({
    manifest: chosenWay(manifest, settings),
    hooks,
  });

  async function verify(given: Connection): Promise<VerifyReport> {
    const connector = connectorFor(given.settings);
    const connection = prepared(connector, given);
    const calls = openCalls(connector, connection);
    await check(manifest, connection, calls);
    const misfits = createMisfits(manifest);
    const pages = lookPages(connector, connection, calls, misfits);
    const report = await lookThrough(pages, guide.dataRead, hooks.whatToAllow ?? whatToAllow);
    const obstacles: readonly Obstacle[] = [...(report.obstacles ?? []), ...misfits.obstacles()];
    return obstacles.length === 0 ? report : { ...report, obstacles };
  }

  function whatToAllow({ label, permission }: DataRead): string {
    return `In ${manifest.title}, allow ${label}: ${permission}.`;
  }

  async function* readEmployees(given: Connection): EmployeeRead {
    const connector = connectorFor(given.settings);
    const connection = prepared(connector, given);
    const calls = openCalls(connector, connection);
    if (manifest.check?.company !== undefined) await check(manifest, connection, calls);
    const misfits = createMisfits(manifest);
    return yield* readPeople(readPages(connector, connection, calls, misfits), {
      dataRead: guide.dataRead,
      advice: adviceOf(manifest),
      ...(namesManagersById(manifest) && { settle: (end) => end }),
    });
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
          ...others.map(({ manifest: other, ...way }) => ({
            ...way,
            guide: guideOf({ manifest: other, hooks }),
          })),
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

/** The connection with the credentials as templates take them; the redactor is told of what is new. */
function prepared({ hooks }: Connector, connection: Connection): Connection {
  if (!hooks.prepareCredentials) return connection;
  const credentials = hooks.prepareCredentials(connection.credentials);
  for (const [key, value] of Object.entries(credentials)) {
    if (value !== connection.credentials[key]) connection.registerSecret(value);
  }
  return { ...connection, credentials };
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
