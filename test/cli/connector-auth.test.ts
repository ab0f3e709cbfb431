import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { stringify } from "yaml";
import type { ManifestInput } from "../../src/connectors/schema/manifest.js";
import { type Loopback, startLoopback } from "../conformance/loopback.js";
import { manifest, person } from "../connectors/example.js";
import { serveTls } from "../http/serve-tls.js";
import { createAuthority } from "../support/certificates.js";
import { done } from "../support/connected-workspace.js";
import { bareEnv, sandboxKeys, writeSecret } from "../support/credential-files.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;
beforeEach(async () => {
  workspace = await openSandboxWorkspace({ employees: 1, members: 2 });
});
afterEach(() => workspace.close());

/** A configuration with a tool of the customer's own, everybody included. */
async function configure(parts: Partial<ManifestInput>, baseUrl: string, lines: readonly string[]) {
  await writeFile(join(workspace.folder, "tool.yaml"), stringify(manifest(parts)));
  const config = [
    "version: 1",
    "connectors: [./tool.yaml]",
    "entities:",
    "  acme-uk:",
    "    timezone: Europe/London",
    `    spendesk: { baseUrl: "${workspace.sandbox.spendeskUrl()}" }`,
    `    source: { provider: example-hr, baseUrl: "${baseUrl}" }`,
    "    employees: { include: all }",
    ...lines,
  ];
  await writeFile(workspace.configPath, `${config.join("\n")}\n`);
}

const FILE = ["credentials: { store: file, file: { path: hr.json } }"];

const REFRESH: Partial<ManifestInput> = {
  credentials: {
    apiKey: { label: "Client secret", help: "From the app." },
    refreshToken: { label: "Refresh token", help: "From the consent." },
  },
  auth: {
    kind: "oauth2Refresh",
    tokenUrl: "https://api.examplehr.test/oauth/token",
    client: "body",
    clientId: "client-1",
    clientSecret: "${credentials.apiKey}",
    refreshToken: "refreshToken",
    afterUse: "replaced",
  },
};

/** A tool whose refresh tokens serve once: `canary-refresh-1`, `-2`, and so on. */
async function rotatingTool(): Promise<Loopback & { readonly used: string[] }> {
  let valid = 1;
  const used: string[] = [];
  const tool = await startLoopback(({ url, body }) => {
    if (url.pathname !== "/oauth/token") return { status: 200, json: { people: [person(1)] } };
    const token = new URLSearchParams(body).get("refresh_token") ?? "";
    used.push(token);
    if (token !== `canary-refresh-${valid}`) return { status: 400, json: { error: "invalid_grant" } };
    valid += 1;
    const json = { access_token: `canary-access-${valid}`, refresh_token: `canary-refresh-${valid}` };
    return { status: 200, json };
  });
  onTestFinished(() => tool.close());
  return { ...tool, used };
}

async function storedToken(): Promise<string> {
  const set = JSON.parse(await readFile(join(workspace.folder, "hr.json"), "utf8"));
  return set["acme-uk"]["example-hr"].refreshToken;
}

const keys = (refreshToken: string) => ({
  "acme-uk": {
    spendesk: sandboxKeys(workspace).spendesk,
    "example-hr": { apiKey: "canary-client-secret", refreshToken },
  },
});

/** A command that knows no credentials but those of the file. */
function run(argv: readonly string[], stdin?: string) {
  return workspace.run(argv, { env: bareEnv(workspace), ...(stdin !== undefined && { stdin }) });
}

