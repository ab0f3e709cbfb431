import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeychainStore } from "../../../src/credentials/keychain-store.js";
import type { CredentialStore } from "../../../src/credentials/store.js";
import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import type { SecretService } from "../../credentials/secret-service.js";
import { openTerminal, type Terminal, type TerminalOptions } from "./terminal.js";

export const OWNER = "olivia.owner@acme.test";

/** An admin's desk: a folder, a keychain and terminals. The HR tool and Spendesk are a sandbox. */
export interface Desk {
  readonly folder: string;
  readonly configPath: string;
  readonly sandbox: Sandbox;
  readonly env: Readonly<Record<string, string>>;
  /** The command line that connects to the sandbox. */
  readonly connectCommand: readonly string[];
  readonly keychain: CredentialStore;
  open(argv: readonly string[], options?: Partial<TerminalOptions>): Terminal;
  /** Names of the fields that the keychain has of `acme-uk`. */
  storedFields(): Promise<readonly string[]>;
  /** Files and folders in the folder. */
  files(): Promise<readonly string[]>;
  leave(): Promise<void>;
}

export async function sitDown(sandbox: Sandbox, service: SecretService): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-desk-"));
  const env = { ...service.env, SPENDESK_HR_STATE_DIR: join(folder, "state") };
  const keychain = createKeychainStore({ env, redactor: { register: () => undefined } });
  const terminals: Terminal[] = [];
  const ids = ["spendesk", "personio"].map((connection) => ({ entity: "acme-uk", connection }));
  return {
    folder,
    configPath: join(folder, "spendesk-hr.config.yaml"),
    sandbox,
    env,
    keychain,
    connectCommand: [
      "connect",
      ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
      ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
    ],
    open(argv, options = {}) {
      const terminal = openTerminal(argv, { cwd: folder, env, ...options });
      terminals.push(terminal);
      return terminal;
    },
    async storedFields() {
      const origins = await Promise.all(ids.map((id) => keychain.origins(id, ["clientId", "clientSecret"])));
      return origins.flatMap((found, index) =>
        found.map(({ field }) => `${ids[index]?.connection} ${field}`),
      );
    },
    files: () => readdir(folder),
    async leave() {
      for (const terminal of terminals) terminal.close();
      for (const id of ids) await keychain.remove(id);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What `answerConnect` types; each may be another. */
export interface Typed {
  readonly spendeskSecret: string;
  readonly owner: string;
}

/** The credentials of the sandbox's Personio. */
export function personioKey({ credentials }: Sandbox) {
  const { clientId = "", clientSecret = "" } = credentials.personio;
  return { clientId, clientSecret };
}

/** One question of the wizard and how it is answered. */
export interface Step {
  readonly question: string;
  answer(terminal: Terminal): Promise<void>;
}

/** Every question of a first `connect`, in its order, with good answers. */
export function connectSteps(sandbox: Sandbox, typed: Partial<Typed> = {}): readonly Step[] {
  const { credentials } = sandbox;
  const personio = personioKey(sandbox);
  const { spendeskSecret = credentials.spendesk.clientSecret, owner = OWNER } = typed;
  const answer = (question: string, ...keys: string[]): Step => ({
    question,
    answer: (terminal) => terminal.answer(question, ...keys),
  });
  return [
    answer("Name for the entity", "acme-uk"),
    { question: "Which HR tool?", answer: (terminal) => terminal.choose("Which HR tool?", "Personio") },
    answer("Where are the keys kept?"),
    answer("May this data be read?", "y"),
    answer("Time zone of the company", "Europe/London"),
    answer("Currency of the wallet", "gbp"),
    answer("E-mail of the Account Owner", owner),
    answer("Spendesk: API key id", credentials.spendesk.clientId),
    answer("Spendesk: API key secret", spendeskSecret),
    answer("Day the key ends", "2099-05-31"),
    answer("Personio: Client ID", personio.clientId),
    answer("Personio: Client secret", personio.clientSecret),
    answer("Change any of these?"),
  ];
}

/** Answers everything up to the live check. */
export async function answerConnect(terminal: Terminal, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await step.answer(terminal);
}
