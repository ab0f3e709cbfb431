import { answerAtOnce } from "./cli/answer-at-once.js";

if (!answerAtOnce(process.argv.slice(2), process.env)) {
  const { keepCompiled } = await import("./cli/compile-cache.js");
  keepCompiled(process.env, process.platform);
  const { runProcess } = await import("./cli/run-process.js");
  await runProcess();
}
