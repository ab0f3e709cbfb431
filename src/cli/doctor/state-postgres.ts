import type { EntityConfig, LoadedConfig } from "../../config/load.js";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import type { StateLook } from "../../state/look.js";
import { stateExists } from "../../state/open.js";
import type { PostgresPlace } from "../../state/postgres/backup.js";
import { findSchema } from "../../state/postgres/facts.js";
import { type ServerLook, withServer } from "../../state/postgres/inspect.js";
import { keyForCopy } from "../../state/postgres/key.js";
import { lookAtPostgres } from "../../state/postgres/look.js";
import type { Session } from "../../state/postgres/session.js";
import { statementsOf } from "../../state/postgres/statements.js";
import { connectedClient } from "../../state/postgres/transactions.js";
import type { CliContext } from "../cli-context.js";
import { showsTimes } from "../output/time-text.js";
import { postgresPlace } from "../state/connection.js";
import { attempt, type Finding, ok, problem, warning } from "./finding.js";
import { lockFindings, type StateCheck, stateSubject as subject, wholeText } from "./state.js";

/** Further apart, times in reports and times of locks can't be compared by a person. */
const CLOCKS_APART_MS = 120_000;

/** The state in a database: the server, then what is in the schema. Creates, upgrades and changes nothing. */
export async function checkDatabase(
  address: PostgresAddress,
  config: LoadedConfig,
  entities: readonly EntityConfig[],
  context: CliContext,
): Promise<StateCheck> {
  let look: StateLook | null = null;
  const findings = await attempt(subject("server"), async () => {
    const place = await postgresPlace(address, config, context);
    const { clock } = place;
    return withServer(place.server, clock.now, async (server, session) => {
      const schema = await attempt(subject("schema"), async () => {
        const client = await connectedClient(session);
        const found = await findSchema(client, place.server, place.toolVersion);
        if (found === null) return [missing(address, entities.length > 0, config.stateDir)];
        look = await lookAtPostgres(session, place);
        const show = showsTimes(entities, clock.now());
        return [ok(subject("schema"), wholeText(address.shown, look)), ...lockFindings(look, show)];
      });
      return [
        ...serverFindings(address, server),
        ...schema,
        ...(look ? await keyFindings(session, place) : []),
      ];
    });
  });
  return { findings, look };
}

function serverFindings(address: PostgresAddress, server: ServerLook): readonly Finding[] {
  const how = server.encryption ?? "not encrypted, on this machine";
  return [
    ok(subject("server"), `${address.shown} answers: PostgreSQL ${server.version} (${how}).`),
    server.readOnly === null ? rights(address, server) : problem(subject("rights"), server.readOnly),
    clocks(server.clockAheadMs),
  ];
}

function rights({ shown }: PostgresAddress, { missingRights, grant }: ServerLook): Finding {
  const [first, ...others] = missingRights;
  if (first === undefined) return ok(subject("rights"), "Its user may read and write there.");
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return problem(subject("rights"), {
    kind: "configuration",
    code: "state_rights",
    message: `The state in ${shown} may not be used as it must be.`,
    why: `Its user has not got: ${first}${more}.`,
    next: `Let an administrator of the database run: ${grant}`,
  });
}

function clocks(aheadMs: number): Finding {
  const apart = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) < CLOCKS_APART_MS) {
    return ok(subject("clock"), `The clocks of the server and of this machine are ${apart} s apart.`);
  }
  return warning(subject("clock"), {
    code: "state_clocks_apart",
    text: `The clock of the database server is ${apart} s ${aheadMs > 0 ? "ahead of" : "behind"} this machine's.`,
    next: "Let both set their clocks by time servers (`timedatectl` shows whether this machine does).",
  });
}

function missing({ shown }: PostgresAddress, hasEntities: boolean, folder: string): Finding {
  if (stateExists(folder)) {
    return warning(subject("schema"), {
      code: "state_missing",
      text: `There is no state in ${shown} yet, but one in the folder ${folder}.`,
      next: "spendesk-hr state move",
    });
  }
  if (!hasEntities) return ok(subject("schema"), `There is no state in ${shown} yet.`);
  return warning(subject("schema"), {
    code: "state_missing",
    text: `There is no state in ${shown} yet; the first preview makes it. If there were runs before, it is somewhere else.`,
    next: "spendesk-hr preview",
  });
}

function keyFindings(session: Session, place: PostgresPlace): Promise<readonly Finding[]> {
  return attempt(subject("key"), async () => {
    const statements = statementsOf(await connectedClient(session));
    const key = await keyForCopy(statements, place.server, place.key);
    const text =
      key === null ? "is made by the first run that needs it" : "is there, and is the one of this state";
    return [ok(subject("key"), `The key of the bank fingerprints ${text}.`)];
  });
}
