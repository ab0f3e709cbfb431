/** What stands inside an element: text, finished elements, or nothing at all. */
type Content = string | readonly string[];

/** An element in Workday's namespace. Null, and a list without any content, are left out. */
export function tag(
  name: string,
  content: Content | null,
  attributes: Readonly<Record<string, string>> = {},
): string {
  if (content === null) return "";
  const inner = typeof content === "string" ? escapeText(content) : content.join("");
  if (inner === "") return "";
  const written = Object.entries(attributes).map(([key, value]) => ` wd:${key}="${escapeText(value)}"`);
  return `<wd:${name}${written.join("")}>${inner}</wd:${name}>`;
}

/** A reference: an object by its ids, with a text for people. */
export function reference(name: string, descriptor: string, ids: Readonly<Record<string, string>>): string {
  const elements = Object.entries(ids).map(([type, value]) => tag("ID", value, { type }));
  return tag(name, elements, { Descriptor: descriptor });
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
