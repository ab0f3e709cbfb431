import { execFileSync } from "node:child_process";
import { release } from "./release.js";

const root = process.cwd();
const [wanted = ""] = process.argv.slice(2);

try {
  const version = release({
    root,
    wanted,
    day: new Date().toISOString().slice(0, 10),
    git: (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }),
  });
  console.log(`${version} is committed and tagged. Look at it with \`git show\`, then run:`);
  console.log("git push --follow-tags");
} catch (error) {
  console.error(`Nothing was released. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
