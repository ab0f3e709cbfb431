import type { Reply } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import { createListed, type Listed, secretOf } from "./listed.js";

const stamp = (day: string | null) => (day === null ? null : `${day}T00:00:00Z`);

/** A row of a GetConnector (docs/vendors/afas.md §4), with a field that nobody asked for. */
function row(person: Person): Readonly<Record<string, unknown>> {
  return {
    Medewerker: person.id,
    Email_werk: person.workEmail,
    Roepnaam: person.firstName,
    Voorvoegsel: null,
    Geboortenaam: person.lastName,
    Geboortedatum: "1990-01-01T00:00:00Z",
    Datum_in_dienst: stamp(person.startDate),
    Datum_uit_dienst: stamp(person.endDate),
    Locatie: person.office,
    Organisatorische_eenheid_omschrijving: person.department,
    Functie_omschrijving: person.jobTitle,
    Werkgever_omschrijving: person.legalEntity,
    Soort_medewerker: person.employmentType,
    Kostenplaats_omschrijving: person.costCenter,
    Medewerkernummer_leidinggevende: person.managerId,
    IBAN: person.iban,
    BIC: person.bic,
  };
}

/** Most of what is wrong with a request is a server error, whose words tell what it is. */
function serverError(externalMessage: string): Reply {
  const json = { externalMessage, errorNumber: -2147180999, profitLogReference: "3A4CA18A611A4E07B429AC6B" };
  return { status: 500, json };
}

const COLUMNS = ["Medewerker", "Geboortenaam", "Datum_in_dienst"];

const connector: Listed = {
  template: "/connectors/{connector}",
  paging: { by: "offset", param: "skip", sizeParam: "take", defaultSize: 100, mostAtOnce: 10_000 },
  refused: ({ params, query }) => {
    if (params.connector !== "Spendesk_HR")
      return serverError(
        "GetConnector niet ondersteund voor deze app of de gebruiker is niet geautoriseerd.",
      );
    const order = query.get("orderbyfieldids");
    return order === null || COLUMNS.includes(order)
      ? null
      : serverError(`Connector-veld '${order}' niet gevonden.`);
  },
  // Without an order the rows come as they please.
  items: (people, _setup, { query }) => {
    const rows = people.map(row);
    const order = query.get("orderbyfieldids");
    if (order === null) return Number(query.get("skip")) === 0 ? rows : rows.reverse();
    return rows.sort((a, b) => (String(a[order]) < String(b[order]) ? -1 : 1));
  },
  answer: ({ items, page, size }) => ({ json: { skip: (page - 1) * size, take: size, rows: items } }),
};

/** The imitation of the REST services of AFAS Profit. */
export const createAfas = createListed({
  id: "afas",
  credentials: (random) => ({ environment: "12345", token: secretOf(random).toUpperCase() }),
  headers: ({ token = "" }) => {
    const element = `<token><version>1</version><data>${token}</data></token>`;
    return { authorization: `AfasToken ${Buffer.from(element).toString("base64")}` };
  },
  lists: [connector],
  refusal: (errorNumber, externalMessage) => ({ errorNumber, externalMessage, profitLogReference: "" }),
});
