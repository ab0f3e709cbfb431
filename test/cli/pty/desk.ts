import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileStore } from "../../../src/credentials/file-store.js";
import type { CredentialStore } from "../../../src/credentials/store.js";
import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import { bareEnvironment } from "../../support/bare-environment.js";
import { openTerminal, type Terminal, type TerminalOptions } from "./terminal.js";

export const OWNER = "olivia.owner@acme.test";

/** Where the answers of a `connect` of Personio are kept. */
export const DRAFT = "state/.spendesk-hr-connect-acme-uk.personio.draft.json";

/** Where an admin keeps keys. */
export interface KeyPlace {
  readonly env: Readonly<Record<string, string>>;
  /** Flags of `connect` that say so; without any, the wizard asks. */
  readonly flags: readonly string[];
  /** @param folder the admin's own */
  storeIn(folder: string): CredentialStore;
  leave(): Promise<void>;
}

/** An admin's desk: a folder, a place for keys, and terminals. The HR tool and Spendesk are a sandbox. */
export interface Desk {
  readonly folder: string;
  readonly configPath: string;
  readonly sandbox: Sandbox;
  readonly env: Readonly<Record<string, string>>;
  /** The command line that connects to the sandbox, which says nothing about keys. */
  readonly bareCommand: readonly string[];
  /** The same with the place for keys. */
  readonly connectCommand: readonly string[];
  readonly keys: CredentialStore;
  open(argv: readonly string[], options?: Partial<TerminalOptions>): Terminal;
  /** Names of the fields that are stored of `acme-uk`. */
  storedFields(): Promise<readonly string[]>;
  /** Files and folders in the folder. */
  files(): Promise<readonly string[]>;
  /** The same without the answers of a `connect` that was left, and what they lie in. */
  storedFiles(): Promise<readonly string[]>;
  /** The answers of a `connect` that was left, as they are in the file; null when there are none. */
  keptAnswers(): Promise<string | null>;
  leave(): Promise<void>;
}

/** Keys in a file beside the configuration. */
export async function keysInFile(): Promise<KeyPlace> {
  const { home, env } = await bareEnvironment();
  return {
    env,
    flags: ["--set", "credentials.store=file", "--set", "credentials.file.path=keys.json"],
    storeIn: (folder) => createFileStore(join(folder, "keys.json"), { register: () => undefined }),
    leave: () => rm(home, { recursive: true, force: true }),
  };
}

export async function sitDown(sandbox: Sandbox, place: KeyPlace): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-desk-"));
  const env = { ...place.env, SPENDESK_HR_STATE_DIR: join(folder, "state") };
  const keys = place.storeIn(folder);
  const terminals: Terminal[] = [];
  const draftPath = join(folder, DRAFT);
  const ids = ["spendesk", "personio"].map((connection) => ({ entity: "acme-uk", connection }));
  const bareCommand = [
    "connect",
    ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
    ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
  ];
  return {
    folder,
    configPath: join(folder, "spendesk-hr.config.yaml"),
    sandbox,
    env,
    keys,
    bareCommand,
    connectCommand: [...bareCommand, ...place.flags],
    open(argv, options = {}) {
      const terminal = openTerminal(argv, { cwd: folder, env, ...options });
      terminals.push(terminal);
      return terminal;
    },
    async storedFields() {
      const origins = await Promise.all(ids.map((id) => keys.origins(id, ["clientId", "clientSecret"])));
      return origins.flatMap((found, index) =>
        found.map(({ field }) => `${ids[index]?.connection} ${field}`),
      );
    },
    files: () => readdir(folder),
    async storedFiles() {
      const all = await readdir(folder, { recursive: true });
      return all.filter((name) => name !== "state" && join(folder, name) !== draftPath);
    },
    keptAnswers: () => readFile(draftPath, "utf8").catch(() => null),
    async leave() {
      for (const terminal of terminals) terminal.close();
      for (const id of ids) await keys.remove(id);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What `answerConnect` types; each may be another. */
export interface Typed {
  readonly spendeskSecret: string;
  readonly providerSecret: string;
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

/** The first of the set-up steps. */
export const STEPS = "Step 1 of 7: done?";
export const WHERE_KEYS = "Where are the keys kept?";

/** Every question of a first `connect`, in its order, with good answers; keys are kept where is offered first. */
export function connectSteps(sandbox: Sandbox, typed: Partial<Typed> = {}): readonly Step[] {
  const { credentials } = sandbox;
  const personio = personioKey(sandbox);
  const {
    spendeskSecret = credentials.spendesk.clientSecret,
    providerSecret = personio.clientSecret,
    owner = OWNER,
  } = typed;
  const answer = (question: string, ...keys: string[]): Step => ({
    question,
    answer: (terminal) => terminal.answer(question, ...keys),
  });
  return [
    answer("Name for the entity", "acme-uk"),
    { question: "Which HR tool?", answer: (terminal) => terminal.choose("Which HR tool?", "Personio") },
    answer(WHERE_KEYS),
    {
      question: STEPS,
      answer: (terminal) => terminal.choose(STEPS, "Skip the rest: all of it is done"),
    },
    answer("May this data be read?", "y"),
    answer("Time zone of the company", "Europe/London"),
    answer("Currency of the wallet", "gbp"),
    answer("E-mail of the Account Owner", owner),
    answer("Spendesk: API key id", credentials.spendesk.clientId),
    answer("Spendesk: API key secret", spendeskSecret),
    answer("Day the key ends", "2099-05-31"),
    answer("Personio: Client ID", personio.clientId),
    answer("Personio: Client secret", providerSecret),
    answer("Change any of these?"),
  ];
}

/** The same when flags say where keys are kept. */
export function stepsAfterFlags(sandbox: Sandbox, typed: Partial<Typed> = {}): readonly Step[] {
  return connectSteps(sandbox, typed).filter(({ question }) => question !== WHERE_KEYS);
}

/** Answers everything up to the live check. */
export async function answerConnect(terminal: Terminal, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await step.answer(terminal);
}
