import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHttpClient } from "../../../src/http/client.js";
import { tlsOptions } from "../../../src/http/trust.js";
import type { ClientFor, NotifySettings } from "../../../src/observability/notify/channel.js";
import { deliver } from "../../../src/observability/notify/channel.js";
import {
  channelsOf,
  createHeartbeat,
  type NotifySecrets,
} from "../../../src/observability/notify/channels.js";
import { eventsOf, notificationOf } from "../../../src/observability/notify/events.js";
import { type HttpReceiver, type MailReceiver, openHttpReceiver, openMailReceiver } from "./receivers.js";
import { entityReport, OUTAGE, runReport } from "./report.js";

const SECRET = "webhook-secret-of-the-test";
const report = runReport({
  exitCode: 7,
  entities: [entityReport({ problem: { ...OUTAGE, what: "Personio <b> & answered with 503." } })],
});
const notification = notificationOf(eventsOf(report), report, "sync-host");
const off: NotifySettings = { on: ["failure"], slack: false, healthchecks: false };
const clientFor: ClientFor = (baseUrl) =>
  createHttpClient({
    baseUrl,
    userAgent: "test",
    retry: { attempts: 3 },
    timeoutMs: 500,
    sleep: async () => {},
  });

const channelsFor = (settings: NotifySettings, secrets: NotifySecrets, client: ClientFor) =>
  channelsOf(settings, secrets, client, tlsOptions(null));

let http: HttpReceiver;
let mail: MailReceiver;
beforeEach(async () => {
  http = await openHttpReceiver();
  mail = await openMailReceiver({ password: "smtp-password" });
});
afterEach(async () => {
  await http.close();
  await mail.close();
});

describe("webhook", () => {
  const channels = () =>
    channelsFor(
      { ...off, webhook: { url: `${http.url}/hook?team=finance` } },
      { webhookSecret: SECRET },
      clientFor,
    );

  it("sends a document that the receiver can verify", async () => {
    expect(await deliver(notification, channels())).toEqual([]);
    const [call] = http.calls;
    expect(call?.path).toBe("/hook?team=finance");
    const {
      "webhook-id": id,
      "webhook-timestamp": seconds,
      "webhook-signature": signature,
    } = call?.headers ?? {};
    const signed = createHmac("sha256", SECRET).update(`${id}.${seconds}.${call?.body}`).digest("base64");
    expect(signature).toBe(`v1,${signed}`);
    expect(Number(seconds) * 1000).toBe(Date.parse("2026-11-23T03:17:04Z"));
    expect(JSON.parse(call?.body ?? "")).toMatchObject({
      schemaVersion: 1,
      run: "3f2a91c0",
      exitCode: 7,
      events: [{ kind: "failure", entity: "acme-uk", code: "server_error" }],
    });
  });

  it("signs with the bytes of a secret that was made for such webhooks", async () => {
    const bytes = Buffer.from("a secret of the receiver");
    const webhookSecret = `whsec_${bytes.toString("base64")}`;
    const settings = { ...off, webhook: { url: `${http.url}/hook` } };
    await deliver(notification, channelsFor(settings, { webhookSecret }, clientFor));
    const { headers, body } = http.calls[0] ?? {};
    const signed = `${headers?.["webhook-id"]}.${headers?.["webhook-timestamp"]}.${body}`;
    const expected = createHmac("sha256", bytes).update(signed).digest("base64");
    expect(headers?.["webhook-signature"]).toBe(`v1,${expected}`);
  });

  it("tries again after a temporary failure, and gives up with the status", async () => {
    http.next.push(503, 200);
    expect(await deliver(notification, channels())).toEqual([]);
    http.next.push(503, 503, 503);
    expect(await deliver(notification, channels())).toEqual([
      { channel: "webhook", why: expect.stringMatching(/^127\.0\.0\.1:\d+ answered with status 503$/) },
    ]);
  });

  it("does not wait for ever, and follows no redirect", async () => {
    http.next.push("hang", "hang", "hang");
    const [late] = await deliver(notification, channels());
    expect(late?.channel).toBe("webhook");
    http.next.push(302);
    const [moved] = await deliver(notification, channels());
    expect(moved?.channel).toBe("webhook");
  });
});

