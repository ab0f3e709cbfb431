/** Names of nobody in particular, for the people of recordings. */
export const INVENTED_NAMES =
  `Mira Lindqvist Odo Castellan Runa Vestergaard Timo Halloran Petra Novotna Silas Brandt Ilka Moreau
  Jorin Tamminen Nelia Carrasco Bruno Eskola Tilda Marchetti Anton Ferreira Greta Winterbourne Milo Dubravka Selma Ostrander
  Rafael Kowalczyk Ines Thorvald Emil Bergstrom Lotte Valcarcel Hugo Penhallow Mona Ruzicka Oskar Delacroix Freya Santoro
  Levin Abernathy Clara Hofstede Matteo Quintero Nora Zielinski Alva Pemberton Ivo Sorensen Thea Castagna Rune Albrecht
  Dora Vanterpool Kian Lefebvre Marit Gallardo Enno Whitcombe Saga Pellegrini Linus Arriaga Vera Holmgren`.split(
    /\s+/u,
  );

/** Codes of countries, each as good as another. */
export const COUNTRIES =
  `PT DK AT BE SE FI NO IE NL PL CZ HU GR RO BG HR SI SK EE LV LT LU MT CY IS CH LI UA TR MA TN EG IN JP KR
  AU NZ CA MX BR AR CL PE CO UY ZA KE GH NG SN VN TH MY SG PH ID IL JO QA AE OM KW GE AM KZ FR DE ES IT GB US CN`.split(
    /\s+/u,
  );
