/** A name as it is written, and in the letters of an e-mail address where the two differ. */
export interface InventedName {
  readonly written: string;
  readonly latin: string;
}

/** Letters that don't fall apart into a plain one and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  æ: "ae",
  ı: "i",
  đ: "d",
};

const LATIN_FIRST = [
  "Mira|Jonas|Zoë|Siobhán|Łukasz|Chloé|Björn|Anaïs|Tomás|Niamh|Çağla|Øyvind|Émile|Ingrid|Pavel|Noor|Mateusz",
  "Amélie|Oisín|Jürgen|Inés|Šárka|Nuno|Aoife|Dimitri|Maëlle|Søren|Anne-Sophie|Karim|Leïla|Gábor|Hugo|Priya",
  "Greta|Ruairí|Agnieszka|Paul|Fatima|Léo|Žofia|Samuel|Ömer|Jean-Luc|Camille|Theo|Ana Maria|Nils|Ester|Ian",
].flatMap((names) => names.split("|"));

const LATIN_LAST = [
  "Lindqvist|Okafor|O'Brien|Müller|Varga|Nguyễn|García-López|Dubois|Schröder|D'Angelo|Ní Choisdealbha|Strauß",
  "Kowalczyk|Fernández|Lefèvre|Smith-Jones|Øster|Yılmaz|Novák|Castaño|Brûlé|MacLeod|Ångström|Petrović|Silva",
  "Świątek|Thornton|Bianchi|Peeters|Rossi|Ferreira|Jansen|Horváth|Delacroix|Wójcik|Achterberg|Ibáñez|O'Neill",
  "Großmann|Baptiste|Mbeki|de la Cruz|Quiñones|Weiß|Fontaine|Ortega|Dvořák|Ashworth|Kjær|Sørensen|van Dijk",
].flatMap((names) => names.split("|"));

/** Written outside the Latin alphabet: first and last name of one person. */
export const NON_LATIN_NAMES: readonly (readonly [InventedName, InventedName])[] = [
  [
    { written: "Олена", latin: "olena" },
    { written: "Коваленко", latin: "kovalenko" },
  ],
  [
    { written: "雪", latin: "yuki" },
    { written: "田中", latin: "tanaka" },
  ],
  [
    { written: "Ελένη", latin: "eleni" },
    { written: "Παπαδοπούλου", latin: "papadopoulou" },
  ],
  [
    { written: "ليلى", latin: "layla" },
    { written: "حداد", latin: "haddad" },
  ],
  [
    { written: "민준", latin: "minjun" },
    { written: "박", latin: "park" },
  ],
];

export const FIRST_NAMES: readonly InventedName[] = LATIN_FIRST.map(inLatinLetters);
export const LAST_NAMES: readonly InventedName[] = LATIN_LAST.map(inLatinLetters);

function inLatinLetters(written: string): InventedName {
  return { written, latin: addressPart(written) };
}

/** A name in the letters of an e-mail address: `Ní Choisdealbha` becomes `nichoisdealbha`. */
export function addressPart(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßøłæıđ]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFD")
    .replace(/[^a-z-]/gu, "");
}
