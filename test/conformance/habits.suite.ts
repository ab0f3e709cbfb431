import { afterEach, describe, expect, it } from "vitest";
import type { Provider } from "../../src/providers/provider.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import type { Habit, VendorId } from "../../src/sandbox/vendors/ids.js";
import { isProblem } from "../../src/shared/errors.js";
import { connectTo, readAll } from "./harness.js";

/** A provider that must cope with the unpleasant habits of its vendor. */
interface Subject {
  readonly provider: Provider;
  readonly id: VendorId;
  /** With which everybody is read. */
  readonly settings?: unknown;
  /** Key of the credential that can be wrong. */
  readonly secret: string;
  /** Habits the vendor has, besides those that every imitation has. */
  readonly habits: readonly Habit[];
  /** Whether a full page without a word leaves no way to read on. */
  readonly needsNextPage?: boolean;
}

const PEOPLE = 230;

/** What a provider makes of an account with one unpleasant habit, on the imitation of its vendor. */
export function describeHabits(name: string, subject: Subject): void {
  const { provider, id, habits } = subject;
  let sandbox: Sandbox | undefined;

  afterEach(async () => {
    await sandbox?.close();
    sandbox = undefined;
  });

  async function connect(habit: Habit, { employees = PEOPLE, secret = "" } = {}) {
    await sandbox?.close();
    sandbox = await startSandbox({ employees, vendors: { [id]: { habits: [habit] } } });
    const credentials = { ...sandbox.credentials[id], ...(secret && { [subject.secret]: secret }) };
    return connectTo(provider, { url: sandbox.providerUrl(id), credentials }, subject.settings);
  }

  async function outcomeWith(habit: Habit, employees = PEOPLE) {
    return (await readAll(provider, await connect(habit, { employees }))).outcome;
  }

  const has = (habit: Habit) => habits.includes(habit);

  describe(`${name} and the habits of its vendor`, () => {
    const harmless = ["small-pages", "refused-page-size", "fewer-parameters"] as const;
    it.each(["text-totals", "no-totals", ...harmless.filter(has)] as const)(
      "reads everybody: %s",
      async (habit) => {
        expect(await outcomeWith(habit)).toEqual({ complete: true, total: PEOPLE });
      },
    );

    if (has("silent-lists")) {
      it("never takes a part of a silent list for the whole", async () => {
        expect(await outcomeWith("silent-lists", 20)).toEqual({ complete: true, total: 20 });
        const outcome = await outcomeWith("silent-lists");
        if (!subject.needsNextPage) {
          expect(outcome).toEqual({ complete: true, total: PEOPLE });
          return;
        }
        // The next read would be the same, so it is no passing trouble, and is said at once.
        expect(outcome).toMatchObject({
          complete: false,
          next: expect.stringContaining("Update spendesk-hr"),
        });
        const { obstacles } = await provider.verify(await connect("silent-lists"));
        expect(obstacles?.map(({ text }) => text)).toEqual([expect.stringContaining("a full page came")]);
      });
    }

    if (has("missing-ids")) {
      it("says that records have no id, at once and with what to do", async () => {
        expect(await outcomeWith("missing-ids")).toMatchObject({
          complete: false,
          why: expect.stringContaining("no usable id"),
          next: expect.stringContaining("mended"),
        });
        const { obstacles } = await provider.verify(await connect("missing-ids"));
        expect(obstacles?.map(({ text }) => text)).toEqual([expect.stringContaining("no usable id")]);
      });
    }

    if (has("contradictions")) {
      it("takes nobody with contrary data for employed or gone", async () => {
        const plain = await readAll(provider, await connect("bare-refusals"));
        const contrary = await readAll(provider, await connect("contradictions"));
        const statusBefore = new Map(plain.employees.map(({ id: person, status }) => [person, status]));
        const changed = contrary.employees.filter(
          ({ id: person, status }) => statusBefore.get(person) !== status,
        );
        expect(changed.length).toBeGreaterThan(0);
        for (const { status, statusDetail } of changed) {
          expect([status, statusDetail]).toEqual(["unknown", expect.any(String)]);
        }
        // The words stand in the configuration (`source.statuses`), so there are few, without days or names.
        const words = new Set(changed.map(({ statusDetail }) => statusDetail));
        expect(words.size).toBeLessThan(6);
        for (const word of words) expect(word).not.toMatch(/\d/u);
      });
    }

    if (has("private-emails")) {
      it("says at once that nobody has a work e-mail, after looking at all", async () => {
        const { findings, looked } = await provider.verify(await connect("private-emails"));
        expect(findings.find(({ field }) => field === "workEmail")).toEqual({
          field: "workEmail",
          required: true,
          state: "empty",
          next: expect.stringContaining(provider.title),
        });
        expect(looked).toBeNull();
        const { employees } = await readAll(provider, await connect("private-emails"));
        expect(new Set(employees.map(({ workEmail }) => workEmail))).toEqual(new Set([null]));
      });
    }

    it.each(["bare-refusals", "page-refusals"] as const)("takes a refusal for one: %s", async (habit) => {
      const connection = await connect(habit, { secret: "a-wrong-secret" });
      for (const attempt of [() => provider.verify(connection), () => readAll(provider, connection)]) {
        const error: unknown = await attempt().catch((reason: unknown) => reason);
        if (!isProblem(error)) throw error;
        expect(error).toMatchObject({ kind: "credentials", code: "credentials_refused" });
        // Where a wrong secret is a bad request, its words come as always.
        expect(error.why).toMatch(/proxy or firewall|\(status 400\)/u);
      }
      sandbox?.control.setOptions({ vendors: { [id]: { forbidden: true } } });
      const allowed = connectTo(
        provider,
        { url: connection.http.baseUrl, credentials: sandbox?.credentials[id] ?? {} },
        subject.settings,
      );
      await expect(readAll(provider, allowed)).rejects.toMatchObject({
        kind: "credentials",
        code: "permission_missing",
      });
    });

    it("quotes a refusal as problem+json with its trace id", async () => {
      const connection = await connect("problem-refusals", { secret: "a-wrong-secret" });
      await expect(readAll(provider, connection)).rejects.toMatchObject({
        kind: "credentials",
        why: expect.stringMatching(/"Refused: Refused with status 4\d\d".*trace id 00-4bf92f3577b34da6/u),
      });
    });
  });
}
