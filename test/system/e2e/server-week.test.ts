import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bankNeedles, found, keyNeedles, secretNeedles } from "../../support/secret-needles.js";
import { GUEST, OWNER, REALLY_LEFT, STAFF } from "./support/company.js";
import type { Entry } from "./support/diary.js";
import { lookAtState, openFiles, textsIn } from "./support/evidence.js";
import { good, moveToServer, NOTIFY_SECRETS, openStage, type Stage, setUpLaptop } from "./support/stage.js";
import { liveWeek } from "./support/story.js";
import { parseUnit } from "./support/unit.js";

const UNITS = "/root/units";
const LABEL = '{entity="acme-uk"}';
/** Half a minute on a quiet machine. */
const PATIENCE = 300_000;

describe("a week on a server", () => {
  let stage: Stage;
  let keys: readonly { readonly clientSecret: string }[];

  const entry = (name: string): Entry => {
    const one = stage.diary.entries.find((candidate) => candidate.name === name);
    if (!one) throw new Error(`nothing of the name ${name} happened`);
    return one;
  };
  const applies = () => stage.diary.entries.filter(({ name }) => !name.startsWith("Fri, "));

  beforeAll(async () => {
    stage = await openStage("2027-03-19T14:00:00Z");
    const { clock, server, admin, diary, office } = stage;
    await setUpLaptop(stage);
    clock.travelTo("2027-03-21T19:00:00Z");
    await moveToServer(stage);
    good(await admin(["schedule", "systemd", "--every", "6h", "--out", UNITS]));
    const unit = async (name: string) => parseUnit(await server.read(`${UNITS}/${name}`));
    await diary.add("the first run", () => admin(["apply", "--yes", "--accept-config"]));
    await liveWeek(stage, {
      service: await unit("spendesk-hr.service"),
      timer: await unit("spendesk-hr.timer"),
    });
    keys = office.issued;
  }, PATIENCE);
  afterAll(() => stage?.close());

  it("gets units that systemd accepts", async () => {
    const verify = await stage.server.root.run([
      ...["systemd-analyze", "verify", "--man=no"],
      ...["spendesk-hr.service", "spendesk-hr.timer"].map((name) => `${UNITS}/${name}`),
    ]);
    expect(verify.stderr + verify.stdout).toBe("");
    expect(verify.code).toBe(0);
  });

  it("is told by exit codes, changes and notifications, each trouble once", () => {
    expect(stage.diary.lines()).toEqual([
      "the first run: exit 0, create 10, update 9 → attention new",
      "Mon 1: exit 0",
      "Mon 2: exit 0, create 1",
      "Mon 3: exit 0",
      "Mon 4: exit 0 → attention open",
      "Tue 1: exit 0, create 1, archive 1",
      "Tue 2: exit 0, update 1 → attention new",
      "Tue 3: exit 0",
      "Tue 4: exit 0 → attention open",
      "Wed 1: exit 0",
      "Wed 2: exit 0",
      "Wed 3: exit 0",
      "Wed 4: exit 0 → attention open",
      "Thu 1: exit 7 → failure server_error",
      "Thu 1 restart 1: exit 7",
      "Thu 1 restart 2: exit 7",
      "Thu 1 restart 3: exit 7",
      "Thu 2: exit 0 → recovered recovered",
      "Thu 3: exit 4 → failure spendesk_credentials_refused",
      "Thu 4: exit 4",
      "Fri 1: exit 4",
      "Fri, a key with a typo: exit 4",
      "Fri, the new key: exit 0",
      "Fri 2: exit 0, create 1 → attention new + recovered recovered",
      "Fri 3: exit 7 → failure state_disk_full",
      "Fri 3 restart 1: exit 7",
      "Fri 3 restart 2: exit 0, create 1 → recovered recovered",
      "Fri 4: exit 0",
      "Sat 1: exit 0",
      "Sat, somebody's own run: exit 6",
      "Sat 2: exit 0, update 1 → attention open",
      "Sat 3: exit 5 → safety too_many_archives",
      "Sat 4: exit 5",
      "Sun 1: exit 5 → key_expiring spendesk_key",
      "Sun, a number that is not the plan's: exit 5",
      "Sun, the right number: exit 0, archive 6 → recovered recovered",
      "Sun 2: exit 0",
      "Sun 3: exit 0, restore 1 → attention open",
      "Sun 4: exit 0",
    ]);
  });

  it("names what people are to look at when it begins, and all that is open once a day", () => {
    const unknown = (place: string) =>
      `Nobody has "${place}" as Work Location, which a filter rule names: 'Work Location' is one of: Remote,London,Paris. Known values: Berlin, London.`;
    const places = 'Work Location "Remote", Work Location "Paris"';
    const shared = "One bank account for several people: Dan Test, Max Test.";
    const takenAsRight =
      "Spendesk does not show the bank details of 10 members. What it has is taken to be right, and nothing is sent until the HR tool changes. If it is not right: `spendesk-hr configure --entity acme-uk --spendesk-is-right no`.";
    expect(stage.diary.entries.flatMap(({ name, lookAt }) => lookAt.map((text) => [name, text]))).toEqual([
      [
        "the first run",
        `acme-uk: 3 new to look at: ${unknown("Remote")} ${unknown("Paris")} ${takenAsRight}`,
      ],
      ["Mon 4", `acme-uk: 2 still to look at: ${places}.`],
      ["Tue 2", "acme-uk: 1 new to look at: Only the HR id still agrees: Cleo Newname."],
      ["Tue 4", `acme-uk: 2 still to look at: ${places}.`],
      ["Wed 4", `acme-uk: 2 still to look at: ${places}.`],
      // On Thursday evening, when it is due, the runs fail.
      ["Fri 2", `acme-uk: 1 new to look at: ${shared} 2 still to look at: ${places}.`],
      ["Sat 2", `acme-uk: 4 still to look at: ${places}, Dan Test, Max Test.`],
      // The day on which the clocks go forward has 23 hours.
      ["Sun 3", `acme-uk: 4 still to look at: ${places}, Dan Test, Max Test.`],
    ]);
  });

  it("ends with exactly the right people in Spendesk", () => {
    const members = stage.sandbox.control.members();
    const emails = (isArchived: boolean) =>
      members
        .filter((one) => one.isArchived === isArchived)
        .map(({ email }) => email)
        .sort();
    const [back = "", ...gone] = REALLY_LEFT;
    const archived = ["eli", ...gone].map((name) => `${name}@acme.test`);
    const active = [
      ...STAFF.filter((name) => name !== "cleo").map((name) => `${name}@acme.test`),
      ...["lou", "kim", "max", "nia"].map((name) => `${name}@acme.test`),
      ...["cleo.newname@acme.test", OWNER, GUEST],
    ].filter((email) => !archived.includes(email));
    expect(active).toContain(`${back}@acme.test`);
    expect(emails(false)).toEqual(active.sort());
    expect(emails(true)).toEqual(archived.sort());
  });

  it("is in the log: every line is JSON with the story's time, every run has its id and numbers", () => {
    for (const { name, log, startedAt, endedAt, ending } of applies()) {
      for (const { time } of log) {
        expect(Date.parse(time), name).toBeGreaterThanOrEqual(startedAt - 1);
        expect(Date.parse(time), name).toBeLessThanOrEqual(endedAt + 1);
      }
      expect(
        log.find(({ event }) => event === "command.finished"),
        name,
      ).toMatchObject({
        command: "apply",
        exitCode: ending.code,
        milliseconds: expect.any(Number),
      });
      if (ending.code !== 0) {
        expect(
          log.find(({ event }) => event === "problem"),
          name,
        ).toMatchObject({
          code: expect.any(String),
          next: expect.any(String),
        });
        continue;
      }
      expect(new Set(log.flatMap(({ run }) => run ?? [])).size, name).toBe(1);
      expect(
        log.find(({ event }) => event === "entity.read"),
        name,
      ).toMatchObject({
        entity: "acme-uk",
        employees: expect.any(Number),
        providerRequests: expect.any(Number),
        spendeskRequests: expect.any(Number),
        milliseconds: expect.any(Number),
      });
    }
    const ids = applies().flatMap(({ log }) => log.find(({ event }) => event === "run.started")?.run ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is in the metrics, which promtool accepts", () => {
    for (const metrics of new Set(applies().map((one) => one.metrics))) {
      const check = () => execFileSync("promtool", ["check", "metrics"], { input: metrics, stdio: "pipe" });
      expect(check, metrics).not.toThrow();
    }
  });

  it("has the last success and the last attempt at the right time in the metrics", () => {
    let success = 0;
    for (const { name, startedAt, endedAt, ending, samples } of applies()) {
      const at = (metric: string) => (samples.get(`spendesk_hr_${metric}`) ?? Number.NaN) * 1000;
      expect(samples.get("spendesk_hr_last_run_exit_code"), name).toBe(ending.code);
      expect(at("last_run_timestamp_seconds"), name).toBeGreaterThanOrEqual(startedAt);
      expect(at("last_run_timestamp_seconds"), name).toBeLessThanOrEqual(endedAt);
      const stamp = at(`last_success_timestamp_seconds${LABEL}`);
      if (ending.code === 0) {
        expect(stamp, name).toBeGreaterThanOrEqual(startedAt);
        expect(stamp, name).toBeLessThanOrEqual(endedAt);
        expect(at(`last_attempt_timestamp_seconds${LABEL}`), name).toBeGreaterThanOrEqual(startedAt);
        success = stamp;
      } else {
        expect(stamp, name).toBe(success);
      }
    }
  });

  it("writes nothing on the quiet day, and asks as little as possible", () => {
    for (const name of ["Wed 1", "Wed 2", "Wed 3", "Wed 4"]) {
      const { samples, ending } = entry(name);
      const requests = (side: string) => samples.get(`spendesk_hr_requests{entity="acme-uk",side="${side}"}`);
      // One token and one page at each side.
      expect([requests("provider"), requests("spendesk")], `${name}\n${ending.stderr}`).toEqual([2, 2]);
    }
  });

  it("never runs into Spendesk's limits", () => {
    expect(stage.sandbox.stats().tooManyRequests).toBe(0);
  });

  it("names the run in what it tells, so that people find it in the log", () => {
    const ids = applies().flatMap(({ log }) => log.find(({ event }) => event === "run.started")?.run ?? []);
    const told = stage.receivers.hook.calls.map(({ body }) => JSON.parse(body));
    for (const { run, events } of told) {
      // Without room for its memory a run can't begin.
      if (events[0].code === "state_disk_full") expect(run).toBeNull();
      else expect(ids).toContain(run);
    }
  });

  it("signs what it tells the webhook, and mails the same", () => {
    const { hook, mail } = stage.receivers;
    for (const { headers, body } of hook.calls) {
      const hmac = createHmac("sha256", NOTIFY_SECRETS.webhookSecret);
      hmac.update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
      expect(headers["webhook-signature"]).toBe(`v1,${hmac.digest("base64")}`);
    }
    const subjects = mail.mails.map(({ source }) => /^Subject: (.*)$/m.exec(source)?.[1]?.trim());
    const lookAt = "spendesk-hr: people are to be looked at (acme-uk)";
    expect(subjects).toEqual([
      ...Array(5).fill(lookAt),
      "spendesk-hr: the sync failed (acme-uk)",
      "spendesk-hr: the sync works again (acme-uk)",
      "spendesk-hr: the sync failed (acme-uk)",
      // The sync works again, and there is news.
      lookAt,
      "spendesk-hr: the sync failed",
      "spendesk-hr: the sync works again",
      lookAt,
      "spendesk-hr: the sync stopped for safety",
      "spendesk-hr: an API key is ending (acme-uk)",
      "spendesk-hr: the sync works again",
      lookAt,
    ]);
    expect(mail.mails).toHaveLength(hook.calls.length);
    expect(new Set(mail.mails.flatMap(({ to }) => to))).toEqual(new Set(["it@acme.test"]));
  });

  it("tells the monitor how every run ended; the one that gave way leaves the verdict to the other", () => {
    const pings = stage.receivers.monitor.calls.map(({ path }) => {
      const { pathname, searchParams } = new URL(path, "http://monitor.test");
      return { word: pathname.slice(NOTIFY_SECRETS.monitorPath.length), rid: searchParams.get("rid") };
    });
    const ends = pings.filter(({ word }) => word !== "/start");
    expect(ends.map(({ word }) => word)).toEqual(
      applies().map(({ ending }) => (ending.code === 0 || ending.code === 6 ? "" : "/fail")),
    );
    expect(new Set(ends.map(({ rid }) => rid)).size).toBe(ends.length);
  });

  it("leaves a sound memory in which every run and every change is settled", async () => {
    await lookAtState(stage.server, async (state, sqlite) => {
      expect(sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
      expect(sqlite.pragma("foreign_key_check")).toEqual([]);
      const runs = (await state.runs(100)).filter(({ kind }) => kind === "apply");
      const begun = applies()
        .filter(({ log }) => log.some(({ event }) => event === "run.started"))
        .sort((one, other) => one.startedAt - other.startedAt);
      expect(runs.map(({ exitCode }) => exitCode).reverse()).toEqual(begun.map(({ ending }) => ending.code));
      const journal = (await Promise.all(runs.map(({ id }) => state.journal(id)))).flat();
      expect(new Set(journal.map(({ outcome }) => outcome))).toEqual(new Set(["applied"]));
      expect(await state.lockOwners()).toEqual([]);
    });
  });

  it("shows no secret and no bank details in anything it said, wrote or sent", async () => {
    const { hook, mail } = stage.receivers;
    const needles = [
      ...keyNeedles(stage),
      ...bankNeedles(stage),
      ...keys.flatMap(({ clientSecret }, index) => secretNeedles(`key ${index + 1}`, clientSecret)),
      ...Object.entries(NOTIFY_SECRETS).flatMap(([name, secret]) => secretNeedles(name, secret)),
    ];
    const sent = [...hook.calls.map(({ body }) => body), ...mail.mails.map(({ source }) => source)];
    for (const text of [...stage.transcript, ...sent]) expect(found(needles, text)).toEqual([]);
    expect(found(needles, await openFiles(stage.server))).toEqual([]);
    expect(found(needles, textsIn(stage.home))).toEqual([]);
  });

  it("has no keychain, and nothing to fall back to", async () => {
    const words = [
      "connect",
      "personio",
      "--entity",
      "acme-fr",
      "--yes",
      "--credentials-file",
      "-",
      "-o",
      "json",
    ];
    const settings = ["timezone=Europe/Paris", "credentials.store=keychain"];
    const flags = settings.flatMap((pair) => ["--set", pair]);
    const places = ["--config", "/root/other.yaml", "--state-dir", "/root/other"];
    const stdin = JSON.stringify({ spendesk: keys[0], personio: stage.sandbox.credentials.personio });
    const { code, stdout } = await stage.server.run([...words, ...flags, ...places], { stdin });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: expect.stringMatching(/^keychain_(?:no_session|unavailable)$/) },
    });
    expect(code).toBe(4);
    expect((await stage.server.root.run(["ls", "/root"])).stdout).not.toContain("other");
  });
});
