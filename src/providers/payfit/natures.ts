/**
 * The natures of French contracts by their codes in the social declaration (DSN, S21.G00.40.007), in the
 * words French payrolls use for them: CDI and CDD are the private ones.
 */
const NATURES: ReadonlyMap<string, string> = new Map([
  ["01", "CDI"],
  ["02", "CDD"],
  ["03", "Contrat de mission (intérim)"],
  ["07", "CDI intermittent"],
  ["08", "CDI intérimaire"],
  ["09", "CDI de droit public"],
  ["10", "CDD de droit public"],
  ["20", "Détachement d'un agent public (ECP)"],
  ["21", "Détachement d'un agent public (ENCP)"],
  ["29", "Convention de stage"],
  ["32", "Contrat d'appui au projet d'entreprise"],
  ["50", "Nomination dans la fonction publique"],
  ["51", "Collaborateur occasionnel du service public"],
  ["52", "Cumul d'activité à titre accessoire"],
  ["53", "Contrat d'engagement détenu"],
  ["60", "Contrat d'engagement éducatif"],
  ["70", "Contrat de soutien et d'aide par le travail"],
  ["80", "Mandat social"],
  ["81", "Mandat d'élu"],
  ["82", "CDI de chantier ou d'opération"],
  ["89", "Volontariat de service civique"],
  ["90", "Autre contrat, convention ou mandat"],
  ["91", "Contrat d'engagement maritime à durée indéterminée"],
  ["92", "Contrat d'engagement maritime à durée déterminée"],
  ["93", "Ligne de service"],
]);

/** A code in words; one that is not on the list stays recognizable as what it is. */
export function natureOf(code: string): string {
  const found = NATURES.get(code.padStart(2, "0"));
  return found ?? (/^\d+$/u.test(code) ? `Nature de contrat ${code}` : code);
}
