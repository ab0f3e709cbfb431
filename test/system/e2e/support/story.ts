import { BANKS } from "../../../support/people.js";
import { PLACES } from "./clean-root.js";
import { bankOf, change, hire, REALLY_LEFT, VANISHED } from "./company.js";
import type { Entry } from "./diary.js";
import { good, type Stage } from "./stage.js";
import { createSupervisor, type Unit } from "./unit.js";
import { runName, timerStarts } from "./week.js";

const MINUTE = 60_000;
const FILLER = `${PLACES.state}/filler`;
const SPENDESK_KEY = ["credentials", "set", "spendesk", "--entity", "acme-uk", "--credentials-file", "-"];

/**
 * A week from Monday, 22 March 2027: the timer starts the service four times a day, London time, whose
 * clocks go forward on Sunday. Runs have names such as `Mon 1` and, when the service starts again by
 * itself, `Thu 1 restart 2`.
 */
export async function liveWeek(
  stage: Stage,
  { service, timer }: { service: Unit; timer: Unit },
): Promise<void> {
  const { clock, server, diary } = stage;
  const supervisor = createSupervisor(service);
  const events = eventsBefore(stage);

  async function start(name: string, at: number): Promise<Entry> {
    clock.travelTo(at - MINUTE);
    await events[name]?.();
    clock.travelTo(at);
    if (!supervisor.start(at)) throw new Error(`${name}: the service was started too often`);
    const run = () => diary.add(name, () => server.startUnit(service));
    return name === "Sat 2" ? besideAnother(stage, run) : run();
  }

  for (const [number, at] of timerStarts(timer, "2027-03-22 00:00:00 UTC", 28).entries()) {
    let entry = await start(runName(number), at);
    for (let restart = 1; ; restart += 1) {
      const next = supervisor.restartAfter(entry.ending.code ?? 1, entry.endedAt);
      if (next === null || restart > 3) break;
      entry = await start(`${runName(number)} restart ${restart}`, next);
    }
  }
}

/** What happens a minute before each run. */
function eventsBefore(stage: Stage): Readonly<Record<string, () => unknown>> {
  const { sandbox, office, server, diary, admin } = stage;
  const { control } = sandbox;
  const setKey = (key: object, ...flags: string[]) =>
    admin([...SPENDESK_KEY, ...flags], JSON.stringify({ spendesk: key }));
  return {
    "Mon 2": () => {
      hire(control, "lou");
      hire(control, "kim", { status: "onboarding", startDate: "2027-03-23" });
      // On the last day of employment the card is no longer needed (docs/rules.md §2).
      change(control, "eli", { endDate: "2027-03-23" });
    },
    "Tue 1": () => change(control, "kim", { status: "active" }),
    "Tue 2": () => change(control, "cleo", { lastName: "Newname", workEmail: "cleo.newname@acme.test" }),
    "Thu 1": () => control.setFaults(["reset:x1@/personio", "503@/personio"]),
    "Thu 2": () => control.setFaults([]),
    "Thu 3": () => {
      office.revoke();
      // Somebody's salary goes to a colleague's account.
      hire(control, "max", bankOf("dan"));
    },
    "Fri 2": async () => {
      const key = office.issue();
      await diary.add("Fri, a key with a typo", () =>
        setKey({ ...key, clientSecret: `${key.clientSecret}x` }),
      );
      await diary.add("Fri, the new key", () => setKey(key, "--expires-on", "2027-04-27"));
    },
    "Fri 3": async () => {
      hire(control, "nia");
      await server.root.run(["sh", "-c", `cat /dev/zero > ${FILLER}`]);
    },
    "Fri 3 restart 2": async () => good(await server.root.run(["rm", FILLER])),
    "Sat 3": () => {
      for (const name of VANISHED) change(control, name, { status: "inactive", endDate: "2027-03-26" });
    },
    "Sun 2": async () => {
      for (const name of VANISHED.filter((one) => !REALLY_LEFT.includes(one))) {
        change(control, name, { status: "active", endDate: null });
      }
      const allow = (number: number) => admin(["apply", "--yes", "--allow-archives", String(number)]);
      await diary.add("Sun, a number that is not the plan's", () => allow(VANISHED.length));
      await diary.add("Sun, the right number", () => allow(REALLY_LEFT.length));
    },
    "Sun 3": () => {
      const [name = ""] = REALLY_LEFT;
      change(control, name, { status: "active", endDate: null });
    },
  };
}

/** Somebody types `apply` while the service is at work, which goes on undisturbed. */
async function besideAnother(
  { sandbox, office, diary, admin }: Stage,
  run: () => Promise<Entry>,
): Promise<Entry> {
  change(sandbox.control, "bea", { ...BANKS.de });
  const { arrived, resume } = office.pause();
  const service = run();
  await arrived;
  await diary.add("Sat, somebody's own run", () => admin(["apply", "--yes"]));
  resume();
  return service;
}
