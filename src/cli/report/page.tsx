import { createHash } from "node:crypto";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { VERSION } from "../version.js";

/** The style sheet and the script of every page, as the build made them. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

/**
 * A whole document that loads nothing and runs nothing but its own script: the policy names both parts by
 * their hashes, so what might hide in a name could not run even if it were not escaped.
 *
 * @param data for the script, which finds it as JSON; null for a page without one
 */
export function page(title: string, body: VNode, data: object | null, { style, script }: PageAssets): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${data === null ? "'none'" : hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const document = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        {raw("style", {}, style)}
      </head>
      <body>
        {body}
        {data !== null && raw("script", { type: "application/json", id: "data" }, scriptJson(data))}
        {data !== null && raw("script", {}, script)}
      </body>
    </html>,
  );
  return `<!doctype html>\n${document}\n`;
}

/** An element whose content is no markup for the browser. */
function raw(Name: "style" | "script", attributes: object, content: string): VNode {
  if (content.toLowerCase().includes(`</${Name}`)) throw new Error(`The content would end its <${Name}>.`);
  return <Name {...attributes} dangerouslySetInnerHTML={{ __html: content }} />;
}

/** JSON in which no text can end the element that holds it, nor open a comment. */
function scriptJson(data: object): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

function hashOf(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

/** Where the page comes from, and how to treat it. */
export function Colophon({ run }: { run: string | null }) {
  return (
    <footer>
      <p>
        Made by spendesk-hr {VERSION}
        {run !== null && (
          <>
            , run <code>{run}</code>
          </>
        )}
        . It names people and their circumstances: pass it on only to those who need it. Bank details are
        masked. The file loads nothing from elsewhere and sends nothing.
      </p>
    </footer>
  );
}
