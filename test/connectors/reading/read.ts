import { defineConnector, type Hooks } from "../../../src/connectors/define.js";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import type { CredentialKeeper } from "../../../src/providers/provider.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../../conformance/loopback.js";
import { manifest } from "../example.js";

/** What a tool on loopback answers. */
export type Answers = (request: LoopbackRequest) => LoopbackAnswer;

/** What came of one read. */
export interface Reading extends Awaited<ReturnType<typeof readAll>> {
  readonly log: Loopback["log"];
  readonly secrets: readonly string[];
}

interface ReadOptions {
  readonly hooks?: Hooks;
  readonly settings?: object;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly keeper?: CredentialKeeper;
}

/** Reads everybody from a tool on loopback that the manifest describes. */
export async function readFrom(
  parts: Partial<ManifestInput>,
  answers: Answers,
  { hooks = {}, settings = {}, credentials = {}, keeper }: ReadOptions = {},
): Promise<Reading> {
  const server = await startLoopback(answers);
  try {
    const provider = providerFrom(defineConnector(manifest(parts), hooks));
    const secrets: string[] = [];
    const typed = { apiKey: "a-key-of-the-test", second: "another-key", ...credentials };
    const vendor = { url: server.url, credentials: typed, ...(keeper && { keeper }) };
    const connection = connectTo(provider, vendor, settings, secrets);
    return { ...(await readAll(provider, connection)), log: server.log, secrets };
  } finally {
    await server.close();
  }
}

/** The live check of the same. */
export async function verifyAt(parts: Partial<ManifestInput>, answers: Answers) {
  const server = await startLoopback(answers);
  try {
    const provider = providerFrom(defineConnector(manifest(parts)));
    const companies: string[] = [];
    const vendor = { url: server.url, credentials: { apiKey: "a-key-of-the-test" } };
    const report = await provider.verify(connectTo(provider, vendor, {}, [], companies));
    return { report, companies };
  } finally {
    await server.close();
  }
}

/** A good answer. */
export function ok(json: unknown): LoopbackAnswer {
  return { status: 200, json };
}
