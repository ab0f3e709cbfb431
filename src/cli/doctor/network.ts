import { X509Certificate } from "node:crypto";
import type { SourceConfig } from "../../config/entity-config.js";
import type { EntityConfig } from "../../config/load.js";
import { bypassesProxy, parseProxy } from "../../http/proxy.js";
import type { RouteSettings } from "../../http/route.js";
import { readAuthorities } from "../../http/trust.js";
import { isProblem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { parseSettings } from "../connection.js";
import { providerOf } from "../find-provider.js";
import { attempt, type Finding, ok, problem, type Subject, warning } from "./finding.js";

const DAY_MS = 24 * 3_600_000;
/** Days before the end of a certificate from which its renewal is asked for. */
const WARNING_DAYS = 30;

const PROXY: Subject = { area: "network", check: "proxy", entity: null };

/** The way to the outside as it is configured; sends nothing. */
export async function checkNetwork(
  entities: readonly EntityConfig[],
  { network, process: { env, clock } }: CliContext,
): Promise<readonly Finding[]> {
  const hosts = await hostsOf(entities);
  const now = clock.now();
  const caFile = network.route?.trust?.caFile;
  return [
    ...(await attempt(PROXY, () => [ok(PROXY, proxyText(hosts, network.route))])),
    ...(caFile === undefined ? [] : await authorities(caFile, now)),
    ...extraAuthorities(env.NODE_EXTRA_CA_CERTS, now),
  ];
}

/** Addresses that are known without credentials, each once. */
async function hostsOf(entities: readonly EntityConfig[]): Promise<readonly URL[]> {
  const addresses = await Promise.all(
    entities.map(async (entity) => [
      entity.spendesk.baseUrl,
      ...(await Promise.all(entity.sources.map((source) => sourceAddress(entity, source)))),
    ]),
  );
  const urls = addresses.flat().flatMap((address) => (URL.canParse(address) ? [new URL(address)] : []));
  return [...new Map(urls.filter(isAsked).map((url) => [url.host, url])).values()];
}

/** A source that is a file stands at no host, and says so by a name that never is one (RFC 2606). */
function isAsked({ hostname }: URL): boolean {
  return !hostname.endsWith(".invalid");
}

/** Empty when settings or credentials decide it and they are not there. */
async function sourceAddress(entity: EntityConfig, source: SourceConfig): Promise<string> {
  if (source.baseUrl !== null) return source.baseUrl;
  try {
    const provider = await providerOf(source);
    return provider.baseUrl(parseSettings(provider, entity, source), {});
  } catch {
    // What is wrong with the settings is told where they are checked.
    return "";
  }
}

/** @throws Problem `proxy_invalid` */
function proxyText(hosts: readonly URL[], route: RouteSettings | undefined): string {
  if (!route?.proxy) return "No proxy is set: calls go straight to the APIs.";
  const { host, source } = parseProxy(route.proxy);
  const names = (direct: boolean) =>
    hosts.filter((url) => bypassesProxy(url, route.noProxy) === direct).map((url) => url.host);
  const list = (found: readonly string[]) => found.join(", ") || "none";
  return `The proxy ${host} (from ${source}) is used for: ${list(names(false))}. Straight go: ${list(names(true))}.`;
}

function authorities(file: string, now: Date): Promise<readonly Finding[]> {
  const subject: Subject = { area: "network", check: "ca-file", entity: null };
  return attempt(subject, () => [ended(subject, file, now) ?? ok(subject, `${file} is trusted as well.`)]);
}

/** Node itself reads this file when it starts, and goes on without a file it can't read. */
function extraAuthorities(file: string | undefined, now: Date): readonly Finding[] {
  const subject: Subject = { area: "network", check: "node-extra-ca-certs", entity: null };
  if (!file) return [];
  try {
    return [ended(subject, file, now) ?? ok(subject, `${file} (NODE_EXTRA_CA_CERTS) is trusted as well.`)];
  } catch (error) {
    if (!isProblem(error)) throw error;
    const text = `NODE_EXTRA_CA_CERTS names ${file}, which can't be read or holds no certificates in PEM form; Node.js goes on without it.`;
    return [
      warning(subject, { code: "node_extra_ca_certs_ignored", text, next: "Correct or unset the variable." }),
    ];
  }
}

/**
 * The finding about a certificate of the file that has ended or soon will; null when all last.
 * @throws Problem of the file
 */
function ended(subject: Subject, file: string, now: Date): Finding | null {
  const certificates = readAuthorities(file).map((pem) => new X509Certificate(pem));
  const [first] = certificates.sort((a, b) => Date.parse(a.validTo) - Date.parse(b.validTo));
  if (!first) return null;
  const end = new Date(first.validTo);
  const days = Math.floor((end.getTime() - now.getTime()) / DAY_MS);
  if (days > WARNING_DAYS) return null;
  const day = end.toISOString().slice(0, 10);
  const name = first.subject.replaceAll("\n", ", ");
  const next = `Get the authority's new certificate from your network's team and put it into ${file}.`;
  // The others of the file may still be the ones that count.
  if (days < 0 && certificates.length > 1) {
    return warning(subject, {
      code: "ca_certificate_ended",
      text: `A certificate in ${file} (${name}) ended on ${day}.`,
      next,
    });
  }
  if (days >= 0) {
    const text = `A certificate in ${file} (${name}) ends on ${day}.`;
    return warning(subject, { code: "ca_certificate_ends_soon", text, next });
  }
  return problem(subject, {
    kind: "configuration",
    code: "ca_certificate_ended",
    message: `The certificate in ${file} (${name}) ended on ${day}.`,
    why: "Connections it vouches for are not trusted any more.",
    next,
  });
}
