/** The licences of what is bundled: whoever gets the bundle does not get the packages they come with. */
import { readdir, readFile } from "node:fs/promises";

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i;
const RULE = "-".repeat(78);

/**
 * @param {string} root folder of the repository, with a slash at its end
 * @param {readonly string[]} inputs files of the bundle, from there
 */
export async function noticesOf(root, inputs) {
  const folders = new Set(
    inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []),
  );
  const notices = await Promise.all([...folders].sort().map((folder) => noticeOf(root + folder)));
  return `spendesk-hr contains these packages.\n\n${notices.join("\n")}`;
}

async function noticeOf(folder) {
  const about = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const { name, version, licenses = [] } = about;
  // Older packages have a list.
  const license = about.license ?? licenses.map(({ type }) => type).join(" or ");
  if (!license) throw new Error(`${name} does not say under which licence it may be passed on.`);
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, "utf8")));
  return [RULE, `${name} ${version} (${license})`, "", ...texts.map((text) => `${text.trim()}\n`)].join("\n");
}
