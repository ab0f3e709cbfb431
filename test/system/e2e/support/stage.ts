import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { type Sandbox, startSandbox } from "../../../../src/sandbox/sandbox.js";
import {
  type HttpReceiver,
  type MailReceiver,
  openHttpReceiver,
  openMailReceiver,
} from "../../../observability/notify/receivers.js";
import { RULE } from "../../../support/sandbox-workspace.js";
import { type CleanRoot, openCleanRoot, PLACES } from "./clean-root.js";
import { createStoryClock, type StoryClock } from "./clock.js";
import { foundCompany, OWNER } from "./company.js";
import { type Diary, METRICS_FILE, openDiary } from "./diary.js";
import { type Laptop, openLaptop, openServer, type Server, type Transcript } from "./installation.js";
import { installProgram } from "./installed-program.js";
import { type KeyOffice, openKeyOffice } from "./key-office.js";
import type { Ending } from "./run-child.js";

/** Secrets of the notifications; made up here. */
export const NOTIFY_SECRETS = {
  webhookSecret: "wh-Zr71/kQ+sig=ning",
  smtpPassword: "sm-tp&p4ss w0rd+9",
  monitorPath: "/ping/5e1f-monitor-path",
} as const;

const PASSPHRASE = "seven-words-nobody-would-guess-here";
/** The key of the server's encrypted credentials, and the credential of systemd it comes as. */
const KEY_NAME = "spendesk-hr.key";
const KEY_PATH = `${PLACES.credstore}/${KEY_NAME}`;
const CONFIG = `${PLACES.config}/spendesk-hr.config.yaml`;

/** All who take part in the story. */
export interface Stage {
  readonly clock: StoryClock;
  readonly sandbox: Sandbox;
  readonly office: KeyOffice;
  readonly laptop: Laptop;
  /** Home of the admin on the laptop. */
  readonly home: string;
  readonly server: Server;
  readonly diary: Diary;
  readonly receivers: {
    readonly hook: HttpReceiver;
    readonly mail: MailReceiver;
    readonly monitor: HttpReceiver;
  };
  readonly transcript: Transcript;
  /** An admin's command on the server, with its own configuration. */
  admin(argv: readonly string[], stdin?: string): Promise<Ending>;
  close(): Promise<void>;
}

