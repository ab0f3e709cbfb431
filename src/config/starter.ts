import { existsSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { hasCode } from "../shared/errors.js";
import { Problem } from "../sync/model/index.js";
import { checkConfig } from "./check.js";
import { parseConfigText } from "./document.js";
import { configFilesIn } from "./find.js";
import { configJsonSchema } from "./json-schema.js";

const SCHEMA_NAME = "spendesk-hr.schema.json";

/** What a starter configuration is about. */
export interface StarterOptions {
  readonly entities: readonly string[];
  /** IANA name. */
  readonly timezone: string;
}

/** The files of a starter, absolute. */
interface Starter {
  readonly file: string;
  readonly schema: string;
  /** Entities as the file names them. */
  readonly entities: readonly string[];
}

/**
 * Writes a starter configuration with comments, and beside it the schema that editors help by. Neither
 * replaces a file that is there: a schema that is there stays.
 *
 * @param path of the new file, absolute
 * @throws Problem `config_exists`, `config_format`, `config_invalid` for a name that is none, `config_not_writable`
 */
export async function writeStarter(path: string, options: StarterOptions): Promise<Starter> {
  refuseFormat(path);
  const [present] = [path, ...configFilesIn(dirname(path))].filter((file) => existsSync(file));
  if (present !== undefined) throw exists(present);
  const text = starterText(options);
  const { entities } = checkConfig(parseConfigText(path, basename(path), text));
  const schema = join(dirname(path), SCHEMA_NAME);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await create(path, text);
  } catch (error) {
    throw isThere(error) ? exists(path) : notWritable(path, error);
  }
  try {
    await create(schema, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  } catch (error) {
    if (!isThere(error)) throw notWritable(schema, error);
  }
  return { file: path, schema, entities: entities.map(({ id }) => id) };
}

/** What the example has for each entity, as far as it must be decided; the rest has defaults. */
export function starterText({ entities, timezone }: StarterOptions): string {
  const blocks = entities.map(
    (id) => `  ${id}:
    # Decides which day is "today".
    timezone: ${timezone}
    spendesk:
      environment: production # production | demo
    # The HR tool: \`spendesk-hr connect\` writes it here, and stores the keys of both sides elsewhere.
    # source:
    #   provider: personio
    #   settings: {}
    # Who is looked after: \`spendesk-hr configure\` asks, and shows what it would mean.
    # employees:
    #   include: filter # all | filter
    #   filter:
    #     - "'Work Location' is one of: Remote,London,Paris"
    # Never archived, never changed. The Account Owner belongs here.
    # protect: [owner@acme.test]
`,
  );
  return `# yaml-language-server: $schema=./${SCHEMA_NAME}
#
# Configuration of spendesk-hr. Settings that are left out have defaults: \`spendesk-hr config show\` lists
# them. Secrets never go in here.
version: 1

entities:
  # One block per Spendesk company. The name is yours: small letters, digits, hyphens.
${blocks.join("\n")}`;
}

/** Only a file that is not there yet. */
async function create(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

function isThere(error: unknown): boolean {
  return hasCode(error, "EEXIST");
}

function refuseFormat(path: string): void {
  if ([".yaml", ".yml"].includes(extname(path))) return;
  throw new Problem({
    kind: "usage",
    code: "config_format",
    what: `${path} would not be read as YAML.`,
    why: "A starter has comments, which only YAML can hold; its name ends in .yaml or .yml.",
    next: "Give the file such a name.",
  });
}

function exists(path: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "config_exists",
    what: `There is a configuration already: ${path}. Nothing was written.`,
    why: "A starter never replaces one, nor stands beside one: only one file of a folder is read.",
    next: "Edit that one, run `spendesk-hr connect` to add an entity to it, or name a new file in another folder with `--config`.",
  });
}

function notWritable(path: string, cause: unknown): Problem {
  return new Problem(
    {
      kind: "configuration",
      code: "config_not_writable",
      what: `${path} can't be written.`,
      why: "Its folder can't be written by the user running this program, or the disk is full.",
      next: "Correct the permissions (chmod, chown), or name another file with `--config`.",
    },
    { cause },
  );
}