describe("slack", () => {
  it("sends text in which nothing has a meaning of its own", async () => {
    const channels = channelsFor(
      { ...off, slack: true },
      { slackUrl: `${http.url}/services/T0/B0/x` },
      clientFor,
    );
    expect(await deliver(notification, channels)).toEqual([]);
    const { text } = JSON.parse(http.calls[0]?.body ?? "");
    expect(text).toContain(
      "*spendesk-hr: the sync failed (acme-uk)*\nPersonio &lt;b&gt; &amp; answered with 503.",
    );
    expect(text).toContain("Run 3f2a91c0 on sync-host, exit code 7.");
  });

  it("never names its address when it fails", async () => {
    const channels = channelsFor(
      { ...off, slack: true },
      { slackUrl: `${http.url}/services/T0/B0/x` },
      clientFor,
    );
    http.next.push(404);
    const [failure] = await deliver(notification, channels);
    expect(failure?.why).not.toContain("services");
  });
});

describe("email", () => {
  const settings = (): NotifySettings => ({
    ...off,
    email: {
      host: "127.0.0.1",
      port: mail.port,
      from: "spendesk-hr <sync@acme.test>",
      to: ["finance@acme.test", "it@acme.test"],
      username: "sync",
    },
  });

  it("logs in and sends plain text to everybody", async () => {
    expect(
      await deliver(notification, channelsFor(settings(), { smtpPassword: "smtp-password" }, clientFor)),
    ).toEqual([]);
    expect(mail.logins).toEqual([{ user: "sync", password: "smtp-password" }]);
    expect(mail.mails).toMatchObject([{ from: "sync@acme.test", to: ["finance@acme.test", "it@acme.test"] }]);
    expect(mail.mails[0]?.source).toContain("Subject: spendesk-hr: the sync failed (acme-uk)");
    expect(mail.mails[0]?.source).toContain("Run the same command again in a few minutes.");
  });

  it("says when the server refuses, without the password", async () => {
    const [failure] = await deliver(
      notification,
      channelsFor(settings(), { smtpPassword: "wrong-password" }, clientFor),
    );
    expect(failure).toMatchObject({ channel: "email", why: expect.stringContaining("535") });
    expect(failure?.why).not.toContain("wrong-password");
  });

  it("lets the other channels send when it fails", async () => {
    await mail.close();
    const both = { ...settings(), slack: true };
    const secrets = { smtpPassword: "x", slackUrl: `${http.url}/s` };
    const failures = await deliver(notification, channelsFor(both, secrets, clientFor));
    expect(failures.map(({ channel }) => channel)).toEqual(["email"]);
    expect(http.calls).toHaveLength(1);
    mail = await openMailReceiver();
  });
});

describe("healthchecks", () => {
  it("tells start and end under one id", async () => {
    const good = createHeartbeat(`${http.url}/ping/uuid`, clientFor);
    await good.start();
    await good.end({ ok: true, text: "exit code 0" });
    const bad = createHeartbeat(`${http.url}/ping/uuid/`, clientFor);
    await bad.end({ ok: false, text: "exit code 7" });
    const [started, ended, failed] = http.calls.map(({ path, body }) => ({ path, body }));
    const rid = /rid=([0-9a-f-]{36})/.exec(started?.path ?? "")?.[1];
    expect(started?.path).toBe(`/ping/uuid/start?rid=${rid}`);
    expect(ended).toEqual({ path: `/ping/uuid?rid=${rid}`, body: "exit code 0" });
    expect(failed?.path).toMatch(/^\/ping\/uuid\/fail\?rid=/);
  });
});
