import { newProvider } from "./new-provider.js";

const [id = "", title = ""] = process.argv.slice(2);
try {
  const { written, left } = newProvider(process.cwd(), id, title);
  console.log(`Written:\n${written.map((path) => `  ${path}`).join("\n")}\n`);
  console.log(
    `Left to do, as src/providers/README.md explains:\n${left.map((step) => `  - ${step}`).join("\n")}`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
