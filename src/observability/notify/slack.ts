import { type Channel, type ClientFor, post } from "./channel.js";

/** An incoming webhook as Slack, Mattermost and others take it: `{"text": …}`. Its address is a secret. */
export function slackChannel(settings: { readonly url: string }, clientFor: ClientFor): Channel {
  return {
    name: "slack",
    async send({ subject, text }) {
      await post(settings.url, clientFor, {
        text: JSON.stringify({ text: `*${escaped(subject)}*\n${escaped(text)}` }),
        contentType: "application/json",
      });
    },
  };
}

/** The three characters with a meaning in such messages; `<!channel>` in a text must not ring anybody. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
