import type { StatusMeaning } from "../../sync/model/index.js";
import { wordKey } from "./propose.js";

/** Words of statuses in the seven languages of `HEADER_WORDS`, as proposals: a person says what they mean. */
const WORDS: Readonly<Record<Exclude<StatusMeaning, "ignore">, string>> = {
  active: `active, employed, working, current, on leave, leave, parental leave, maternity leave, yes, true, 1, a,
    aktiv, beschaftigt, in elternzeit, elternzeit, beurlaubt, mutterschutz, ja,
    actif, active, en poste, present, en conge, conge parental, conge maternite, oui,
    activo, activa, alta, en activo, de alta, en excedencia, si, attivo, attiva, in forza, in servizio, in congedo,
    actief, in dienst, met verlof, ouderschapsverlof, ativo, ativa, em servico, sim, ausente`,
  pending: `pending, onboarding, future, starts later, not started, preboarding, future hire, upcoming, hired,
    zukunftig, noch nicht gestartet, in einstellung, eintritt geplant,
    a venir, futur, pas encore arrive, pendiente, futuro, por incorporar, futura alta, in arrivo, da assumere, in attesa,
    toekomstig, nog niet gestart, pendente, a admitir`,
  inactive: `inactive, terminated, left, leaver, former, resigned, dismissed, offboarded, ended, no, false, 0, i, retired,
    inaktiv, ausgetreten, ausgeschieden, gekundigt, ehemalig, rentner, nein,
    inactif, inactive, sorti, sortie, parti, partie, ancien, licencie, demissionne, non, retraite,
    inactivo, inactiva, baja, de baja, cesado, cesada, ex empleado, inattivo, inattiva, cessato, cessata, dimesso, dimessa, licenziato,
    inactief, uit dienst, vertrokken, oud medewerker, nee,
    inativo, inativa, desligado, desligada, demitido, saiu, cessado, nao`,
};

const MEANINGS = new Map(
  (["active", "pending", "inactive"] as const).flatMap((meaning) =>
    WORDS[meaning].split(",").map((word) => [wordKey(word), meaning] as const),
  ),
);

/** What a status most likely means, to be proposed; null when its words say nothing. */
export function likelyMeaning(word: string): StatusMeaning | null {
  return MEANINGS.get(wordKey(word)) ?? null;
}
