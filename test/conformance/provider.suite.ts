import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import type { EmployeeField, ProviderConnection } from "../../src/providers/provider.js";
import { isProblem } from "../../src/shared/errors.js";
import type { Employee } from "../../src/sync/model/employee.js";
import {
  connectTo,
  type FakeVendor,
  type ProviderHarness,
  readAll,
  type ServeOptions,
  withBankDetails,
} from "./harness.js";
import { type SuitePerson, suitePeople, suitePerson } from "./people.js";

/** More than the attempts of the HTTP client, so that retries run out. */
const FOR_EVER = 1000;

/** Three people. Where all leavers are invisible, a provider warns: this has one. */
const PEOPLE_AND_LEAVER = [
  ...suitePeople(2),
  suitePerson({ id: "2000", status: "inactive", terminationDate: "2026-06-30" }),
];

/** What every provider must do, on an imitation of its vendor. */
export function describeProvider(name: string, harness: ProviderHarness): void {
  const { provider, pageSize } = harness;
  const REQUIRED = provider.dataRead.filter(({ required }) => required).map(({ field }) => field);
  let vendor: FakeVendor | undefined;
  const idOf = (personId: string) => harness.employeeId?.(personId) ?? personId;
  const requestsFor = (count: number) => harness.requests?.(count) ?? provider.requests.count(count);
  const hideable = provider.dataRead.filter(({ field }) => !harness.neverHidden?.includes(field));
  const gone = harness.endsUnsaid ? "unknown" : "inactive";
  const knows = (what: NonNullable<ProviderHarness["lacks"]>[number]) => !harness.lacks?.includes(what);

  /** What is hidden along with a field, the field included. */
  function dataHiddenWith(field: EmployeeField) {
    const group = harness.hiddenTogether?.find((fields) => fields.includes(field)) ?? [field];
    return provider.dataRead.filter((data) => group.includes(data.field));
  }

  async function serve(
    people: readonly SuitePerson[],
    options: ServeOptions = {},
  ): Promise<{ vendor: FakeVendor; connection: ProviderConnection<unknown> }> {
    vendor = await harness.serve(people, options);
    return { vendor, connection: connectTo(provider, vendor, harness.settings) };
  }

  async function read(people: readonly SuitePerson[], options: ServeOptions = {}) {
    const { connection } = await serve(people, options);
    return readAll(provider, connection);
  }

  async function readOne(changes: Partial<SuitePerson>): Promise<Employee> {
    const { connection } = await serve([suitePerson(changes)]);
    const { employees } = await readAll(provider, connection);
    const [employee] = await withBankDetails(provider, connection, employees);
    if (!employee || employees.length !== 1) throw new Error(`${employees.length} employees came`);
    return employee;
  }

  describe(`${name} provider`, () => {
    afterEach(async () => {
      await vendor?.close();
      vendor = undefined;
    });

    describe("reading", () => {
      // More than a thousand, which is what some vendors stop at, and more than two pages.
      const many = Math.floor(pageSize * 2.5);
      const sizes = [0, 1, pageSize - 1, pageSize, pageSize + 1, many, Math.max(many, 1001)];
      it.each([...new Set(sizes)])(
        "reads %i employees, each once, with the stated number of requests",
        async (count) => {
          const people = suitePeople(count);
          const { vendor, connection } = await serve(people);
          const { employees, outcome } = await readAll(provider, connection);
          expect(outcome).toEqual({ complete: true, total: count });
          expect(employees.map((employee) => employee.id).sort()).toEqual(
            people.map((person) => idOf(person.id)).sort(),
          );
          expect(vendor.requests()).toBe(requestsFor(count));
        },
      );

      it("keeps names of every alphabet as they are", async () => {
        const employee = await readOne({ firstName: "Zoë-Ängström", lastName: "山田 O’Neill" });
        expect(employee).toMatchObject({ firstName: "Zoë-Ängström", lastName: "山田 O’Neill" });
      });

      it("gives null for an e-mail that is not filled in", async () => {
        const colleague = suitePerson({ id: "12" });
        const { employees } = await read([suitePerson({ id: "11", workEmail: null }), colleague]);
        expect(withId(employees, idOf("11")).workEmail).toBeNull();
      });

      it("gives a leaver as inactive with the day of termination", async () => {
        const employee = await readOne({ status: "inactive", terminationDate: "2026-06-30" });
        expect(employee.status).toBe(gone);
        expect(employee.terminationDate).toBe(knows("terminationDate") ? "2026-06-30" : undefined);
      });

      it("gives somebody in their notice period as active with the day ahead, counted or announced", async () => {
        const employee = await readOne({ status: "active", terminationDate: "2099-12-31" });
        expect(employee.status).toBe("active");
        const end = employee.terminationDate ?? employee.expectedEnd;
        expect(end ?? undefined).toBe(knows("announcedEnd") ? "2099-12-31" : undefined);
      });

      it("never counts an end while it is ahead and no longer when it has passed", async () => {
        const counts = async (terminationDate: string) => {
          const employee = await readOne({ status: "active", startDate: "2015-04-01", terminationDate });
          await vendor?.close();
          return Boolean(employee.terminationDate) || employee.status === "inactive";
        };
        // Otherwise somebody would be archived and restored because a day went by.
        if (await counts("2099-12-31")) expect(await counts("2020-12-31")).toBe(true);
      });

      if (knows("startDate")) {
        it("gives a future hire as pending with the start date", async () => {
          const employee = await readOne({ status: "pending", startDate: "2099-01-01" });
          expect(employee).toMatchObject({ status: "pending", startDate: "2099-01-01" });
        });
      }

      it("gives a rehired person as active without a termination date", async () => {
        const employee = await readOne({ startDate: "2026-09-01", terminationDate: null });
        expect(employee.status).toBe("active");
        expect(employee.startDate).toBe(knows("startDate") ? "2026-09-01" : undefined);
        expect(employee.terminationDate ?? null).toBeNull();
      });

      it("keeps two records of one person apart when a rehire got a new id", async () => {
        const former = suitePerson({ id: "11", status: "inactive", terminationDate: "2024-03-31" });
        const { employees } = await read([former, suitePerson({ id: "12", startDate: "2026-09-01" })]);
        expect(employees).toHaveLength(2);
        expect(withId(employees, idOf("11")).status).toBe(gone);
        expect(withId(employees, idOf("12")).status).toBe("active");
      });

      it("gives somebody on leave as active", async () => {
        const expected = knows("leave") ? { status: "active", statusDetail: "leave" } : { status: "active" };
        expect(await readOne({ status: "leave" })).toMatchObject(expected);
      });

      it("gives work location, department and manager", async () => {
        const { employees } = await read([
          suitePerson({ id: "1" }),
          suitePerson({ id: "2", workLocation: "Paris", department: "Sales", managerId: "1" }),
        ]);
        expect(withId(employees, idOf("1")).manager).toBe(knows("manager") ? null : undefined);
        const { workLocation, department, manager } = withId(employees, idOf("2"));
        expect(workLocation).toBe(knows("workLocation") ? "Paris" : undefined);
        expect(department).toBe(knows("department") ? "Sales" : undefined);
        if (knows("managerId")) expect(manager?.id).toBe(knows("manager") ? idOf("1") : undefined);
        else expect(manager).toEqual({ id: null, email: suitePerson().workEmail });
      });

      if (knows("bank")) {
        it("gives bank details that print masked", async () => {
          const employee = await readOne({});
          const shown = `${JSON.stringify(employee)} ${inspect(employee, { depth: 9 })} ${employee.bank}`;
          expect(shown).not.toContain("GB33BUKB20201555555555");
          expect(shown).toContain("•••• 5555");
          expect(employee.bank?.reveal()).toMatchObject({
            iban: "GB33BUKB20201555555555",
            bic: "BUKBGB22XXX",
          });
        });
      }
    });

    describe("permissions", () => {
      it("finds every piece of data and the head-count with a full credential", async () => {
        const { connection } = await serve(PEOPLE_AND_LEAVER);
        const report = await provider.verify(connection);
        // Nobody here has a manager or a second cost center: empty is readable as well.
        expect(report.findings.map(({ field }) => field)).toEqual(
          provider.dataRead.map(({ field }) => field),
        );
        expect(report.findings.filter(({ state }) => state !== "ok" && state !== "empty")).toEqual([]);
        const filled = report.findings.filter(({ state }) => state === "ok").map(({ field }) => field);
        expect(filled).toEqual(expect.arrayContaining(REQUIRED));
        if (harness.tellsTotal) expect(report.employees).toBe(3);
      });

      it.each(hideable)("says what to allow when $field may not be read", async (data) => {
        const { connection } = await serve(PEOPLE_AND_LEAVER, { hidden: [data.field] });
        const { findings } = await provider.verify(connection);
        expect(findings.filter(({ state }) => state !== "ok" && state !== "empty")).toEqual(
          dataHiddenWith(data.field).map(({ field, required, label }) => ({
            field,
            state: "missing",
            required,
            next: expect.stringContaining(label),
          })),
        );
      });

      it.each(hideable.filter(({ field }) => !dataHiddenWith(field).some((data) => data.required)))(
        "leaves $field out when it may not be read",
        async ({ field }) => {
          const { connection } = await serve(suitePeople(2), { hidden: [field] });
          const { employees, outcome } = await readAll(provider, connection);
          expect(outcome.complete).toBe(true);
          const completed = await withBankDetails(provider, connection, employees);
          expect(completed.map((employee) => fieldOf(employee, field))).toEqual([undefined, undefined]);
        },
      );

      it.each(hideable.filter((data) => data.required))(
        "stops the read when $field may not be read",
        async ({ field, label }) => {
          const { connection } = await serve(suitePeople(2), { hidden: [field] });
          await expect(readAll(provider, connection)).rejects.toMatchObject({
            kind: "credentials",
            code: "attributes_not_readable",
            message: expect.stringContaining(label),
          });
        },
      );
    });

    describe("trouble", () => {
      it("asks to connect again when the credentials are refused, without repeating them", async () => {
        const { connection } = await serve(suitePeople(2), { refuseCredentials: true });
        for (const attempt of [() => provider.verify(connection), () => readAll(provider, connection)]) {
          const error: unknown = await attempt().catch((reason: unknown) => reason);
          if (!isProblem(error)) throw error;
          expect(error.kind).toBe("credentials");
          expect(error.next).toContain(`spendesk-hr connect ${provider.id}`);
          const text = `${error.message} ${error.why} ${error.next} ${inspect(error, { depth: 9 })}`;
          for (const field of provider.credentialFields.filter((candidate) => candidate.secret)) {
            expect(text).not.toContain(connection.credentials[field.key]);
          }
        }
      });

      it("reads everybody when a limit was hit in between", async () => {
        const { outcome } = await read(suitePeople(pageSize + 1), { failures: { kind: "limit", times: 2 } });
        expect(outcome).toEqual({ complete: true, total: pageSize + 1 });
      });

      it.each(["limit", "server_error", "truncated"] as const)(
        "stops with a temporary problem when every answer is: %s",
        async (kind) => {
          const { connection } = await serve(suitePeople(2), { failures: { kind, times: FOR_EVER } });
          await expect(readAll(provider, connection)).rejects.toMatchObject({ kind: "temporary" });
        },
      );

      if (harness.tellsTotal) {
        it.each([1, -1])("is incomplete when the stated total is off by %i", async (totalOff) => {
          const { outcome } = await read(suitePeople(pageSize + 5), { totalOff });
          expect(outcome).toMatchObject({
            complete: false,
            why: expect.stringContaining(String(pageSize + 5)),
          });
        });
      }

      it("is incomplete when somebody comes twice, and gives them once", async () => {
        const { employees, outcome } = await read(suitePeople(pageSize + 5), { repeatSomebody: true });
        expect(outcome.complete).toBe(false);
        expect(new Set(employees.map((employee) => employee.id)).size).toBe(employees.length);
      });
    });
  });
}

function withId(employees: readonly Employee[], id: string): Employee {
  const employee = employees.find((candidate) => candidate.id === id);
  if (!employee) throw new Error(`nobody has the id ${id}`);
  return employee;
}

function fieldOf(employee: Employee, field: EmployeeField): unknown {
  if (field === "bank.iban") return employee.bank?.reveal().iban;
  if (field === "bank.bic") return employee.bank?.reveal().bic;
  return employee[field];
}
