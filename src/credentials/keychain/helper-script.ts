/**
 * What the helper process runs. It is passed to `node --eval` instead of being a file, so that it is
 * there whatever way the program is bundled.
 *
 * Argument: path of keytar. One JSON document per line: in `{id, method, args}`, out `{id, value}` or
 * `{id, error}`; the first answer has id 0 and says whether keytar loaded. Secrets pass through the
 * pipes only, never through arguments.
 *
 * The helper ends when its input ends, that is when the program ends, however it ends. It kills itself,
 * since an ordinary exit would wait for a native call that may never return. Ctrl-C reaches it too and
 * is left to the program.
 */
export const HELPER_SCRIPT = `
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const lines = createInterface({ input: process.stdin });
lines.on("close", () => process.kill(process.pid, "SIGKILL"));
process.on("SIGINT", () => {});

async function answer(id, work) {
  let reply;
  try {
    reply = { id, value: (await work()) ?? null };
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) };
  }
  process.stdout.write(JSON.stringify(reply) + "\\n");
}

let keytar;
lines.on("line", (line) => {
  const { id, method, args } = JSON.parse(line);
  answer(id, () => keytar[method](...args));
});
await answer(0, async () => {
  keytar = (await import(pathToFileURL(process.argv[1]).href)).default;
});
`;
