import { cleanText, labelKey } from "./values.js";

/** Names that the tables of the runtime don't know, with their codes. */
const OTHER_NAMES: readonly (readonly [name: string, code: string])[] = [
  ["United States of America", "US"],
  ["USA", "US"],
  ["Great Britain", "GB"],
  ["England", "GB"],
  ["The Netherlands", "NL"],
  ["Holland", "NL"],
  ["Czech Republic", "CZ"],
  ["Turkey", "TR"],
  ["Ivory Coast", "CI"],
  ["Hong Kong", "HK"],
  ["Macau", "MO"],
  ["UAE", "AE"],
  ["Republic of Ireland", "IE"],
  ["Korea, Republic of", "KR"],
  ["Russian Federation", "RU"],
  ["Viet Nam", "VN"],
  ["Macedonia", "MK"],
  ["Swaziland", "SZ"],
];

let codesByName: ReadonlyMap<string, string> | null = null;

/**
 * A vendor's country as ISO 3166-1 alpha-2 code, given by its English name or by a code in any case;
 * the text itself when it is neither, null when there is none.
 */
export function cleanCountry(value: unknown): string | null {
  const text = cleanText(value);
  if (text === null) return null;
  codesByName ??= readCodes();
  return codesByName.get(labelKey(text)) ?? text;
}

function readCodes(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const codes = new Map<string, string>();
  for (const written of letters.flatMap((first) => letters.map((second) => first + second))) {
    // Withdrawn and reserved codes have names too: UK and DD stand for GB and DE.
    const code = new Intl.Locale(`und-${written}`).region;
    const name = names.of(written);
    if (name === undefined || code === undefined) continue;
    codes.set(labelKey(name), code);
    codes.set(labelKey(written), code);
  }
  for (const [name, code] of OTHER_NAMES) codes.set(labelKey(name), code);
  return codes;
}

/** ISO 3166-1: each three-letter code with the two-letter one behind it. */
const CODES = `
  ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT
  AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO
  BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG
  COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO
  DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB
  GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY
  HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT
  JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY
  LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH
  MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA
  NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE
  PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA
  SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR
  SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO
  TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG
  VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
`;

const ALPHA2 = new Map(
  CODES.trim()
    .split(/\s+/u)
    .map((pair) => [pair.slice(0, 3), pair.slice(3)]),
);

/** A country given by its three-letter code as ISO 3166-1 alpha-2; anything else as `cleanCountry` has it. */
export function countryFromAlpha3(value: unknown): string | null {
  return ALPHA2.get(cleanText(value)?.toUpperCase() ?? "") ?? cleanCountry(value);
}
