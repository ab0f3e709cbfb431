import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Answers, manifestFrom } from "../../../connectors/authoring/new/answers.js";
import { manifestText } from "../../../connectors/authoring/new/text.js";
import { connectorFromYaml } from "../../../connectors/loading/from-yaml.js";
import { providerFrom } from "../../../connectors/provider-from.js";
import { openCalls } from "../../../connectors/reading/calls.js";
import type { Connection as EngineConnection } from "../../../connectors/reading/values-of.js";
import { isProblem, Problem } from "../../../sync/model/index.js";
import { hrConnection } from "../../connect/connections.js";
import { askCredentials, type CredentialValues } from "../../connect/credentials.js";
import { givenCredentials } from "../../connect/given-credentials.js";
import { providerConnection } from "../../connection.js";
import { sayText, sayTitle } from "../../prompts/screen.js";
import { NOWHERE, noKeeper } from "../nowhere.js";
import { onlySource } from "../open-tool.js";
import type { Desk } from "./ask.js";

/** A reply of a few pages is far smaller. */
const LARGEST = 32 * 1024 * 1024;

/** @throws Problem `sample_unreadable` */
export async function replyFromFile(name: string, cwd: string): Promise<unknown> {
  const path = resolve(cwd, name);
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw unreadable(path, `It is larger than ${LARGEST / 1024 / 1024} MiB.`);
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (isProblem(error)) throw error;
    throw unreadable(
      path,
      error instanceof SyntaxError ? "It is no JSON." : "It is not there, or may not be read.",
    );
  }
}

function unreadable(path: string, why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "sample_unreadable",
    what: `${path} can't be taken as a reply of the HR tool.`,
    why,
    next: "Save a reply as the HR tool sends it, in JSON, and name it after `--sample`.",
  });
}

/** Where a live reply comes from. */
export interface LiveSource {
  /** In the place of the tool's own address; null without one. */
  readonly baseUrl: string | null;
  readonly credentialsFile: string | undefined;
}

/** What is asked live, or from a file, or not at all: then places are typed. @throws as `settle`, when there is nobody */
export async function findReply(answers: Answers, source: LiveSource, desk: Desk): Promise<unknown> {
  const { prompter, context } = desk;
  if (!prompter) {
    return source.credentialsFile === undefined ? undefined : fetchReply(answers, source, null, desk);
  }
  sayTitle(context, "A reply to look at");
  let values: CredentialValues | null = null;
  for (;;) {
    const way = await prompter.select("Where do names of fields come from?", [
      { value: "live", label: "Ask the HR tool once, with a key that is not stored" },
      ...(values === null ? [] : [{ value: "again", label: "Ask again with the same key" }]),
      { value: "file", label: "A file with a reply, as JSON" },
      { value: "none", label: "I type them" },
    ]);
    if (way === "none") return undefined;
    try {
      if (way === "file")
        return await replyFromFile(await prompter.input("Path of the file"), context.process.cwd);
      if (way === "live") values = await typedCredentials(answers, source, desk);
      return await fetchReply(answers, source, values, desk);
    } catch (error) {
      if (!isProblem(error) || error.kind === "interrupted") throw error;
      sayText(context, error.message, "✘ ");
      sayText(context, error.why, "  ");
    }
  }
}

/** The connector as far as it is known: enough to send the call, and checked like any other. */
function provisional(answers: Answers) {
  const places = { records: "$", total: "", pagination: "none", completeness: "activeOnly" };
  const fields = Object.fromEntries(
    ["id", "workEmail", "firstName", "lastName"].map((key) => [`field.${key}`, "x"]),
  );
  const { title, id, baseUrl, link, permission } = answers;
  const kept = Object.entries(answers).filter(([key]) => /^(?:auth|key|people)\b/u.test(key));
  const needed = { ...Object.fromEntries(kept), ...places, ...fields };
  const given = Object.entries({ title, id, baseUrl, link, permission }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const manifest = manifestFrom({ ...needed, ...Object.fromEntries(given) });
  return connectorFromYaml("answers.yaml", "the answers", manifestText(manifest, "answers.yaml"));
}

async function typedCredentials(answers: Answers, source: LiveSource, desk: Desk): Promise<CredentialValues> {
  const provider = providerFrom(provisional(answers));
  const hrTool = hrConnection(provider.id, provider.id, provider, () => NOWHERE);
  const given = await givenCredentials(source.credentialsFile, [hrTool], desk.context);
  return given[provider.id] ?? askCredentials(hrTool, {}, desk);
}

async function fetchReply(
  answers: Answers,
  source: LiveSource,
  typed: CredentialValues | null,
  desk: Desk,
): Promise<unknown> {
  const { context } = desk;
  const connector = provisional(answers);
  const provider = providerFrom(connector);
  const credentials = typed ?? (await typedCredentials(answers, source, { ...desk, prompter: null }));
  const entity = {
    id: provider.id,
    timezone: "Etc/UTC",
    sources: [onlySource(provider.id, {}, source.baseUrl)] as const,
  };
  const [look] = entity.sources;
  const keeper = noKeeper(provider.id);
  const connection = providerConnection(provider, entity, look, credentials, context, keeper);
  const { json } = await openCalls(connector, connection as EngineConnection).send("people");
  return json;
}
