import { Document } from "yaml";
import { unquotable } from "./installation.js";

/** A command for crontab(5), where a bare `%` starts a new line. */
export function cronCommand(command: string): string {
  return command.replaceAll("%", "\\%");
}

/** A word of a setting with specifiers (systemd.unit(5), systemd.syntax(7)). */
export function unitWord(text: string): string {
  const escaped = text.replaceAll("%", "%%");
  return /^[\w/.:=@,+%-]+$/.test(escaped) ? escaped : `"${escaped.replace(/["\\]/g, "\\$&")}"`;
}

/** The value of `ExecStart=`, where `$` stands for variables as well (systemd.service(5)). */
export function unitCommand(words: readonly string[]): string {
  return words.map((word) => unitWord(word).replaceAll("$", "$$$$")).join(" ");
}

/** A path that is the whole value of a setting, which takes blanks and quotes as they are. */
export function unitPath(path: string): string {
  return path.replaceAll("%", "%%");
}

/**
 * A YAML document under a comment of lines. Words and numbers that only YAML 1.1 takes for something else
 * (`no`, `10001:10001`) are quoted: the readers are of both kinds.
 */
export function yamlDocument(content: object, comment: readonly string[]): string {
  const document = new Document(content, { version: "1.1", aliasDuplicateObjects: false });
  document.commentBefore = comment.map((line) => ` ${line}`).join("\n");
  return document.toString({ lineWidth: 0 });
}

/** A word of a command for PowerShell that stands for exactly this text. */
export function powershellWord(text: string): string {
  return /^[\w\\/:.+-]+$/.test(text) ? text : powershellText(text);
}

/** A text for PowerShell. Its quotation marks are of several kinds, and each doubles itself. */
export function powershellText(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/gu, "$&$&")}'`;
}

/** A command for PowerShell, to which a program's name in quotes would be a mere text. */
export function powershellCommand(words: readonly string[]): string {
  const [program = "", ...rest] = words.map(powershellWord);
  return [program.startsWith("'") ? `& ${program}` : program, ...rest].join(" ");
}

/**
 * A batch file that runs a program with variables and adds what it says to a log. It is read as UTF-8 from
 * its second line on.
 * @throws Problem `schedule_path` for a text with a quotation mark, for which cmd has no way of writing
 */
export function batchFile(
  variables: Readonly<Record<string, string>>,
  words: readonly string[],
  log: string,
): string {
  const command = [...words.map(batchWord), ">>", batchWord(log), "2>&1"].join(" ");
  return [
    "@echo off",
    "chcp 65001 >nul",
    ...Object.entries(variables).map(([name, value]) => `set ${batchWord(`${name}=${value}`)}`),
    command,
    "exit /b %ERRORLEVEL%",
    "",
  ].join("\r\n");
}

/** Between quotation marks only `%` means something, and doubled it means itself. */
function batchWord(text: string): string {
  if (text.includes('"')) throw unquotable("a quotation mark");
  return `"${text.replaceAll("%", "%%")}"`;
}
