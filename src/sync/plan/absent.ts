import {
  type AbsentLink,
  isArchived,
  isUnread,
  linkedTwiceReason,
  personText,
  type Waiting,
} from "../identity/index.js";
import { type Link, lastEmail } from "../model/index.js";
import { archive, type DecisionRules, memberClaimed } from "./decide.js";
import { type NoteDraft, note, type WriteDraft } from "./draft.js";

/** What becomes of a linked person who is missing from a complete read. */
export interface AbsentDecision {
  readonly absent: AbsentLink;
  readonly draft: WriteDraft | NoteDraft;
  /** The link to store; null when it is to be removed. */
  readonly link: Link | null;
  /** Of the person, for people. */
  readonly name: string;
}

/** Complete reads in a row without the person after which the member may be archived. */
const READS_BEFORE_ARCHIVE = 2;

/**
 * Only absences of managed people are counted, so that somebody whom the filter left out first is not
 * archived for being absent (docs/rules.md §3).
 *
 * @param waiting people who are to have a member and get none in this plan
 */
export function decideAbsent(absent: AbsentLink, rules: DecisionRules, waiting: Waiting): AbsentDecision {
  const { link, match, isReassigned } = absent;
  const name = absentName(absent);
  const keep = (draft: WriteDraft | NoteDraft): AbsentDecision => ({ absent, draft, link, name });
  if (isUnread(link, rules.people)) {
    const reason = `The source ${link.source} could not be read, so nothing is done for this person.`;
    return keep(note("skipped", "source_unread", reason));
  }
  const missing = isReassigned
    ? `HR id ${link.employeeId} belongs to somebody else now, and this person is missing from the employees read.`
    : "Missing from the employees read.";
  if (absent.takenOverBy) {
    const reason = `${missing} The member now belongs to ${personText(absent.takenOverBy)}, who has its e-mail.`;
    return { absent, draft: note("skipped", "superseded", reason), link: null, name };
  }
  if (!match) {
    const reason = `${missing} The linked member ${link.memberId} no longer exists either.`;
    return { absent, draft: note("skipped", "member_gone", reason), link: null, name };
  }
  const { member } = match;
  const ignored = match.ignored ?? absent.ignored;
  if (ignored) return keep(note("skipped", "ignored", `${missing} Nothing is done. ${ignored}`));
  if (match.isLinkedTwice) return keep(note("conflict", "member_linked_twice", linkedTwiceReason(member.id)));
  if (isArchived(member, link)) {
    return keep(note("skipped", "already_archived", `${missing} The member is archived.`));
  }

  const isCounted = link.hrStatus === "managed" || link.absentReads > 0;
  const absentReads = isCounted ? link.absentReads + 1 : 0;
  if (rules.whenAbsent(link) === "archive" && absentReads >= READS_BEFORE_ARCHIVE && !isReassigned) {
    const reason = `Missing from ${absentReads} complete reads of the employees in a row.`;
    const namesake = waiting(match);
    if (namesake) {
      return keep(
        memberClaimed(`${reason} But ${personText(namesake)} has the same name and may be this person`),
      );
    }
    return keep(archive("absent", reason, member, link, null, rules));
  }
  const reason = `${missing} The member stays as it is and is no longer managed.`;
  return {
    absent,
    draft: note("previously_managed", "absent", reason),
    link: { ...link, hrStatus: "previously_managed", absentReads },
    name,
  };
}

function absentName({ link, match }: AbsentLink): string {
  const { firstName, lastName } = match?.member ?? {};
  const shown = [firstName, lastName].filter(Boolean).join(" ");
  const seen = [link.seen.firstName, link.seen.lastName].filter(Boolean).join(" ");
  return shown || seen || match?.member.email || lastEmail(link) || link.employeeId;
}
