import type { BankDetailsReader, BankReading } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { type BankAnswer, createBankLookup } from "./bank-lookup.js";
import { TOKEN_SCREEN } from "./errors.js";
import type { DeelSettings } from "./settings.js";

/** So many failures in a row are a failure of Deel's and not of these people. */
const BROKEN_IN_A_ROW = 3;

/** The reader of bank details, person by person; null when the settings switch it off. */
export function bankDetailsReader(connection: ProviderConnection<DeelSettings>): BankDetailsReader | null {
  if (connection.settings.bankDetails === false) return null;
  return (employeeIds) => readBankDetails(connection, employeeIds);
}

/**
 * One reading per person, one call after the other. People over whom Deel fails come last, with the
 * reason, when it answered for others; when it answered for nobody, its problem is thrown.
 */
async function* readBankDetails(
  connection: ProviderConnection<DeelSettings>,
  employeeIds: readonly string[],
): AsyncGenerator<BankReading, void, void> {
  const lookUp = createBankLookup(connection);
  const broken: BankReading[] = [];
  let inARow = 0;
  for (const employeeId of employeeIds) {
    const answer = await lookUp(employeeId);
    if (answer.kind !== "broken") {
      inARow = 0;
      yield readingOf(employeeId, answer);
      continue;
    }
    inARow += 1;
    broken.push(readingOf(employeeId, answer));
    if (inARow === BROKEN_IN_A_ROW || broken.length === employeeIds.length) throw answer.problem;
  }
  yield* broken;
}

function readingOf(employeeId: string, answer: BankAnswer): BankReading {
  if (answer.kind === "found") return { employeeId, ok: true, bank: answer.bank };
  return { employeeId, ok: false, why: REASONS[answer.kind] };
}

const REASONS: Readonly<Record<Exclude<BankAnswer["kind"], "found">, string>> = {
  refused: `Deel does not let this token read them: in Deel under ${TOKEN_SCREEN}, generate an Organization token with the scope people:read that leaves bank details in at the step "sensitive data access".`,
  unknown:
    "Deel knows no worker with bank accounts there: it gives those of payroll and HR workers, not of EOR employees and contractors.",
  ambiguous: "Deel has several bank accounts there, and none of them stands out.",
  unreadable: "Deel's answer is not in the documented form.",
  broken: "Deel failed over it again and again (status 500 or above).",
};
