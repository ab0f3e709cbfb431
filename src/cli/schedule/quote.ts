import { Document } from "yaml";

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
