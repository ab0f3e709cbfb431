import { cpSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The imaginary tool that is copied, and its folders. */
const FOLDERS = [
  ["src/providers/_template", "src/providers"],
  ["test/providers/template", "test/providers"],
  ["fixtures/providers/_template", "fixtures/providers"],
] as const;

const REGISTRY = "src/providers/registry.ts";
const REGISTRY_END = "];\n\n/**\n * The provider of that id, loaded.";

const SECTIONS = [
  "Set-up and rights",
  "Hosts and authentication",
  "Endpoints and paging",
  "Records and dates",
  "Status and employment",
  "Bank details",
  "Limits and waiting",
  "Refusals",
  "Deprecations",
  "Not verified",
  "Sources",
];

interface NewProvider {
  readonly written: readonly string[];
  readonly left: readonly string[];
}

/**
 * Copies the template of a provider, its tests and its fixtures under a new id, enters it in the registry, and
 * begins its page of facts.
 * @param root folder of the repository
 * @throws Error with a sentence for whoever typed the id or title; nothing was written then
 */
export function newProvider(root: string, id: string, title: string): NewProvider {
  if (!/^[a-z][a-z0-9]*$/.test(id)) {
    throw new Error(
      `"${id}" is no id: lower-case letters and digits, as in \`npm run new:provider -- newhr "New HR"\`.`,
    );
  }
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .&-]*$/u.test(title)) {
    throw new Error(
      `"${title}" is no title: the tool's name, as in \`npm run new:provider -- ${id} "New HR"\`.`,
    );
  }
  const registry = readFileSync(join(root, REGISTRY), "utf8");
  if (!registry.includes(REGISTRY_END)) throw new Error(`${REGISTRY} has no list of providers to add to.`);
  const targets = FOLDERS.map(([from, to]) => [from, `${to}/${id}`] as const);
  const page = `docs/vendors/${id}.md`;
  for (const path of [...targets.map(([, to]) => to), page]) {
    if (existsSync(join(root, path))) throw new Error(`${path} is there already.`);
  }
  for (const [from, to] of targets) {
    cpSync(join(root, from), join(root, to), { recursive: true });
    rename(join(root, to), id, title);
  }
  writeFileSync(join(root, REGISTRY), registry.replace(REGISTRY_END, `${entryOf(id, title)}${REGISTRY_END}`));
  writeFileSync(join(root, page), pageOf(title));
  return {
    written: [...targets.map(([, to]) => `${to}/`), REGISTRY, page],
    left: [
      `answer every comment that begins with "Decide:" in src/providers/${id}/`,
      `write what is relied on into ${page}, with source, date and how sure`,
      `imitate the tool in src/sandbox/vendors/${id}/, and name it in src/sandbox/vendors/ids.ts and catalog.ts`,
      "say in test/providers/account.test.ts how its account is told from others",
      "run `npm run build && node scripts/generate.mjs`, then `npm run check` and `npm test`",
    ],
  };
}

function entryOf(id: string, title: string): string {
  return `  {
    id: "${id}",
    title: "${title}",
    load: async () => (await import("./${id}/index.js")).${id},
  },
`;
}

function pageOf(title: string): string {
  const table = "| Relied on | Sure | Source | Override |\n| --- | --- | --- | --- |\n";
  const sections = SECTIONS.map((name, index) => {
    const isTable = name !== "Not verified" && name !== "Sources";
    return `## ${index + 1}. ${name}\n\n${isTable ? table : ""}`;
  });
  return `# ${title}\n\nWhat the marks mean: [README](README.md).\n\n${sections.join("\n")}`;
}

/** Gives every name of the imaginary tool the new one's form, in texts and in names of files. */
function rename(folder: string, id: string, title: string): void {
  const pascal = `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      rename(path, id, title);
      continue;
    }
    const text = readFileSync(path, "utf8")
      .replaceAll("Example HR", title)
      .replaceAll("Examplehr", pascal)
      .replaceAll("examplehr", id)
      .replaceAll("_template", id);
    writeFileSync(path, text);
    if (name.includes("examplehr")) renameSync(path, join(folder, name.replaceAll("examplehr", id)));
  }
}
