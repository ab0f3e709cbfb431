import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Connector } from "../../../src/connectors/define.js";
import { lint } from "../../../src/connectors/lint/lint.js";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { adp } from "../../../src/connectors/tools/adp.js";
import { afas } from "../../../src/connectors/tools/afas.js";
import { apideck } from "../../../src/connectors/tools/apideck.js";
import { charliehr } from "../../../src/connectors/tools/charliehr.js";
import { entra } from "../../../src/connectors/tools/entra.js";
import { factorial } from "../../../src/connectors/tools/factorial.js";
import { finch } from "../../../src/connectors/tools/finch.js";
import { google } from "../../../src/connectors/tools/google.js";
import { gusto } from "../../../src/connectors/tools/gusto.js";
import { hrworks } from "../../../src/connectors/tools/hrworks.js";
import { kenjo } from "../../../src/connectors/tools/kenjo.js";
import { kombo } from "../../../src/connectors/tools/kombo.js";
import { merge } from "../../../src/connectors/tools/merge.js";
import { officient } from "../../../src/connectors/tools/officient.js";
import { okta } from "../../../src/connectors/tools/okta.js";
import { remote } from "../../../src/connectors/tools/remote.js";
import { sagehr } from "../../../src/connectors/tools/sagehr.js";
import { scim } from "../../../src/connectors/tools/scim.js";
import { sesame } from "../../../src/connectors/tools/sesame.js";
import { ukgpro } from "../../../src/connectors/tools/ukgpro.js";
import { zohopeople } from "../../../src/connectors/tools/zohopeople.js";
import { CERTIFICATE, PRIVATE_KEY } from "../../../src/sandbox/key-pair.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";

const TOOLS: readonly Connector[] = [
  factorial,
  kombo,
  merge,
  okta,
  sagehr,
  scim,
  entra,
  apideck,
  hrworks,
  kenjo,
  sesame,
  afas,
  remote,
  finch,
  ukgpro,
  charliehr,
  google,
  zohopeople,
  officient,
  gusto,
  adp,
];

/** Credentials that are files; the others are `a-` and their names. */
const FILES: Readonly<Record<string, string>> = {
  certificate: CERTIFICATE,
  privateKey: PRIVATE_KEY,
  serviceAccount: JSON.stringify({
    type: "service_account",
    client_email: "sync@acme.test",
    private_key: PRIVATE_KEY,
  }),
};

function fixture(id: string, name: string) {
  return JSON.parse(
    readFileSync(new URL(`../../../fixtures/providers/${id}/${name}`, import.meta.url), "utf8"),
  );
}

/** Whatever of the query an answer is named after. */
const NAMING = ["filter", "status", "skip", "page"];

function answerTo(url: URL, answers: Readonly<Record<string, unknown>>): unknown {
  const named = NAMING.map((name) => answers[`${url.pathname}?${url.searchParams.get(name)}`]);
  return named.find((answer) => answer !== undefined) ?? answers[url.pathname];
}

describe.each(TOOLS.map((tool) => [tool.manifest.id, tool] as const))("the connector %s", (id, tool) => {
  it("has nothing that lint refuses", () => {
    expect(lint(tool.manifest)).toEqual([]);
  });

  it("makes employees of recorded shapes", async () => {
    const answers = fixture(id, "answers.json");
    const server = await startLoopback(({ url }) => {
      const json = answerTo(url, answers);
      // Behind the last of a list that is read to its end.
      if (Number(url.searchParams.get("$skip")) > 0) return { status: 204, html: "" };
      return json === undefined ? { status: 404, json: {} } : { status: 200, json };
    });
    try {
      const provider = providerFrom(tool);
      const credentials = Object.fromEntries(
        Object.entries(tool.manifest.credentials).map(([key, { form }]) => [key, FILES[form] ?? `a-${key}`]),
      );
      const { employees, outcome } = await readAll(
        provider,
        connectTo(provider, { url: server.url, credentials }),
      );
      expect(outcome).toEqual({ complete: true, total: employees.length });
      // Printed as JSON, so that bank details are compared masked.
      expect(JSON.parse(JSON.stringify(employees))).toEqual(fixture(id, "employees.expected.json"));
    } finally {
      await server.close();
    }
  });
});
