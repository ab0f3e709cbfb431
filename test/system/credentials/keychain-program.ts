/**
 * A program of its own for tests about how a program ends: `program <action> <time limit in ms>`.
 * Prints `done` or the problem's code.
 */
import { createKeychainStore } from "../../../src/credentials/keychain-store.js";
import { isProblem } from "../../../src/shared/errors.js";

const [action = "", timeoutMs = ""] = process.argv.slice(2);
const id = { entity: "acme-uk", connection: "personio" };
const store = createKeychainStore({
  env: process.env,
  redactor: { register: () => {} },
  timeoutMs: Number(timeoutMs),
});

try {
  process.stdout.write("started\n");
  await store.probe();
  process.stdout.write(`done ${Object.keys(await store.read(id, ["clientSecret"])).length}\n`);
} catch (error) {
  process.stdout.write(`${isProblem(error) ? error.code : String(error)}\n`);
}
if (action === "exit") process.exit(4);
