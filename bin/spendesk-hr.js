#!/usr/bin/env node
// Read by every Node.js since version 10, to tell what is wrong with it: those before 12 take this file for
// a script, the others for a module. So there are no `import` statements here, and no syntax younger than 10.

/** The oldest Node.js the program runs on, as `engines` in package.json says. */
const OLDEST = [22, 19];

/** Set by `other-node.cjs` for the process it starts, and for nobody that one starts. */
const HANDED_OVER = "SPENDESK_HR_HANDED_OVER";

const [major, minor] = process.versions.node.split(".").map(Number);
const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
const isHandedOver = process.env[HANDED_OVER] !== undefined;
delete process.env[HANDED_OVER];

function start() {
  return import("../dist/main.js").catch((error) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND" || !/\/dist\/main\.js$/.test(error.url)) throw error;
    process.stderr.write(
      "spendesk-hr could not start.\nThe program was not built in this folder.\nRun `npm run build`, then the same command again.\n",
    );
    process.exitCode = 78;
  });
}

function otherNode() {
  const isScript = typeof require === "function";
  return isScript ? Promise.resolve({ default: require("./other-node.cjs") }) : import("./other-node.cjs");
}

if (isNewEnough && !isHandedOver) void start();
else if (isNewEnough) void otherNode().then(({ default: { follow } }) => follow(start));
else void otherNode().then(({ default: { leave } }) => leave(OLDEST, isHandedOver ? null : HANDED_OVER));
