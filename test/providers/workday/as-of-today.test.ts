import { afterEach, beforeEach, expect, it } from "vitest";
import { variableName } from "../../../src/credentials/names.js";
import { done } from "../../support/connected-workspace.js";
import { requestsDuring } from "../../support/sandbox-requests.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";

const ENTITIES = ["acme-uk", "acme-fr"] as const;

/** 25 hours apart, so it is never the same day in both. */
const EARLY = "Pacific/Kiritimati";
const LATE = "Pacific/Pago_Pago";

let desk: SandboxWorkspace;

beforeEach(async () => {
  desk = await openSandboxWorkspace({ employees: 5, entities: ENTITIES });
});

afterEach(() => desk.close());

async function connect(zones: Readonly<Record<(typeof ENTITIES)[number], string>>): Promise<void> {
  for (const entity of ENTITIES) {
    const { credentials, spendeskKeys } = desk.sandbox;
    const keys = { spendesk: spendeskKeys[entity] ?? {}, workday: credentials.workday };
    for (const [connection, values] of Object.entries(keys)) {
      for (const [field, value] of Object.entries(values)) {
        desk.env[variableName({ entity, connection }, field)] = value;
      }
    }
    done(
      await desk.run([
        ...["connect", "workday", "--entity", entity, "--yes", "--set", `timezone=${zones[entity]}`],
        ...["--set", `spendesk.baseUrl=${desk.sandbox.spendeskUrl(entity)}`],
        ...["--set", `source.baseUrl=${desk.sandbox.providerUrl("workday")}`],
      ]),
    );
    done(await desk.run(["configure", "--entity", entity, "--yes", "--include", "all"]));
  }
}

async function readsOfAPreview(): Promise<number> {
  const requests = await requestsDuring(desk.sandbox, async () => {
    done(await desk.run(["preview"]));
  });
  const counts = Object.entries(requests).filter(([route]) => route.includes("Human_Resources"));
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

it("lets two entities share a read only while it is the same day for both", async () => {
  await connect({ "acme-uk": EARLY, "acme-fr": EARLY });
  expect(await readsOfAPreview()).toBe(1);
  await connect({ "acme-uk": EARLY, "acme-fr": LATE });
  expect(await readsOfAPreview()).toBe(2);
});
