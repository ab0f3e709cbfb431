import { userInfo } from "node:os";
import * as z from "zod";
import type { MemberPatch } from "../../../src/sandbox/spendesk/members.js";
import type { PersonPatch } from "../../../src/sandbox/world/world.js";
import { openState } from "../../../src/state/open.js";
import type { Link } from "../../../src/sync/model/member.js";
import type { PersonDecision } from "../../../src/sync/model/state-store.js";
import { done } from "../../support/connected-workspace.js";
import { withState } from "../../support/memory.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";

export const ME = userInfo().username;

/** A small company whose people are all known by name. */
export interface Company extends SandboxWorkspace {
  /** Member ids by first name, of those who became members by the first apply. */
  readonly ids: Readonly<Record<string, string>>;
  hire(id: string, name: string, more?: Partial<PersonPatch>): void;
  /** Adds a member nobody in the HR tool made. @returns its id */
  addMember(name: string, email: string, more?: Partial<MemberPatch>): string;
  links(): Promise<readonly Link[]>;
  /** Pairs of the state as `101 ↔ member id`. */
  pairs(): Promise<readonly string[]>;
  decisions(): Promise<readonly PersonDecision[]>;
  /** A lock of a process on another machine. */
  lockFromElsewhere(): Promise<void>;
}

/** Ada (101) and Bea (102) work here and are members; Cleo (103) works elsewhere and is none. */
export async function openCompany(): Promise<Company> {
  const workspace = await openSandboxWorkspace({ employees: 0 });
  const { control } = workspace.sandbox;
  const hire: Company["hire"] = (id, name, more = {}) => {
    const [firstName = "", lastName = "Test"] = name.split(" ");
    control.upsertEmployee({
      ...{ id, firstName, lastName, workEmail: `${firstName.toLowerCase()}@acme.test` },
      ...{ office: "London", status: "active", startDate: "2020-01-01", ...more },
    });
  };
  hire("101", "Ada Lovelace");
  hire("102", "Bea Bernoulli");
  hire("103", "Cleo Curie", { office: "Berlin" });
  try {
    done(await workspace.connect());
    done(await workspace.configure());
    done(await workspace.run(["apply", "--yes"]));
  } catch (error) {
    await workspace.close();
    throw error;
  }
  control.resetStats();
  const links = () => withState(workspace, (state) => state.links("acme-uk"));
  return {
    ...workspace,
    ids: Object.fromEntries(control.members().map(({ id, firstName }) => [firstName, id])),
    hire,
    addMember(name, email, more = {}) {
      const [firstName = "", lastName = ""] = name.split(" ");
      return control.addMember({ firstName, lastName, email, ...more }).id;
    },
    links,
    pairs: async () => (await links()).map(({ employeeId, memberId }) => `${employeeId} ↔ ${memberId}`),
    decisions: () => withState(workspace, (state) => state.personDecisions("acme-uk")),
    async lockFromElsewhere() {
      const clock = { now: () => new Date() };
      const options = { dir: workspace.stateDir, toolVersion: "test", clock };
      const state = await openState({ ...options, host: "server.acme.test", pid: 4711 });
      await state.acquireLock(
        await state.startRun("apply", ["acme-uk"], clock.now()),
        ["acme-uk"],
        clock.now(),
      );
      await state.close();
    },
  };
}

const employee = z.strictObject({ id: z.string(), name: z.string(), email: z.string().nullable() });
const member = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  status: z.enum(["active", "invited", "archived", "unknown"]).nullable(),
});

export const decisionSchema = z.strictObject({
  id: z.uuid(),
  entity: z.string(),
  kind: z.enum(["link", "unlink", "ignore"]),
  employee: z.strictObject({ source: z.string(), account: z.string().nullable(), id: z.string() }).nullable(),
  memberId: z.string().nullable(),
  name: z.string(),
  until: z.iso.date().nullable(),
  why: z.string(),
  who: z.string(),
  at: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  inForce: z.boolean(),
});

const common = {
  schemaVersion: z.literal(1),
  entity: z.string(),
  changed: z.boolean(),
  decision: decisionSchema,
};

export const linkDocument = z.strictObject({
  ...common,
  employee,
  member,
  agrees: z.array(z.enum(["e-mail", "name"])),
  differs: z.array(z.enum(["e-mail", "name"])),
  consequences: z.array(z.string()),
});

export const unlinkDocument = z.strictObject({
  ...common,
  employee,
  member,
  wasLinked: z.boolean(),
  consequences: z.array(z.string()),
});

export const ignoreDocument = z.strictObject({
  ...common,
  employee: employee.nullable(),
  member: member.nullable(),
});

export const undoDocument = z.strictObject(common);
