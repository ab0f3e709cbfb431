import { createHmac } from "node:crypto";
import { type Channel, type ClientFor, post } from "./channel.js";

/** Header with `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 with the secret over `<unix seconds>.<body>`. */
const SIGNATURE_HEADER = "x-spendesk-hr-signature";

/** A JSON document, signed so that the receiver can tell it from a forged or an old one. */
export function webhookChannel(
  settings: { readonly url: string; readonly secret: string },
  clientFor: ClientFor,
): Channel {
  return {
    name: "webhook",
    async send({ document, text }) {
      const body = JSON.stringify({ ...document, text });
      const seconds = Math.floor(Date.parse(document.at) / 1000);
      await post(settings.url, clientFor, {
        text: body,
        contentType: "application/json",
        headers: { [SIGNATURE_HEADER]: `t=${seconds},v1=${signatureOf(body, seconds, settings.secret)}` },
      });
    },
  };
}

function signatureOf(body: string, seconds: number, secret: string): string {
  return createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
}
