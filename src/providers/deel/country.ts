import { cleanCountry } from "../support/country.js";
import { cleanText } from "../support/values.js";

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
export function countryOf(value: unknown): string | null {
  const country = cleanCountry(value);
  const long = cleanText(value)?.toUpperCase() ?? "";
  // USA and UAE are names that are known already.
  if (country?.length === 2 || !/^[A-Z]{3}$/u.test(long)) return country;
  const short = ODD_CODES.get(long) ?? long.slice(0, 2);
  return NAMES.of(short) === undefined ? country : short;
}
