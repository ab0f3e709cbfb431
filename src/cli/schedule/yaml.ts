import { Document } from "yaml";

/**
 * A YAML document under a comment of lines. Words and numbers that only YAML 1.1 takes for something else
 * (`no`, `10001:10001`) are quoted: the readers are of both kinds.
 */
export function yamlDocument(content: object, comment: readonly string[]): string {
  const document = new Document(content, { version: "1.1", aliasDuplicateObjects: false });
  document.commentBefore = comment.map((line) => ` ${line}`).join("\n");
  return document.toString({ lineWidth: 0 });
}
