import type { Employee, IsoDate } from "../../sync/model/index.js";
import { buildEmployee } from "../support/build-employee.js";
import { cleanCountry } from "../support/country.js";
import { cleanDate, cleanId, cleanText } from "../support/values.js";
import { earliestStart, employmentsOf, mainEmployment, personEnd, statusOf } from "./employments.js";
import { type DeelEmployment, type DeelPerson, personSchema } from "./schema.js";
import type { DeelSettings } from "./settings.js";

/**
 * An employee for an item of the people list (docs/vendors/deel.md §4), null for one without a usable id.
 * Pure.
 */
export function toEmployee(item: unknown, settings: DeelSettings): Employee | null {
  const parsed = personSchema.safeParse(item);
  const id = parsed.success ? cleanId(parsed.data.id) : null;
  if (!parsed.success || id === null) return null;
  const person = parsed.data;
  const employments = employmentsOf(person);
  const main = mainEmployment(employments);
  const standing = statusOf(person, employments);
  return buildEmployee({
    id,
    status: standing.status,
    statusDetail: standing.statusDetail,
    ...emailsOf(person, main, settings),
    firstName: convert(person.first_name, cleanText),
    lastName: convert(person.last_name, cleanText),
    displayName: convert(person.full_name, cleanText),
    startDate: startDate(person, employments),
    ...personEnd(person, employments, standing),
    workLocation: convert(person.work_location, cleanText),
    department: convert(person.department, (department) => cleanText(department?.name)),
    team: convert(main?.team, (team) => cleanText(team?.name)),
    jobTitle: convert(person.job_title, cleanText),
    legalEntity: convert(person.client_legal_entity, (company) => cleanText(company?.name)),
    country: convert(person.country, countryOf),
    employmentType: hiringType(person, main),
    costCenter: undefined,
    manager: convert(person.direct_manager, managerOf),
    bank: undefined,
    custom: convert(person.department, customOf) ?? {},
  });
}

/** `undefined` for an absent key: the token may not read it. */
function convert<Value, Result>(
  value: Value,
  read: (value: Exclude<Value, undefined>) => Result,
): Result | undefined {
  return isGiven(value) ? read(value) : undefined;
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}

function startDate(
  { start_date }: DeelPerson,
  employments: readonly DeelEmployment[],
): IsoDate | null | undefined {
  const start = cleanDate(start_date) ?? earliestStart(employments);
  const isReadable = start_date !== undefined || employments.some((one) => one.start_date !== undefined);
  return isReadable ? start : undefined;
}

/** The person's own hiring type decides who is read; without one, that of the employment does. */
function hiringType(person: DeelPerson, main: DeelEmployment | undefined): string | null | undefined {
  const own = cleanText(person.hiring_type) ?? cleanText(main?.hiring_type);
  const isReadable = person.hiring_type !== undefined || main?.hiring_type !== undefined;
  return isReadable ? (own?.toLowerCase() ?? null) : undefined;
}

/** A manager comes with id and e-mail. Without the e-mail the id is enough for setting the manager. */
function managerOf(manager: DeelPerson["direct_manager"]): NonNullable<Employee["manager"]> | null {
  const id = cleanId(manager?.id);
  const email = cleanText(manager?.work_email);
  return id === null && email === null ? null : { id, email };
}

function customOf(department: DeelPerson["department"]): Employee["custom"] {
  return { departmentParent: cleanText(department?.parent) };
}

const NAMES = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

/** The codes of three letters that don't start with their code of two (ISO 3166-1). */
const ODD_CODES: ReadonlyMap<string, string> = new Map(
  [
    "ABWAW AGOAO ALAAX ANDAD AREAE ARMAM ATAAQ ATFTF ATGAG AUTAT BDIBI BENBJ BESBQ BGDBD BHSBS BIHBA",
    "BLRBY BLZBZ BRBBB BRNBN CAFCF CHLCL CHNCN CODCD COGCG COKCK COMKM CPVCV CUWCW CYMKY DNKDK ESHEH",
    "ESTEE FLKFK FROFO FSMFM GINGN GLPGP GNBGW GNQGQ GRDGD GRLGL GUFGF GUYGY IRLIE IRQIQ ISRIL JAMJM",
    "KAZKZ KORKR LBRLR LBYLY MACMO MAFMF MDGMG MDVMV MEXMX MLTMT MNEME MNPMP MOZMZ MTQMQ MYTYT NIUNU",
    "PAKPK PCNPN PLWPW PNGPG POLPL PRKKP PRTPT PRYPY PYFPF SENSN SGSGS SLBSB SLVSV SPMPM SRBRS SURSR",
    "SVKSK SVNSI SWESE SWZSZ SYCSC TCDTD TKMTM TUNTN TURTR TUVTV UKRUA URYUY WLFWF",
  ].flatMap((line) => line.split(" ").map((pair) => [pair.slice(0, 3), pair.slice(3)] as const)),
);

/**
 * A country as code of two letters. Deel mostly has those, older records three letters
 * (docs/vendors/deel.md §4).
 */
function countryOf(value: unknown): string | null {
  const country = cleanCountry(value);
  const long = cleanText(value)?.toUpperCase() ?? "";
  // USA and UAE are names that are known already.
  if (country?.length === 2 || !/^[A-Z]{3}$/u.test(long)) return country;
  const short = ODD_CODES.get(long) ?? long.slice(0, 2);
  return NAMES.of(short) === undefined ? country : short;
}

/** A person's addresses; `undefined` where they may not be read. */
interface DeelEmails {
  readonly workEmail: string | null | undefined;
}

/**
 * The work e-mail of the person, else of the employment (docs/vendors/deel.md §4). The primary one can be a
 * private login and counts only when the settings say so.
 *
 * Everybody signs in with some address, so a person without any is one whose addresses are withheld
 * from the token: that is "may not be read" and not "empty" (docs/vendors/deel.md §4).
 */
function emailsOf(
  person: DeelPerson,
  employment: DeelEmployment | undefined,
  { primaryEmail }: DeelSettings,
): DeelEmails {
  const entries = (person.emails ?? []).filter((entry) => entry !== null);
  const isWithheld = entries.every(({ value }) => cleanText(value) === null);
  const ofType = (type: string) => {
    const entry = entries.find((candidate) => cleanText(candidate.type)?.toLowerCase() === type);
    return isWithheld || !entry ? undefined : cleanText(entry.value);
  };
  const ofEmployment = cleanText(employment?.work_email);
  const work = [ofType("work"), ofEmployment, primaryEmail ? ofType("primary") : undefined];
  const isReadable = ofType("work") !== undefined || (!isWithheld && employment?.work_email !== undefined);
  return {
    workEmail: work.find((email) => !!email) ?? (isReadable ? null : undefined),
  };
}