/** Opens every server of the story at the given time, with nothing set up yet. */
export async function openStage(start: string): Promise<Stage> {
  const clock = createStoryClock(start);
  // Personio's tokens live for 24 hours: of runs at the same minute every day, one would now and then see
  // its token die between two calls, and rightly ask for another one.
  const tokenLifeMs = 50 * 60_000;
  const sandbox = await startSandbox({ employees: 0, ownerEmail: OWNER, clock: clock.now, tokenLifeMs });
  foundCompany(sandbox.control);
  const office = await openKeyOffice(sandbox);
  const hook = await openHttpReceiver();
  const monitor = await openHttpReceiver();
  const mail = await openMailReceiver({ password: NOTIFY_SECRETS.smtpPassword });
  const base = mkdtempSync(join(tmpdir(), "spendesk-hr-week-"));
  const [program, home] = [join(base, "program"), join(base, "laptop")];
  mkdirSync(home);
  installProgram(program);
  const root: CleanRoot = await openCleanRoot(program);
  const transcript: Transcript = [];
  const server = openServer(root, clock, transcript, [`${KEY_NAME}:${KEY_PATH}`]);
  return {
    clock,
    sandbox,
    office,
    laptop: openLaptop(program, home, clock, transcript),
    home,
    server,
    diary: openDiary(server, clock, { hook, mail }),
    receivers: { hook, mail, monitor },
    transcript,
    admin: async (argv, stdin) => {
      const variables = await server.read(`${PLACES.config}/credentials.env`).catch(() => "");
      const env = Object.fromEntries(
        variables
          .split("\n")
          .filter(Boolean)
          .map((line) => line.split(/=(.*)/s)),
      );
      const places = ["--config", CONFIG, "--state-dir", PLACES.state];
      return server.run([...argv, ...places], { env, ...(stdin !== undefined && { stdin }) });
    },
    async close() {
      await root.close();
      await Promise.all([hook, mail, monitor, office, sandbox].map((one) => one.close()));
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** An ending that must be a good one. */
export function good(ending: Ending): Ending {
  if (ending.code !== 0) throw new Error(`exit code ${ending.code}\n${ending.stdout}${ending.stderr}`);
  return ending;
}

/** On the laptop: connects, and chooses who is meant. */
export async function setUpLaptop({ laptop, sandbox, office }: Stage): Promise<void> {
  const env = { SPENDESK_HR_CREDENTIALS_PASSPHRASE: PASSPHRASE };
  const settings = {
    timezone: "Europe/London",
    owner: OWNER,
    keyExpiresOn: "2027-12-31",
    "credentials.store": "encrypted-file",
    "spendesk.baseUrl": office.url,
    "source.baseUrl": sandbox.providerUrl("personio"),
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const credentials = { spendesk: office.issue(), personio: sandbox.credentials.personio };
  good(
    await laptop.run(
      ["connect", "personio", "--entity", "acme-uk", "--yes", "--credentials-file", "-", ...flags],
      {
        env,
        stdin: JSON.stringify(credentials),
      },
    ),
  );
  good(await laptop.run(["configure", "--yes", "--rule", RULE], { env }));
}

/** From the laptop to the server: the configuration, and the credentials encrypted to the server's key. */
export async function moveToServer(stage: Stage): Promise<void> {
  const { laptop, home, server, receivers } = stage;
  await server.root.run(["age-keygen", "-o", KEY_PATH]);
  const recipient = good(await server.root.run(["age-keygen", "-y", KEY_PATH])).stdout.trim();
  const env = { SPENDESK_HR_CREDENTIALS_PASSPHRASE: PASSPHRASE };
  const out = join(home, "credentials.age");
  good(await laptop.run(["credentials", "export", "--out", out, "--recipient", recipient], { env }));
  await server.write("/root/credentials.age", readFileSync(out));
  const config = readFileSync(join(home, "spendesk-hr.config.yaml"), "utf8");
  await server.write(CONFIG, serverConfig(config, receivers));
  const { webhookSecret, smtpPassword, monitorPath } = NOTIFY_SECRETS;
  await server.write(
    `${PLACES.config}/credentials.env`,
    [
      `SPENDESK_HR_INSTALLATION_NOTIFY_WEBHOOK_SECRET=${webhookSecret}`,
      `SPENDESK_HR_INSTALLATION_NOTIFY_SMTP_PASSWORD=${smtpPassword}`,
      `SPENDESK_HR_INSTALLATION_NOTIFY_HEALTHCHECKS_URL=${receivers.monitor.url}${monitorPath}`,
      "",
    ].join("\n"),
  );
  good(await stage.admin(["credentials", "import", "/root/credentials.age", "--key-file", KEY_PATH]));
  good(await server.root.run(["rm", "/root/credentials.age"]));
}

/** What an admin changes for a server: who keeps the credentials, who is told, what is measured. */
function serverConfig(text: string, { hook, mail }: Stage["receivers"]): string {
  const config = parseDocument(text);
  const own = {
    store: "encrypted-file",
    encryptedFile: { path: `${PLACES.config}/credentials.age`, systemdCredential: KEY_NAME },
  };
  config.set("credentials", { store: "env" });
  config.setIn(["entities", "acme-uk", "spendesk", "credentials"], own);
  config.setIn(["entities", "acme-uk", "source", "credentials"], own);
  config.set("log", { format: "json" });
  config.set("metrics", { textfile: METRICS_FILE });
  config.set("notify", {
    webhook: { url: `${hook.url}/hook` },
    email: {
      host: "127.0.0.1",
      port: mail.port,
      from: "spendesk-hr@acme.test",
      to: ["it@acme.test"],
      username: "mailer",
    },
    healthchecks: true,
  });
  return config.toString();
}