describe("a refresh token that serves once", () => {
  it("is replaced in the source it came from, run after run, and by two runs at once", async () => {
    const tool = await rotatingTool();
    await configure(REFRESH, tool.url, FILE);
    await writeSecret(workspace, "hr.json", keys("canary-refresh-1"));
    done(await run(["credentials", "test"]));
    expect(await storedToken()).toBe("canary-refresh-2");
    const runs = await Promise.all([1, 2, 3].map(() => run(["credentials", "test"])));
    for (const run of runs) {
      done(run);
      expect(run.stdout + run.stderr).not.toContain("canary");
    }
    expect(await storedToken()).toBe("canary-refresh-5");
    expect(tool.used).toEqual([1, 2, 3, 4].map((number) => `canary-refresh-${number}`));
    done(await run(["doctor"]));
    done(await run(["preview"]));
  });

  it("is refused before it is used where it can only be read", async () => {
    const tool = await rotatingTool();
    await configure(REFRESH, tool.url, ["credentials: { store: env }"]);
    workspace.env.SPENDESK_HR_ACME_UK_EXAMPLE_HR_API_KEY = "canary-client-secret";
    workspace.env.SPENDESK_HR_ACME_UK_EXAMPLE_HR_REFRESH_TOKEN = "canary-refresh-1";
    const run = await workspace.run(["preview"]);
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain("Example HR replaces the Refresh token with every use");
    expect(run.stderr).toContain('The source "env" is only read by this program. Nothing was sent');
    expect(run.stderr).toContain("spendesk-hr connect example-hr --entity acme-uk --set credentials.store=");
    expect(tool.used).toEqual([]);
  });

  it("that is not valid any more asks for a new connection", async () => {
    const tool = await rotatingTool();
    await configure(REFRESH, tool.url, FILE);
    await writeSecret(workspace, "hr.json", keys("canary-refresh-7"));
    const ended = await run(["preview"]);
    expect(ended.exitCode).toBe(4);
    expect(ended.stderr).toContain("The connection to Example HR has expired.");
    expect(ended.stderr).toContain("run `spendesk-hr connect example-hr --entity acme-uk`");
    expect(ended.stdout + ended.stderr).not.toContain("canary");
    expect(await storedToken()).toBe("canary-refresh-7");
  });

  it("is stored as it is after the live check of `credentials set`", async () => {
    const tool = await rotatingTool();
    await configure(REFRESH, tool.url, FILE);
    await writeSecret(workspace, "hr.json", keys("canary-refresh-old"));
    const stdin = JSON.stringify({ "example-hr": { refreshToken: "canary-refresh-1" } });
    const ended = await run(["credentials", "set", "example-hr", "--credentials-file", "-"], stdin);
    expect(done(ended).stderr).toContain("has used up the refresh token");
    expect(await storedToken()).toBe("canary-refresh-2");
  });

  it("is stored as it is after the live check of `connect`", async () => {
    const tool = await rotatingTool();
    await writeFile(join(workspace.folder, "tool.yaml"), stringify(manifest(REFRESH)));
    await writeFile(
      workspace.configPath,
      ["version: 1", "entities: {}", "connectors: [./tool.yaml]", ...FILE, ""].join("\n"),
    );
    const given = await writeSecret(workspace, "given.json", keys("canary-refresh-1")["acme-uk"]);
    done(
      await run([
        ...["connect", "example-hr", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
        ...["--set", `spendesk.baseUrl=${workspace.sandbox.spendeskUrl()}`],
        ...["--set", `source.baseUrl=${tool.url}`, "--credentials-file", given],
      ]),
    );
    expect(await storedToken()).toBe("canary-refresh-2");
  });
});

describe("a client certificate", () => {
  it("is shown to the HR tool by every command, from files as they were made", async () => {
    const authority = await createAuthority(workspace.folder);
    const callers: string[] = [];
    const port = await serveTls(authority.issue(["DNS:localhost"]), {
      clientAuthority: await readFile(authority.file, "utf8"),
      onCaller: (name) => callers.push(name),
      answer: { people: [person(1)] },
    });
    const parts: Partial<ManifestInput> = {
      credentials: {
        apiKey: { label: "API key", help: "The key." },
        certificate: { label: "Certificate", form: "certificate", help: "The file." },
        key: { label: "Certificate key", form: "privateKey", help: "The file." },
      },
      auth: [
        { kind: "bearer", token: "${credentials.apiKey}" },
        { kind: "clientCertificate", certificate: "certificate", key: "key" },
      ],
    };
    const network = `network: { caFile: "${authority.file}" }`;
    await configure(parts, `https://localhost:${port}`, ["credentials: { store: env }", network]);
    const { cert, key } = authority.issue([]);
    workspace.env.SPENDESK_HR_ACME_UK_EXAMPLE_HR_API_KEY = "a-key-of-the-test";
    workspace.env.SPENDESK_HR_ACME_UK_EXAMPLE_HR_CERTIFICATE = cert;
    workspace.env.SPENDESK_HR_ACME_UK_EXAMPLE_HR_KEY_FILE = await writeSecret(workspace, "key.pem", key);
    done(await workspace.run(["preview"]));
    done(await workspace.run(["credentials", "test"]));
    expect(new Set(callers)).toEqual(new Set(["leaf"]));
    workspace.env.SPENDESK_HR_ACME_UK_EXAMPLE_HR_CERTIFICATE = authority.issue([], "expired").cert;
    const run = await workspace.run(["preview"]);
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain("The Certificate and the Certificate key do not belong together.");
  });
});
