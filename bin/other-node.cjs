// What happens on a Node.js that is too old, and in the process a hand-over starts. Loaded by
// `spendesk-hr.js` only then, and in the syntax of Node.js 10 like that file.

const { spawn } = require("child_process");
const { existsSync, readFileSync } = require("fs");
const { constants } = require("os");
const { join } = require("path");

const PROGRAM = join(__dirname, "spendesk-hr.js");
const CHECKOUT = join(__dirname, "..");
/** An older one can't have installed the checkout: PATH is not what it was then, which is worth a word. */
const OLDEST_INSTALLER = [20, 19];
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];
/** Exit code of a wrong set-up (`spendesk-hr help exit-codes`). */
const CONFIGURATION = 78;

/**
 * Leaves a Node.js that is too old: for the one in the checkout if there is, else with three lines and 78.
 *
 * @param oldest major and minor of the version that is needed
 * @param marker variable that tells the other process what it is; null in such a process, which never
 *   starts another one
 */
function leave(oldest, marker) {
  const other = marker === null ? null : nodeOfCheckout(oldest);
  if (other === null) return refuse(oldest);
  if (isOlder(process.versions.node, OLDEST_INSTALLER)) {
    process.stderr.write(
      `Node.js ${process.versions.node} (${process.execPath}) was found first, and spendesk-hr needs Node.js ${oldest.join(".")} or newer: it goes on with the ${other.version} of this checkout.\n`,
    );
  }
  return handOver(other.path, oldest, marker);
}

/** The Node.js that `npm ci` put into the checkout; null when there is none, or none that is new enough. */
function nodeOfCheckout(oldest) {
  const folder = join(CHECKOUT, "node_modules", "node");
  const path = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
  try {
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return isOlder(version, oldest) || !existsSync(path) ? null : { path, version };
  } catch (_error) {
    return null;
  }
}

function isOlder(version, [major, minor]) {
  const [itsMajor, itsMinor] = version.split(".").map(Number);
  return itsMajor < major || (itsMajor === major && itsMinor < minor);
}

function refuse(oldest) {
  const isCheckout = existsSync(join(CHECKOUT, "package-lock.json"));
  const first = isCheckout
    ? `Run \`npm ci\` in ${CHECKOUT}, which brings its own Node.js`
    : "Install one from nodejs.org or with `nvm install --lts`";
  process.stderr.write(
    `spendesk-hr needs Node.js ${oldest.join(".")} or newer; this is Node.js ${process.versions.node}.\n` +
      `${process.execPath} was found first in PATH; cron and services often have another PATH than a terminal.\n` +
      `${first}, put a newer one first in PATH, or name it: /path/to/node ${PROGRAM}\n`,
  );
  process.exitCode = CONFIGURATION;
}

/** Runs the same command on another Node.js, and ends as it ends. */
function handOver(node, oldest, marker) {
  const words = [...process.execArgv, PROGRAM, ...process.argv.slice(2)];
  // Through the channel the other process learns that this one is gone, even when it was killed.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(node, words, { env: { ...process.env, [marker]: "1" }, stdio });
  for (const signal of FORWARDED) {
    let count = 0;
    process.on(signal, () => {
      count += 1;
      // A terminal sends it to both: only the other process knows whether it has got it already.
      if (child.connected) child.send({ signal, count });
      else child.kill(signal);
    });
  }
  child.on("error", () => refuse(oldest));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of FORWARDED) process.removeAllListeners(name);
    process.kill(process.pid, signal);
    // A signal that does not end this process is told as shells tell it.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
  });
}

/** Ties this process to the one that handed over to it, and starts the program. */
function follow(start) {
  // Somebody else set the variable.
  if (!process.channel) return start();
  for (const signal of FORWARDED) followSignal(signal);
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel.unref();
  return start();
}

function followSignal(signal) {
  let received = 0;
  const count = () => {
    received += 1;
    if (process.listenerCount(signal) > 1) return;
    // Nobody else listens: the signal ends the process, as it would without this function.
    process.removeListener(signal, count);
    process.kill(process.pid, signal);
  };
  process.on(signal, count);
  process.on("message", (sent) => {
    if (sent.signal !== signal) return;
    // Later than at once: the same signal from the terminal may be about to be noticed.
    setTimeout(() => {
      if (received < sent.count) process.kill(process.pid, signal);
    }, 50);
  });
}

module.exports = { leave, follow };
