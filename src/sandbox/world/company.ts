import { pick, type Random } from "../random.js";
import type { Person } from "./world.js";

/** Domain of every invented work e-mail. */
export const WORK_DOMAIN = "acme.test";

type LegalEntity = { readonly name: string; readonly country: string };

const UK: LegalEntity = { name: "Acme UK Ltd", country: "GB" };
const FRANCE: LegalEntity = { name: "Acme France SAS", country: "FR" };
const GERMANY: LegalEntity = { name: "Acme Deutschland GmbH", country: "DE" };
const SPAIN: LegalEntity = { name: "Acme Iberia SL", country: "ES" };

/** Offices, the bigger ones more often; people in Remote belong to any company. */
const OFFICES: readonly { readonly name: string; readonly legalEntities: readonly LegalEntity[] }[] = [
  { name: "London", legalEntities: [UK] },
  { name: "London", legalEntities: [UK] },
  { name: "London", legalEntities: [UK] },
  { name: "Paris", legalEntities: [FRANCE] },
  { name: "Paris", legalEntities: [FRANCE] },
  { name: "Remote", legalEntities: [UK, FRANCE, GERMANY, SPAIN] },
  { name: "Remote", legalEntities: [UK, FRANCE, GERMANY, SPAIN] },
  { name: "Berlin", legalEntities: [GERMANY] },
  { name: "Madrid", legalEntities: [SPAIN] },
];

type Team = { readonly name: string; readonly jobTitles: readonly string[] };

const DEPARTMENTS: readonly {
  readonly name: string;
  readonly costCenter: string;
  readonly teams: readonly Team[];
}[] = [
  {
    name: "Engineering",
    costCenter: "CC-410",
    teams: [
      { name: "Platform", jobTitles: ["Software Engineer", "Site Reliability Engineer"] },
      { name: "Payments", jobTitles: ["Software Engineer", "Engineering Manager"] },
    ],
  },
  {
    name: "Sales",
    costCenter: "CC-210",
    teams: [
      { name: "Enterprise", jobTitles: ["Account Executive", "Sales Engineer"] },
      { name: "Mid-Market", jobTitles: ["Account Executive", "Sales Development, Outbound"] },
    ],
  },
  {
    name: "Finance",
    costCenter: "CC-110",
    teams: [{ name: "Accounting", jobTitles: ["Accountant", "Financial Controller"] }],
  },
  {
    name: "People & Culture",
    costCenter: "CC-120",
    teams: [{ name: "Talent", jobTitles: ["Recruiter", "People Partner"] }],
  },
  {
    name: "Operations",
    costCenter: "CC-310",
    teams: [
      { name: "Support", jobTitles: ["Support Specialist", "Support Lead"] },
      { name: "Logistics", jobTitles: ["Logistics Coordinator"] },
    ],
  },
];

/** A place in the company: where somebody sits, for whom and as what. */
export function inventPlacement(
  random: Random,
): Pick<Person, "office" | "legalEntity" | "country" | "department" | "team" | "jobTitle" | "costCenter"> {
  const office = pick(random, OFFICES);
  const legalEntity = pick(random, office.legalEntities);
  const department = pick(random, DEPARTMENTS);
  const team = pick(random, department.teams);
  return {
    office: office.name,
    legalEntity: legalEntity.name,
    country: legalEntity.country,
    department: department.name,
    team: team.name,
    jobTitle: pick(random, team.jobTitles),
    costCenter: department.costCenter,
  };
}
