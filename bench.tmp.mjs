// test/model/bench.tmp.ts
import fc2 from "fast-check";

// test/model/fold.ts
var OTHERWISE = [
  ["\xE4", "a", "ae"],
  ["\xF6", "o", "oe"],
  ["\xFC", "u", "ue"],
  ["\xF8", "o", "oe"],
  ["\xE5", "a", "aa"],
  ["\xE6", "ae", "ae"],
  ["\u0153", "oe", "oe"],
  ["\xDF", "ss", "ss"],
  ["\u0142", "l", "l"]
];
var PARTICLES = /^(de|del|della|der|den|dem|des|di|da|dos|das|do|du|la|le|les|el|al|van|von|vom|zu|zum|zur|ter|ten|te|af|av|bin|ibn|y|e|of|the|mac|mc|st)$/;
function addressKey(email) {
  return email.replace(/\p{Cf}/gu, "").trim().toLowerCase().normalize("NFC");
}
function workEmail(employee) {
  const text = employee.workEmail?.trim() ?? "";
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(text) ? text : null;
}
function writtenName(name) {
  return name?.trim().normalize("NFC") || null;
}
function isSameName(a, b) {
  const [one, other] = [firstAndLast(a), firstAndLast(b)];
  const meets = (left, right) => left.some((word) => right.includes(word));
  return meets(one.first, other.first) && meets(one.last, other.last) || meets(one.first, other.last) && meets(one.last, other.first);
}
function showsName(name) {
  return words(`${name.firstName ?? ""} ${name.lastName ?? ""}`).length > 0;
}
var KNOWN = /* @__PURE__ */ new Map();
function firstAndLast({ firstName, lastName, displayName }) {
  const key = JSON.stringify([firstName, lastName, displayName]);
  const known = KNOWN.get(key);
  if (known) return known;
  const display = words(displayName);
  const lasts = words(lastName);
  const proper = lasts.filter((word) => !PARTICLES.test(word));
  const firsts = [...words(firstName).slice(0, 1), ...display.length > 1 ? display.slice(0, 1) : []];
  const made = {
    first: firsts.flatMap(spellings),
    last: (proper.length > 0 ? proper : lasts).flatMap(spellings)
  };
  KNOWN.set(key, made);
  return made;
}
function words(text) {
  return (text ?? "").replace(/\p{Cf}/gu, "").normalize("NFKC").toLowerCase().replace(/['’`´.]/g, "").split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== "");
}
function spellings(word) {
  const spell = (column) => OTHERWISE.reduce((text, row) => text.replaceAll(row[0], row[column]), word).normalize("NFD").replace(/\p{M}/gu, "");
  return [spell(1), spell(2)];
}

// test/model/limits.ts
var CHANGE_LIMITS = [
  ["too_many_archives", "archive", "archives"],
  ["too_many_updates", "update", "updates"],
  ["too_many_email_changes", "email_change", "emailChanges"],
  ["too_many_bank_changes", "bank_change", "bankChanges"],
  ["too_many_creations", "creation", "creations"],
  ["too_many_restores", "restore", "restores"],
  ["too_many_releases", "release", "releases"]
];
function violationsOf(plan, facts) {
  const over = [...changesOver(plan, facts), ...readsOver(plan, facts), ...identitiesOver(plan, facts)];
  return over.sort((a, b) => a.code < b.code ? -1 : 1);
}
function kindsOf({ kind, written }) {
  if (kind === "archive") return ["archive"];
  if (kind === "create") return ["creation"];
  if (kind !== "update" && kind !== "restore") return [];
  return [
    kind,
    ...written.email === void 0 ? [] : ["email_change"],
    ...written.bank === void 0 ? [] : ["bank_change"]
  ];
}
function covers({ kinds }, kind) {
  const isField = kind === "update" || kind === "email_change" || kind === "bank_change";
  return kinds.includes(kind) || isField && (kinds.includes("creation") || kinds.includes("restore"));
}
function changesOver(plan, facts) {
  const rows = [...plan.rows, ...plan.absent];
  const approvalOf = (row, kind) => facts.approvals.filter(({ employeeId }) => employeeId === row.employeeId).find((one) => covers(one, kind));
  const joiners = rows.filter((row) => row.kind === "create" && approvalOf(row, "creation")?.isConfirmed);
  return CHANGE_LIMITS.flatMap(([code, kind, name]) => {
    const of = kind === "release" ? [] : rows.filter((row) => kindsOf(row).includes(kind));
    const begun = of.filter((row) => approvalOf(row, kind)?.isConfirmed === false).length;
    const fresh = kind === "release" ? plan.released.length : of.filter((row) => !approvalOf(row, kind)).length;
    const base = plan.managed.size + (kind === "creation" ? joiners.length : 0) + (kind === "release" ? plan.released.length : 0);
    const limit = limitOf(facts.limits[name], base, kind !== "creation");
    const actual = facts.counted[kind] + begun + fresh;
    return fresh > 0 && actual > limit ? [{ code, actual, limit }] : [];
  });
}
function limitOf({ percent, atLeast }, base, isCapped) {
  const limit = Math.max(Math.floor(percent * base / 100), atLeast);
  return isCapped ? Math.min(limit, Math.max(1, Math.floor(base / 2))) : limit;
}
function readsOver(plan, facts) {
  const { limits, highest, employeesRead, membersRead, linked } = facts;
  if (employeesRead === 0) return [{ code: "no_employees", actual: 0, limit: 1 }];
  const found = [];
  const gone = plan.gone.length;
  const goneLimit = limitOf(limits.membersGone, linked, true);
  found.push({ code: "members_gone", actual: gone, limit: goneLimit, isOver: gone > goneLimit });
  if (highest) {
    const fewest = Math.ceil(limits.minEmployeesPercent * highest.employees / 100);
    const fewestMembers = Math.ceil(limits.minMembersPercent * highest.members / 100);
    const most = Math.floor(limits.maxEmployeesPercent * highest.employees / 100);
    const mostStrangers = Math.max(3, Math.floor(limits.strangersPercent * highest.employees / 100));
    const strangers = plan.strangers.filter((id) => !isAwaited(id, facts)).length;
    found.push(
      { code: "too_few_employees", actual: employeesRead, limit: fewest, isOver: employeesRead < fewest },
      {
        code: "too_few_members",
        actual: membersRead,
        limit: fewestMembers,
        isOver: membersRead < fewestMembers
      },
      { code: "too_many_employees", actual: employeesRead, limit: most, isOver: employeesRead > most },
      {
        code: "too_many_strangers",
        actual: strangers,
        limit: mostStrangers,
        isOver: strangers > mostStrangers
      }
    );
  }
  return found.flatMap(({ isOver: isOver2, ...violation }) => isOver2 ? [violation] : []);
}
function isAwaited(id, { approvals }) {
  return approvals.some(({ employeeId, kinds }) => employeeId === id && kinds.includes("creation"));
}
function identitiesOver(plan, { linked }) {
  const limit = linked < 20 ? Math.floor(linked / 3) : Math.max(3, Math.floor(linked / 20));
  return plan.doubtful > limit ? [{ code: "identities_changed", actual: plan.doubtful, limit }] : [];
}

// test/model/standing.ts
var NEVER_DAYS = 366;
function addDays(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10);
}
function lastDay(employee) {
  const { startDate, terminationDate: terminationDate2 } = employee;
  if (!terminationDate2 || startDate && terminationDate2 < startDate) return null;
  return terminationDate2;
}
function isOver(employee, { today, policy: policy2 }) {
  const end = lastDay(employee);
  return end !== null && addDays(end, policy2.graceDays) <= today;
}
function standingOf(employee, input) {
  const { today, policy: policy2 } = input;
  const status = employee.status;
  if (status === "unknown") return "unknown";
  if (isOver(employee, input)) return "leaver";
  if (status === "inactive") {
    const end = lastDay(employee);
    const isNever = end !== null && end > addDays(today, NEVER_DAYS);
    return policy2.graceDays > 0 && end !== null && !isNever ? "in_grace" : "leaver";
  }
  if (status === "no_contract") return "pending";
  const starts = employee.startDate ?? null;
  const isInvited = starts !== null && starts <= addDays(today, policy2.inviteDaysBefore);
  if (status === "active") return starts === null || isInvited ? "eligible" : "pending";
  return isInvited ? "eligible" : "pending";
}
function isFormer(standing) {
  return standing === "leaver" || standing === "in_grace";
}
function isEnding(employee, input) {
  const end = lastDay(employee);
  return standingOf(employee, input) === "eligible" && end !== null && end <= input.today;
}
function rankOf(employee, input) {
  const standing = standingOf(employee, input);
  if (standing === "eligible") return 3;
  if (isFormer(standing)) return 1;
  if (standing === "unknown") return -1;
  const starts = employee.startDate ?? null;
  const isNoContract = employee.status === "no_contract";
  const isSoon = starts !== null && starts <= addDays(input.today, input.policy.rehireGapDays);
  return isSoon && !isNoContract ? 2 : 0;
}
function archiveCode(employee, input) {
  return isOver(employee, input) ? "terminated" : "inactive";
}

// test/model/scene.ts
function setScene(input) {
  const links = [...input.links].sort(byKey).filter((link) => !isTakenApart(link, input));
  const added = unlistedMembers(input.members, links);
  const members = [...input.members, ...added].sort((a, b) => compare(a.id, b.id));
  const recs = [...input.employees].sort((a, b) => compare(a.id, b.id)).map((employee) => recordOf(employee, links, members, input));
  const ignoredEmployees = new Set(
    recs.filter(({ employee }) => isIgnored(employee.id, input)).map(({ employee }) => employee.id)
  );
  const ofIgnored = links.filter((link) => isIgnored(link.employeeId, input, link));
  const ignoredMembers = new Set(
    [...inForce(input, "ignore"), ...ofIgnored].flatMap(({ memberId }) => memberId ?? [])
  );
  return {
    input,
    members,
    unlisted: new Set(added.map(({ id }) => id)),
    links,
    recs,
    persons: personsOf(recs.filter(({ employee }) => !ignoredEmployees.has(employee.id))),
    ignoredEmployees,
    ignoredMembers
  };
}
function linksOf({ links }, member2) {
  return links.filter(({ memberId }) => memberId === member2.id);
}
function isForeign(link, { account }) {
  return link.source !== account.source || link.account !== null && link.account !== account.key;
}
function isArchived(member2, links) {
  return member2.status === "archived" || member2.status === "unknown" && links.some((link) => link.archived);
}
function inForce({ decisions, today }, kind) {
  return decisions.filter(
    (one) => one.kind === kind && one.endedAt === null && (one.until === null || today <= one.until)
  );
}
function isDecided(kind, employeeId, memberId, input) {
  return inForce(input, kind).some(
    (one) => one.memberId === memberId && isMeant(one.employee, employeeId, input)
  );
}
function isMeant(meant, employeeId, { account }) {
  const isAccount = meant?.account === null || meant?.account === account.key;
  return meant?.id === employeeId && meant.source === account.source && isAccount;
}
function isIgnored(employeeId, input, link) {
  if (link && isForeign(link, input)) return false;
  return inForce(input, "ignore").some((one) => isMeant(one.employee, employeeId, input));
}
function isTakenApart(link, input) {
  return !isForeign(link, input) && isDecided("unlink", link.employeeId, link.memberId, input);
}
function recordOf(employee, links, members, input) {
  const own = links.filter((link2) => link2.employeeId === employee.id && !isForeign(link2, input));
  const link = own.find(({ account }) => account !== null) ?? own[0] ?? null;
  const email = workEmail(employee);
  return {
    employee,
    standing: standingOf(employee, input),
    rank: rankOf(employee, input),
    inFilter: input.inFilter(employee),
    email: email && addressKey(email),
    link,
    isLinked: members.some(({ id }) => id === link?.memberId)
  };
}
function unlistedMembers(members, links) {
  const listsArchived = members.some(({ status }) => status === "archived");
  const taken = members.flatMap(({ email }) => email ? addressKey(email) : []);
  const added = [];
  for (const { memberId: id, archived, hidden, seen } of links) {
    const email = seen.emails[0] ?? null;
    const isKnown = [...members, ...added].some((member2) => member2.id === id);
    if (isKnown || !(hidden || archived && !listsArchived)) continue;
    if (email !== null && taken.includes(addressKey(email))) continue;
    added.push({ id, email, firstName: null, lastName: null, status: "archived", isOwner: false });
  }
  return added;
}
function personsOf(recs) {
  const rest = [...recs];
  const persons = [];
  for (let first = rest.shift(); first; first = rest.shift()) {
    const records = [first];
    for (const known of records) {
      const same = rest.filter((other) => isOnePerson(known, other));
      for (const other of same) records.push(...rest.splice(rest.indexOf(other), 1));
    }
    const [stands = first] = [...records].sort(byStanding);
    persons.push({ records, stands });
  }
  return persons;
}
function isOnePerson(a, b) {
  return a.email !== null && a.email === b.email && isSameName(a.employee, b.employee);
}
function byStanding(a, b) {
  const start = ({ employee }) => employee.startDate ?? "";
  return b.rank - a.rank || Number(b.inFilter) - Number(a.inFilter) || compare(start(b), start(a)) || Number(b.isLinked) - Number(a.isLinked) || compare(a.employee.id, b.employee.id);
}
function byKey(a, b) {
  const key = (link) => JSON.stringify([link.employeeId, link.source, link.account, link.memberId]);
  return compare(key(a), key(b));
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
function signsOf(rec, member2, scene) {
  const { input } = scene;
  const { employee } = rec;
  if (isDecided("unlink", employee.id, member2.id, input)) {
    return { id: null, email: null, name: false, start: false };
  }
  const links = linksOf(scene, member2);
  const own = links.find((link) => link === rec.link);
  const seenBefore = links.flatMap(({ seen }) => seen.emails).map(addressKey);
  const isNow = member2.email !== null && addressKey(member2.email) === rec.email;
  const sharing = input.employees.filter(({ startDate }) => startDate === employee.startDate).length;
  return {
    id: own ? own.account === null ? "weak" : "strong" : null,
    email: rec.email === null ? null : isNow ? "now" : seenBefore.includes(rec.email) ? "before" : null,
    name: isSameName(employee, member2) || links.some(({ seen }) => isSameName(employee, seen)),
    start: !!employee.startDate && links.some(({ seen }) => seen.startDate === employee.startDate) && sharing < 0.05 * input.employees.length
  };
}
function isTwo({ id, email, name, start }) {
  const hard = Number(id !== null) + Number(email !== null);
  return hard > 0 && hard + Number(name) + Number(start) >= 2;
}

// test/model/values.ts
import { isValidBIC, isValidIBAN } from "ibantools";
var FIELDS = ["email", "firstName", "lastName"];
function isSameValue(field, a, b) {
  const form = (text) => text === null ? null : field === "email" ? addressKey(text) : writtenName(text);
  return form(a) === form(b);
}
function changedValues(rec, seat, input) {
  const { policy: policy2 } = input;
  const written = {};
  const warnings = [];
  const edits = {};
  for (const field of FIELDS) {
    if (!policy2.update.includes(field === "email" ? "email" : "name")) continue;
    const wanted = wantedOf(rec, field);
    if (wanted === null) {
      if (field === "email") warnings.push(emailCode(rec));
      continue;
    }
    const shown = shownBy(seat.member, field);
    const verdict = judge(field, wanted, shown, seat.link?.written[field], policy2.handEdits);
    if (verdict.sends) written[field] = wanted;
    if (verdict.warning) warnings.push(verdict.warning);
    if (verdict.isNewEdit && shown !== null) edits[field] = shown;
  }
  const bank = policy2.update.includes("bank") ? bankOf(rec, input) : null;
  if (bank !== null && bank !== (seat.link?.bankFingerprint ?? null)) written.bank = bank;
  return { written, warnings, edits };
}
function newValues(rec, input) {
  const [email, firstName, lastName] = FIELDS.map((field) => wantedOf(rec, field));
  if (!email || !firstName || !lastName) return null;
  const bank = input.policy.update.includes("bank") ? bankOf(rec, input) : null;
  return { email, firstName, lastName, ...bank !== null && { bank } };
}
function emailCode({ employee }) {
  return employee.workEmail?.trim() ? "invalid_work_email" : "no_work_email";
}
function judge(field, wanted, shown, last, handEdits) {
  if (isSameValue(field, wanted, shown)) return { sends: false };
  if (!last || !isSameValue(field, last.value, wanted)) return { sends: true };
  if (last.wasSeen && shown !== null) {
    const warning = "edited_by_hand";
    if (handEdits === "report") return { sends: false, warning };
    const isNewEdit = last.reportedEdit === null || !isSameValue(field, last.reportedEdit, shown);
    return { sends: !isNewEdit, warning, isNewEdit };
  }
  const isBack = isSameValue(field, last.before, shown);
  if (!last.wasSeen && last.times >= 2 && isBack) return { sends: false, warning: "not_kept" };
  return { sends: true };
}
function observed(link, member2, edits) {
  const after = {};
  for (const field of FIELDS) {
    const last = link.written[field];
    if (!last) continue;
    const shows = isSameValue(field, last.value, shownBy(member2, field));
    const edit = edits[field] ?? last.reportedEdit;
    after[field] = shows ? { ...last, wasSeen: true, reportedEdit: null } : { ...last, reportedEdit: edit };
  }
  return after;
}
function shownBy(member2, field) {
  return field === "email" ? member2.email : writtenName(member2[field]) && member2[field];
}
function wantedOf(rec, field) {
  return field === "email" ? workEmail(rec.employee) : writtenName(rec.employee[field]);
}
function bankOf({ employee }, { bankFingerprint: bankFingerprint3 }) {
  const values = employee.bank?.reveal();
  const [iban, bic] = [values?.iban, values?.bic].map((text) => (text ?? "").replaceAll(" ", ""));
  if (!iban || !bic || !isValidIBAN(iban) || !isValidBIC(bic)) return null;
  return bankFingerprint3({ reveal: () => ({ iban, bic }) });
}

// test/model/decide.ts
var COMPLETE_READS_BEFORE_ARCHIVE = 2;
function draft(kind, code, rest = {}) {
  return { kind, code, written: {}, warnings: [], edits: {}, level: 0, ...rest };
}
function decide(rec, matches) {
  const { scene, seats, conflicts, superseded, ignored } = matches;
  const { input } = scene;
  const seat = seats.get(rec) ?? null;
  if (scene.ignoredEmployees.has(rec.employee.id) || ignored.has(rec)) return draft("skipped", "ignored");
  if (rec.standing === "unknown") return draft("skipped", "unknown_status");
  const conflict = conflicts.get(rec);
  if (conflict) return draft("conflict", conflict);
  if (superseded.has(rec)) return draft("skipped", "superseded");
  if (isFormer(rec.standing) || isEnding(rec.employee, input) && !rec.inFilter) {
    return decideFormer(rec, seat, matches);
  }
  if (!rec.inFilter) {
    return seat?.link ? draft("previously_managed", "out_of_filter") : draft("skipped", "out_of_filter");
  }
  if (rec.standing === "pending") {
    return seat?.link ? draft("unchanged", "not_started") : draft("skipped", "not_started");
  }
  if (!seat) return create(rec, matches);
  return isArchived(seat.member, seat.link ? [seat.link] : []) ? restore(rec, seat, matches) : keep(rec, seat, input);
}
function decideAbsent(link, matches) {
  const { scene, seats, conflicts } = matches;
  const { policy: policy2 } = scene.input;
  const member2 = scene.members.find(({ id }) => id === link.memberId);
  const isTaken = [...seats].some(([rec, seat]) => seat.link === link && !conflicts.has(rec));
  if (scene.ignoredMembers.has(link.memberId)) return draft("skipped", "ignored");
  if (isTaken) return draft("skipped", "superseded");
  if (!member2) return draft("skipped", "member_gone");
  const isGiven = [...seats].some(
    ([rec, seat]) => seat.member === member2 && seat.how === "decided" && !conflicts.has(rec)
  );
  if (isGiven) return draft("skipped", "superseded");
  if (linksOf(scene, member2).length > 1) return draft("conflict", "member_linked_twice");
  if (isArchived(member2, [link])) return draft("skipped", "already_archived");
  if (policy2.absent === "archive" && absencesAfter(link) >= COMPLETE_READS_BEFORE_ARCHIVE) {
    return archive("absent", member2, null, matches);
  }
  return draft("previously_managed", "absent");
}
function absencesAfter({ hrStatus, absentReads }) {
  return hrStatus === "managed" || absentReads > 0 ? absentReads + 1 : 0;
}
function isProtected(member2, rec, { policy: policy2 }) {
  const protects = policy2.protect.map(addressKey);
  const emails = [member2?.email, rec?.employee.workEmail];
  return emails.some((email) => email && protects.includes(addressKey(email)));
}
function decideFormer(rec, seat, matches) {
  if (!seat) return draft("skipped", "left_without_member");
  const { input } = matches.scene;
  const { member: member2, link } = seat;
  if (isArchived(member2, link ? [link] : [])) return draft("skipped", "already_archived");
  const isOurs = link !== null && (link.hrStatus === "managed" || link.absentReads > 0 || link.released === "data");
  if (!rec.inFilter && !isOurs) {
    return link ? draft("previously_managed", "left_out_of_filter") : draft("skipped", "out_of_filter");
  }
  if (rec.standing !== "leaver") return draft("skipped", "in_grace");
  if (!link && input.policy.neverManaged === "keep") return draft("skipped", "never_managed");
  return archive(archiveCode(rec.employee, input), member2, rec, matches);
}
function archive(code, member2, rec, matches) {
  const { input } = matches.scene;
  if (isClaimed(member2, rec, matches)) return draft("conflict", "member_claimed");
  if (isProtected(member2, rec, input)) return draft("blocked", "protected");
  if (member2.isOwner) return draft("blocked", "owner");
  if (!input.policy.archive) return draft("blocked", "archive_off");
  return draft("archive", code);
}
function isClaimed(member2, rec, matches) {
  const { scene, seats } = matches;
  return scene.recs.some((other) => {
    if (other === rec || seats.has(other)) return false;
    const isIgnored2 = scene.ignoredEmployees.has(other.employee.id);
    if (isIgnored2 && other.isLinked) return false;
    if (other.rank !== -1 && other.rank < 2) return false;
    const { email, name } = signsOf(other, member2, scene);
    return email !== null || name && decide(other, matches).kind === "conflict";
  });
}
function create(rec, matches) {
  const { input, members } = matches.scene;
  const isApart = members.some(({ id, email }) => {
    const isInUse = email !== null && rec.email === addressKey(email);
    return isInUse && isDecided("unlink", rec.employee.id, id, input);
  });
  if (isApart) return draft("skipped", "unlinked");
  const written = newValues(rec, input);
  if (!written) return draft("skipped", rec.email === null ? emailCode(rec) : "no_name");
  if (isProtected(null, rec, input)) return draft("blocked", "protected");
  if (!input.policy.create) return draft("blocked", "create_off");
  if (namesakes(rec, matches).length > 0) return draft("conflict", "namesake_member");
  return draft("create", rec.link ? "member_gone" : "joiner", { written });
}
function namesakes(rec, { scene, seats }) {
  return scene.members.filter((member2) => {
    const links = linksOf(scene, member2);
    const holder = [...seats].find(([, seat]) => seat.member === member2)?.[0];
    const ignored = scene.recs.find(
      ({ employee, link }) => scene.ignoredEmployees.has(employee.id) && link?.memberId === member2.id
    );
    const present2 = holder ?? ignored;
    if (present2 && !isFormer(present2.standing)) return false;
    if (isDecided("unlink", rec.employee.id, member2.id, scene.input)) return false;
    return isSameName(rec.employee, member2) || links.some(({ seen }) => isSameName(rec.employee, seen));
  });
}
function restore(rec, seat, { scene }) {
  const { input } = scene;
  const { policy: policy2, isFirstRun, connectedOn } = input;
  const { member: member2, link } = seat;
  if (isProtected(member2, rec, input)) return draft("blocked", "protected");
  const isOurs = link?.archived === true;
  if (link && !isOurs) {
    if (scene.unlisted.has(member2.id) || policy2.archivedByHand === "report") {
      return draft("blocked", "archived_by_hand");
    }
    return draft("restore", "archived_by_hand", valuesOf(rec, seat, input));
  }
  const starts = rec.employee.startDate ?? null;
  const isNewHere = !isFirstRun && connectedOn !== null && starts !== null && starts > connectedOn;
  if (!link && !isNewHere) return draft("blocked", "archived_before");
  if (policy2.rehires === "report") return draft("blocked", "rehire_reported");
  return draft("restore", "rehire", valuesOf(rec, seat, input));
}
function keep(rec, seat, input) {
  const values = valuesOf(rec, seat, input);
  if (Object.keys(values.written).length === 0) return draft("unchanged", "in_step", values);
  if (isProtected(seat.member, rec, input)) return draft("blocked", "protected");
  return draft("update", "fields_changed", values);
}
function valuesOf(rec, seat, input) {
  const values = changedValues(rec, seat, input);
  if (seat.how !== "changed" && seat.how !== "other_name") return values;
  const warning = seat.how === "changed" ? "identity_changed" : "other_name";
  return { ...values, warnings: [...values.warnings, warning] };
}

// test/model/links.ts
var MAX_EMAILS = 5;
function linksAfter(drafts, absences, { scene, seats, conflicts }) {
  const untouched = new Set(scene.links);
  const after = [];
  for (const [rec, row] of drafts) {
    const seat = seats.get(rec);
    const isSure = seat && !conflicts.has(rec) && seat.how !== "idle" && row.code !== "ignored";
    const isListed = seat !== void 0 && !scene.unlisted.has(seat.member.id);
    const link = isSure ? linkOf(rec, seat, row, isListed, scene.input) : null;
    if (link) {
      after.push(link);
      if (rec.link) untouched.delete(rec.link);
      for (const other of scene.links) if (other.memberId === link.memberId) untouched.delete(other);
    } else if (rec.link && !rec.isLinked && isForgotten(row)) untouched.delete(rec.link);
  }
  for (const [link, row] of absences) {
    if (row.code === "member_gone" || row.code === "superseded") untouched.delete(link);
    if (row.code !== "absent" || row.kind === "archive") continue;
    untouched.delete(link);
    after.push({ ...link, hrStatus: "previously_managed", absentReads: absencesAfter(link) });
  }
  return [...untouched, ...after].sort(byKey);
}
function isForgotten({ kind, code }) {
  const isLater = kind === "create" || kind === "update" || kind === "restore" || kind === "conflict";
  return !isLater && code !== "unknown_status" && code !== "ignored";
}
function linkOf(rec, seat, row, isListed, input) {
  const base = seat.link && present(seat.link);
  const known = base && {
    ...base,
    source: input.account.source,
    account: input.account.key,
    employeeId: rec.employee.id,
    seen: row.code === "in_step" || row.code === "out_of_filter" ? seenOf(rec, base.seen) : base.seen,
    written: isListed ? observed(base, seat.member, row.edits) : base.written
  };
  const kept = { archived: false, hidden: false };
  if (row.kind === "unchanged") {
    const link = { ...known ?? newLink(rec, seat, input), hrStatus: "managed", released: null };
    return row.code === "not_started" ? link : { ...link, ...kept };
  }
  if (row.kind === "update" && !known) return seat.how === "other_name" ? newLink(rec, seat, input) : null;
  if (row.kind === "update" && known) return { ...known, ...kept };
  if (row.code === "out_of_filter" && known) {
    const why = input.configChanged ? "configuration" : "data";
    const released = known.hrStatus === "managed" ? why : known.released;
    return { ...known, hrStatus: "previously_managed", released };
  }
  return known;
}
function present(link) {
  return link.absentReads > 0 ? { ...link, hrStatus: "managed", absentReads: 0 } : link;
}
function newLink(rec, { member: member2 }, { account }) {
  return {
    source: account.source,
    account: account.key,
    employeeId: rec.employee.id,
    memberId: member2.id,
    hrStatus: "managed",
    released: null,
    bankFingerprint: null,
    managerMemberId: null,
    archived: false,
    hidden: false,
    absentReads: 0,
    seen: seenOf(rec, { emails: [], firstName: null, lastName: null, startDate: null }),
    written: {}
  };
}
function seenOf({ employee }, before) {
  const email = workEmail(employee);
  const isSame = (other) => email !== null && addressKey(other) === addressKey(email);
  const [newest] = before.emails;
  const isNews = email !== null && (newest === void 0 || !isSame(newest));
  const emails = isNews ? [email, ...before.emails.filter((other) => !isSame(other))] : before.emails;
  return {
    emails: emails.slice(0, MAX_EMAILS),
    firstName: writtenName(employee.firstName) ?? before.firstName,
    lastName: writtenName(employee.lastName) ?? before.lastName,
    startDate: employee.startDate ?? before.startDate
  };
}
function isReleased({ code }, seat) {
  return code === "out_of_filter" && !!seat?.link && present(seat.link).hrStatus === "managed";
}
function countDoubtful({ scene, seats, conflicts }) {
  const { input, links, members, recs, ignoredMembers } = scene;
  const unclear = recs.filter((rec) => {
    const isUnclear = rec.link !== null && conflicts.get(rec) === "identity_unclear";
    return isUnclear || seats.get(rec)?.how === "changed";
  });
  const foreign = links.filter((link) => {
    if (!isForeign(link, input) || ignoredMembers.has(link.memberId)) return false;
    const isMoved = [...seats].some(([rec, seat]) => seat.link === link && !conflicts.has(rec));
    const member2 = members.find(({ id }) => id === link.memberId);
    return isMoved || link.hrStatus === "managed" && !!member2 && !isArchived(member2, [link]);
  });
  return unclear.length + (input.acceptsOtherNames ? 0 : foreign.length);
}

// test/model/managers.ts
function orderEmails(drafts, { scene, seats }) {
  const wants = (rec) => rec && drafts.get(rec)?.written.email;
  const nextOf = (rec) => {
    const key = addressKey(wants(rec) ?? "");
    const having = scene.members.filter(({ email }) => email !== null && addressKey(email) === key);
    if (having.length === 0) return "free";
    const holder = [...seats].find(([, { member: member2 }]) => member2 === having[0])?.[0];
    return having.length === 1 && holder && wants(holder) ? holder : "taken";
  };
  const verdicts = [...drafts.keys()].filter(wants).map((rec) => {
    const path = [rec];
    for (; ; ) {
      const next = nextOf(path[path.length - 1] ?? rec);
      if (next === "free") return { rec, level: path.length - 1 };
      if (next === "taken") return { rec, code: "email_taken" };
      if (path.includes(next)) return { rec, code: next === rec ? "email_swap" : "email_taken" };
      path.push(next);
    }
  });
  for (const { rec, level, code } of verdicts) {
    const known = drafts.get(rec);
    if (code) drafts.set(rec, draft("conflict", code));
    else if (known && level) drafts.set(rec, { ...known, level });
  }
}
function addManagers(drafts, matches) {
  const { scene, seats } = matches;
  if (!scene.input.policy.update.includes("manager")) return;
  const warn2 = (rec, code) => {
    const known = drafts.get(rec);
    if (known) drafts.set(rec, { ...known, warnings: [...known.warnings, code] });
  };
  const before = new Map(drafts);
  const wishes = [];
  for (const [rec, { kind, code }] of before) {
    const isKept = kind === "create" || kind === "update" || kind === "restore" || code === "in_step";
    if (!isKept) continue;
    const found = bossOf(rec, before, matches);
    if (typeof found === "string") warn2(rec, found);
    else if (found && found.bossMember !== presentBoss(rec, matches)) wishes.push(found);
    else if (found && found.bossMember === null) wishes.push(found);
  }
  const circular = onCircles(wishes, matches);
  for (const wish of wishes) {
    const { rec, boss, bossMember } = wish;
    const known = drafts.get(rec);
    if (!known) continue;
    if (circular.has(rec)) warn2(rec, "manager_circular");
    else if (isProtected(seats.get(rec)?.member ?? null, rec, scene.input)) {
      drafts.set(rec, draft("blocked", "protected"));
    } else {
      const written = { ...known.written, manager: { employeeId: boss.employee.id, memberId: bossMember } };
      const kind = known.kind === "unchanged" ? "update" : known.kind;
      drafts.set(rec, { ...known, kind, written });
    }
  }
}
function bossOf(rec, drafts, matches) {
  const { scene, seats, superseded } = matches;
  const named = rec.employee.manager;
  if (!named || !named.id && !named.email) return null;
  const byEmail = scene.recs.filter(({ email }) => !!named.email && email === addressKey(named.email));
  const found = scene.recs.find(({ employee }) => employee.id === named.id) ?? byEmail.find(({ standing }) => standing === "eligible") ?? byEmail.find((one) => !superseded.has(one)) ?? byEmail[0];
  if (!found) return "manager_not_found";
  const boss = superseded.has(found) ? successorOf(found, matches) : found;
  if (boss === rec) return "manager_self";
  const row = drafts.get(boss);
  if (row?.kind === "conflict") return "manager_in_conflict";
  if (row?.kind === "create") return { rec, boss, bossMember: null };
  const seat = seats.get(boss);
  if (!seat) return "manager_not_member";
  const isGone = row?.kind !== "restore" && isArchived(seat.member, seat.link ? [seat.link] : []);
  if (row?.kind === "archive" || isGone) return "manager_archived";
  return { rec, boss, bossMember: seat.member.id };
}
function successorOf(rec, { scene, seats }) {
  const person2 = scene.persons.find(({ records }) => records.includes(rec));
  if (person2 && person2.stands !== rec) return person2.stands;
  return [...seats].find(([, { link }]) => link !== null && link === rec.link)?.[0] ?? rec;
}
function presentBoss(rec, { seats }) {
  const seat = seats.get(rec);
  if (!seat) return null;
  return seat.member.managerId !== void 0 ? seat.member.managerId : seat.link?.managerMemberId ?? null;
}
function onCircles(wishes, { scene, seats }) {
  const nodeOf = (rec) => seats.get(rec)?.member.id ?? `new ${rec.employee.id}`;
  const circular = /* @__PURE__ */ new Set();
  for (; ; ) {
    const open = wishes.filter(({ rec }) => !circular.has(rec));
    const above = (node) => {
      const wish = open.find(({ rec }) => nodeOf(rec) === node);
      if (wish) return nodeOf(wish.boss);
      const member2 = scene.members.find(({ id }) => id === node);
      if (member2?.managerId !== void 0) return member2.managerId;
      return scene.links.find(({ memberId }) => memberId === node)?.managerMemberId ?? null;
    };
    const caught = open.filter(({ rec }) => {
      let node = above(nodeOf(rec));
      for (let steps = 0; node !== null && steps < 1e3; steps += 1) {
        if (node === nodeOf(rec)) return true;
        node = above(node);
      }
      return false;
    });
    if (caught.length === 0) return circular;
    for (const { rec } of caught) circular.add(rec);
  }
}

// test/model/match.ts
function matchAll(scene) {
  const matching = new Matching(scene);
  matching.byDecision();
  matching.byIdAndMore();
  matching.byEmailAndMore(false);
  matching.byEmailAndMore(true);
  matching.byIdAlone();
  matching.byEmailAlone();
  return matching.finish();
}
var Matching = class {
  #scene;
  #persons;
  #claims;
  #seats = /* @__PURE__ */ new Map();
  #conflicts = /* @__PURE__ */ new Map();
  constructor(scene) {
    const { persons, members, ignoredMembers } = scene;
    this.#scene = scene;
    this.#persons = persons.filter(({ stands }) => !ignoredMembers.has(stands.link?.memberId ?? ""));
    this.#claims = this.#persons.flatMap(
      (person2) => members.flatMap((member2) => claimOf(person2, member2, scene) ?? [])
    );
    for (const [rec, code] of duplicates(scene)) this.#conflicts.set(rec, code);
    for (const rec of this.#persons.flatMap(({ records }) => records)) {
      const member2 = members.find(({ id }) => id === rec.link?.memberId);
      const isTwice = member2 && this.#isTwice(member2) && !ignoredMembers.has(member2.id);
      if (rec.standing !== "unknown" && isTwice) this.#conflicts.set(rec, "member_linked_twice");
    }
  }
  byDecision() {
    for (const person2 of this.#persons) {
      const given = this.#scene.members.filter((member3) => decidedFor(member3, this.#scene) === person2);
      const [member2] = given.filter((one) => this.#isOpen(one));
      if (member2) this.#seat(person2.stands, member2, "decided");
    }
  }
  /** A person's records that stand back keep a member of their own only while the person has another. */
  byIdAndMore() {
    for (const person2 of this.#persons) {
      const { stands, records } = person2;
      const own = this.#claims.filter(
        ({ person: one, member: member2, signs }) => one === person2 && signs.id !== null && isTwo(signs) && this.#isOpen(member2)
      );
      const main = own.find(({ rec }) => rec === stands);
      const others = own.filter(({ rec }) => rec !== stands);
      if (main) this.#seat(stands, main.member, "two");
      else if (others.length === 1 && others[0]) this.#seat(stands, others[0].member, "two", true);
      else if (others.length > 1 && !isFormer(stands.standing) && !this.#seats.has(stands)) {
        for (const rec of records)
          if (rec.standing !== "unknown") this.#conflicts.set(rec, "duplicate_work_email");
      }
      for (const { rec, member: member2 } of others) if (this.#isOpen(member2)) this.#seat(rec, member2, "two");
      for (const rec of records) {
        const member2 = this.#scene.members.find(({ id }) => id === rec.link?.memberId);
        if (rec.standing !== "unknown" || !member2 || !this.#isOpen(member2)) continue;
        if (isTwo(signsOf(rec, member2, this.#scene))) this.#seat(rec, member2, "two");
      }
    }
  }
  byEmailAndMore(isAboutFormer) {
    const wishes = [];
    for (const person2 of this.#persons) {
      const { stands } = person2;
      const isTurn = isFormer(stands.standing) === isAboutFormer;
      if (!isTurn || this.#seats.has(stands) || this.#conflicts.has(stands)) continue;
      if (sharedEmail(stands, this.#scene)) {
        const matters = stands.standing === "eligible" || isFormer(stands.standing);
        if (stands.inFilter && matters) this.#conflicts.set(stands, "members_share_email");
        continue;
      }
      const mine = this.#claims.filter(
        (claim) => claim.person === person2 && isTwo(claim.signs) && claim.signs.id === null
      );
      const wish = wishOf(mine);
      if (!wish || this.#isTwice(wish.member) || this.#isIgnored(wish.member)) continue;
      const holder = this.#holderOf(wish.member);
      const isGiven = holder ? this.#givesWay(holder, wish) : mayTakeFree(wish, this.#scene);
      if (isGiven) wishes.push(wish);
    }
    for (const { person: person2, member: member2 } of winners(wishes)) this.#seat(person2.stands, member2, "two", true);
  }
  byIdAlone() {
    for (const { person: person2, rec, member: member2, signs } of this.#claims) {
      const isAlone = signs.id !== null && !isTwo(signs) && !this.#isTwice(member2) && !this.#isIgnored(member2);
      if (!isAlone || this.#conflicts.has(rec) || this.#seats.has(rec)) continue;
      const isContested = this.#claims.some(
        (other) => other.person !== person2 && other.member === member2 && isTwo(other.signs)
      );
      const isIdle = isFormer(rec.standing) && isArchived(member2, linksOf(this.#scene, member2));
      const isProven = signs.id === "strong" && this.#scene.input.account.isProven;
      const isEnough = isProven && !isContested && !isIdle;
      const isHeld = this.#holderOf(member2) !== void 0;
      if (!isHeld && (isEnough || isIdle || rec.standing === "unknown")) {
        const target = this.#seats.has(person2.stands) ? rec : person2.stands;
        this.#seat(
          target,
          member2,
          !isEnough ? "idle" : disagrees(rec, member2, this.#scene) ? "changed" : "id"
        );
      } else if (rec.standing !== "unknown" && !(isHeld && isFormer(rec.standing))) {
        this.#conflicts.set(rec, "identity_unclear");
      }
    }
  }
  byEmailAlone() {
    const { input } = this.#scene;
    const wishes = this.#claims.filter(({ person: { stands }, member: member2, signs }) => {
      const isFree = !this.#seats.has(stands) && !this.#conflicts.has(stands) && this.#isOpen(member2);
      const isNew = input.links.every(({ memberId }) => memberId !== member2.id);
      const isEnough = !showsName(member2) || input.acceptsOtherNames;
      return isFree && isNew && isEnough && signs.email === "now" && !sharedEmail(stands, this.#scene);
    });
    for (const { person: person2, member: member2 } of winners(wishes)) {
      this.#seat(person2.stands, member2, showsName(member2) ? "other_name" : "nameless");
    }
  }
  finish() {
    const superseded = /* @__PURE__ */ new Set();
    const ignored = /* @__PURE__ */ new Set();
    for (const person2 of this.#scene.persons) {
      const mine = this.#claims.filter((claim) => claim.person === person2);
      const isLeftAlone = !this.#persons.includes(person2) || mine.some(({ member: member2, signs }) => this.#isIgnored(member2) && (signs.id !== null || isTwo(signs)));
      for (const rec of person2.records) {
        const isMain = rec === person2.stands;
        if (this.#conflicts.has(rec) || this.#seats.has(rec) && (isMain || isFormer(rec.standing)))
          continue;
        const isBehind = isFormer(rec.standing) && mine.some(({ signs }) => isTwo(signs));
        const hasLost = rec.rank < 2 && [...this.#seats.values()].some(({ link }) => link && link === rec.link);
        if (isLeftAlone && !this.#seats.has(rec)) ignored.add(rec);
        else if (!isMain || isBehind || hasLost) superseded.add(rec);
        else if (rec.standing === "eligible" && rec.inFilter && mine.length > 0) {
          this.#conflicts.set(rec, "identity_unclear");
        }
      }
    }
    return { scene: this.#scene, seats: this.#seats, conflicts: this.#conflicts, superseded, ignored };
  }
  #seat(rec, member2, how, takesOver = false) {
    const before = this.#holderOf(member2);
    if (before && !takesOver) throw new Error(`${member2.id} is held already`);
    if (before) this.#seats.delete(before);
    const links = linksOf(this.#scene, member2);
    const link = links.find((one) => one === rec.link) ?? links[0] ?? null;
    this.#seats.set(rec, { member: member2, link, how });
  }
  #holderOf(member2) {
    return [...this.#seats].find(([, seat]) => seat.member === member2)?.[0];
  }
  #isTwice(member2) {
    return linksOf(this.#scene, member2).length > 1 && !decidedFor(member2, this.#scene);
  }
  #isIgnored(member2) {
    return this.#scene.ignoredMembers.has(member2.id);
  }
  /** Nobody has it yet, and it may be given to somebody. */
  #isOpen(member2) {
    return !this.#holderOf(member2) && !this.#isTwice(member2) && !this.#isIgnored(member2);
  }
  /** Whether a record that has left, or that starts far ahead, gives its member to a stronger one. */
  #givesWay(holder, { person: person2 }) {
    const isWeak = isFormer(holder.standing) || holder.rank === 0;
    return isWeak && person2.stands.rank > holder.rank && !this.#conflicts.has(holder);
  }
};
function decidedFor(member2, { persons, input }) {
  const isStored = (id) => input.links.some(
    (link) => link.employeeId === id && link.memberId === member2.id && !isForeign(link, input)
  );
  return persons.find(
    ({ records }) => records.some(({ employee: { id } }) => isDecided("link", id, member2.id, input) && !isStored(id))
  );
}
function claimOf(person2, member2, scene) {
  const all = person2.records.map((rec) => ({ rec, signs: signsOf(rec, member2, scene) }));
  const own = all.find(({ signs: signs2 }) => signs2.id !== null);
  const isMine = ({ rec }) => rec.standing !== "unknown" || rec === person2.stands;
  const email = all.map(({ signs: signs2 }) => signs2.email);
  const signs = {
    id: all.filter(isMine).find(({ signs: one }) => one.id !== null)?.signs.id ?? null,
    email: email.includes("now") ? "now" : email.includes("before") ? "before" : null,
    name: all.some(({ signs: one }) => one.name),
    start: all.some(({ signs: one }) => one.start)
  };
  if (signs.id === null && signs.email === null) return null;
  return { person: person2, rec: own && isMine(own) ? own.rec : person2.stands, member: member2, signs };
}
function duplicates({ persons }) {
  return persons.flatMap((person2) => {
    const sharing = persons.filter(
      ({ stands }) => stands.email !== null && stands.email === person2.stands.email
    );
    const eligible = sharing.filter(({ stands }) => stands.standing === "eligible");
    const isOpen = eligible.length > 1 || eligible.length === 1 && sharing.some((one) => one !== eligible[0] && one.records.some((rec) => rec.standing === "unknown"));
    if (!isOpen) return [];
    const concerned = person2.records.filter(({ standing }) => standing !== "unknown");
    return concerned.map((rec) => [rec, "duplicate_work_email"]);
  });
}
function sharedEmail({ email }, { members }) {
  return members.filter((member2) => member2.email && addressKey(member2.email) === email).length > 1;
}
function wishOf(claims) {
  const [now] = claims.filter(({ signs }) => signs.email === "now");
  const before = claims.filter(({ signs }) => signs.email === "before");
  return now ?? (before.length === 1 ? before[0] ?? null : null);
}
function mayTakeFree({ person: person2, member: member2 }, scene) {
  const links = linksOf(scene, member2);
  const { account } = scene.input;
  if (person2.stands.standing === "unknown") return links.length === 0;
  if (!isFormer(person2.stands.standing)) return true;
  return links.every((link) => link.source === account.source && isForeign(link, scene.input));
}
function winners(wishes) {
  const isBefore = ({ signs }) => Number(signs.email === "before");
  const sorted = [...wishes].sort(
    (a, b) => isBefore(a) - isBefore(b) || byStanding(a.person.stands, b.person.stands)
  );
  return sorted.filter((wish, index) => sorted.findIndex(({ member: member2 }) => member2 === wish.member) === index);
}
function disagrees({ employee, email }, member2, scene) {
  const links = linksOf(scene, member2);
  const hasName = showsName(member2) || links.some(({ seen }) => showsName(seen));
  const hasEmail = member2.email !== null || links.some(({ seen }) => seen.emails.length > 0);
  return showsName(employee) && hasName || email !== null && hasEmail;
}

// test/model/plan.ts
function planModel(input) {
  const scene = setScene(input);
  const matches = matchAll(scene);
  const drafts = new Map(scene.recs.map((rec) => [rec, decide(rec, matches)]));
  orderEmails(drafts, matches);
  addManagers(drafts, matches);
  const missing = scene.links.filter((link) => scene.recs.every((rec) => rec.link !== link));
  const absences = new Map(missing.map((link) => [link, decideAbsent(link, matches)]));
  const links = linksAfter(drafts, absences, matches);
  return {
    rows: [...drafts].map(([rec, row]) => rowOf(rec, row, matches)),
    absent: [...absences].map(([link, row]) => absentRow(link, row)),
    links,
    managed: managedMembers(links, drafts, absences, matches),
    released: [...drafts].flatMap(
      ([rec, row]) => isReleased(row, matches.seats.get(rec)) ? rec.employee.id : []
    ),
    strangers: [...drafts].flatMap(([rec, row]) => isStranger(rec, row, matches) ? rec.employee.id : []),
    gone: scene.links.filter((link) => !memberOf(link, scene)),
    doubtful: countDoubtful(matches)
  };
}
function rowOf(rec, { kind, code, written, warnings, level }, { seats }) {
  const seat = seats.get(rec);
  const isNew = !seat?.link || seat.link.memberId !== rec.link?.memberId;
  const codes = {
    update: "email" in written ? "email_changed" : "fields_changed",
    unchanged: code === "in_step" && isNew ? "newly_linked" : code
  };
  const memberId = seat?.member.id ?? null;
  const { employee } = rec;
  return {
    employeeId: employee.id,
    memberId,
    kind,
    code: codes[kind] ?? code,
    written,
    warnings: [...warnings].sort(),
    level
  };
}
function absentRow(link, { kind, code, written, level }) {
  const memberId = code === "superseded" ? null : link.memberId;
  return { employeeId: link.employeeId, memberId, kind, code, written, warnings: [], level };
}
function managedMembers(links, drafts, absences, { scene, seats }) {
  const ids = links.flatMap(({ hrStatus, memberId }) => hrStatus === "managed" ? memberId : []);
  for (const [rec, { kind }] of drafts) {
    const seat = seats.get(rec);
    if (seat && (kind === "update" || kind === "archive")) ids.push(seat.member.id);
  }
  for (const [link, { kind }] of absences) if (kind === "archive") ids.push(link.memberId);
  const active = scene.members.filter((member2) => !isArchived(member2, linksOf(scene, member2)));
  return new Set(ids.filter((id) => active.some((member2) => member2.id === id)));
}
function isStranger(rec, { code }, { seats }) {
  const isMeant2 = rec.standing === "eligible" && rec.inFilter;
  const isSettled = code === "ignored" || code === "unlinked" || code === "superseded";
  return isMeant2 && rec.link === null && !seats.has(rec) && !isSettled;
}
function memberOf({ memberId }, { members }) {
  return members.find(({ id }) => id === memberId);
}

// test/model/carry-out.ts
var NIGHTLY = {
  isConfirmed: false,
  acceptsOtherNames: false,
  killedAfter: null,
  losesLast: false
};
var CONFIRMED = { ...NIGHTLY, isConfirmed: true };
function run(company, mode) {
  const input = company.input(mode.acceptsOtherNames);
  const planned = planModel(input);
  const violations = violationsOf(planned, company.facts(input));
  if (violations.length > 0 && !mode.isConfirmed) {
    return { input, plan: planned, violations, isCarriedOut: false, stepsDone: 0 };
  }
  begin(company, planned, mode);
  const stepsDone = carryOut(company, input, planned, mode);
  return { input, plan: planned, violations, isCarriedOut: true, stepsDone };
}
function begin(company, planned, { isConfirmed }) {
  const { memory } = company;
  memory.links = planned.links;
  memory.applied = company.config;
  memory.connectedOn ??= company.input(false).today;
  memory.reads.push({
    day: company.today,
    employees: company.records.length,
    members: company.input(false).members.length
  });
  memory.decisions = memory.decisions.map((one) => {
    const isStored = memory.links.some(
      (link) => link.memberId === one.memberId && link.employeeId === one.employee?.id
    );
    return one.kind === "link" && isStored ? { ...one, endedAt: one.at } : one;
  });
  for (const _id of planned.released) memory.done.push({ day: company.today, kind: "release", isConfirmed });
  const known = memory.approvals;
  memory.approvals = [...planned.rows, ...planned.absent].flatMap((row) => {
    const kinds = kindsOf(row);
    if (kinds.length === 0) return [];
    const { employeeId } = row;
    if (isConfirmed) return [{ employeeId, kinds, isConfirmed }];
    const mine = known.filter((one) => one.employeeId === employeeId);
    const rest = kinds.filter((kind) => !mine.some((one) => covers(one, kind)));
    return [...mine, ...rest.length > 0 ? [{ employeeId, kinds: rest, isConfirmed }] : []];
  });
}
function carryOut(company, input, planned, mode) {
  const rows = [...planned.rows, ...planned.absent].sort((a, b) => a.level - b.level);
  const has = (row, ...keys) => keys.some((key) => key in row.written);
  const isPerson = (row) => has(row, "email", "firstName", "lastName", "bank");
  const steps = [];
  for (const level of new Set(rows.map((row) => row.level))) {
    const now = rows.filter((row) => row.level === level);
    for (const row of now) if (row.kind === "restore") steps.push([row, "restore"]);
    for (const row of now) if (row.kind === "create") steps.push([row, "create"]);
    for (const row of now) {
      if ((row.kind === "update" || row.kind === "restore") && isPerson(row)) steps.push([row, "update"]);
    }
  }
  for (const row of rows) if (has(row, "manager")) steps.push([row, "manager"]);
  for (const row of rows) if (row.kind === "archive") steps.push([row, "archive"]);
  const writer = new Writer(company, input);
  const isTold = company.view === "full" || company.view === "no manager";
  const count = Math.min(steps.length, mode.killedAfter ?? steps.length);
  for (const [index, [row, step]] of steps.slice(0, count).entries()) {
    const isLost = mode.losesLast && isTold && mode.killedAfter !== null && index === count - 1;
    if (!writer.write(row, step, isLost)) continue;
    const isLast = !steps.slice(index + 1).some(([other]) => other === row);
    const isFirst = steps.findIndex(([other]) => other === row) === index;
    if (isFirst) writer.count(row);
    if (isLast && !isLost) writer.endApproval(row);
  }
  return count;
}
var Writer = class {
  constructor(company, input) {
    this.company = company;
    this.input = input;
  }
  company;
  input;
  #created = /* @__PURE__ */ new Map();
  #refused = /* @__PURE__ */ new Set();
  /** @returns false when Spendesk refuses the row, for something that the reads did not show */
  write(row, step, isLost) {
    if (this.#refused.has(row)) return false;
    if (this.#isRefused(row, step)) {
      this.#refused.add(row);
      return false;
    }
    if (step === "create") this.#create(row);
    const member2 = this.#memberOf(row);
    const before = { ...member2 };
    if (step === "restore") {
      if (!member2.isArchived) throw new Error(`${member2.id} is not archived`);
      member2.isArchived = false;
      member2.isByHand = false;
    }
    if (step === "create" || step === "update") this.#values(member2, row, step);
    if (step === "manager") this.#manager(member2, row);
    if (step === "archive") {
      if (member2.isArchived || member2.isOwner) throw new Error(`${member2.id} can't be archived`);
      member2.isArchived = true;
    }
    if (!isLost) this.#remember(row, step, member2, before);
    return true;
  }
  /** A new e-mail that another member has. Only an archived one that no read lists is an excuse. */
  #isRefused({ employeeId, memberId, written: { email } }, step) {
    if (step !== "create" && step !== "update" || email === void 0) return false;
    const isTaken = (one) => one.id !== memberId && one.email !== null && addressKey(one.email) === addressKey(email);
    const holder = this.company.members.find(isTaken);
    if (!holder) return false;
    if (holder.isArchived && this.company.view === "hides archived") return true;
    throw new Error(`${email} for ${employeeId} is in use by ${holder.id}`);
  }
  count(row) {
    const { memory, today } = this.company;
    for (const kind of kindsOf(row)) {
      const approval = memory.approvals.find(
        ({ employeeId, kinds }) => employeeId === row.employeeId && kinds.includes(kind)
      );
      if (approval) memory.done.push({ day: today, kind, isConfirmed: approval.isConfirmed });
    }
  }
  endApproval({ employeeId }) {
    const { memory } = this.company;
    memory.approvals = memory.approvals.filter((one) => one.employeeId !== employeeId);
  }
  #create(row) {
    const id = `new-${this.company.number()}`;
    const human = this.company.records.find((one) => one.id === row.employeeId)?.human ?? "nobody";
    const empty = { email: null, firstName: null, lastName: null, managerId: null, bank: null };
    this.company.members.push({
      id,
      human,
      ...empty,
      isArchived: false,
      isByHand: false,
      isOwner: false,
      isStubborn: false
    });
    this.#created.set(row.employeeId, id);
  }
  #values(member2, { written }, step) {
    const { email, firstName, lastName, bank } = written;
    if (bank !== void 0) member2.bank = bank;
    if (member2.isStubborn && step === "update") return;
    if (email !== void 0) member2.email = email;
    if (firstName !== void 0) member2.firstName = firstName;
    if (lastName !== void 0) member2.lastName = lastName;
  }
  #manager(member2, { written }) {
    if (!written.manager) return;
    const id = written.manager.memberId ?? this.#created.get(written.manager.employeeId);
    const boss = this.company.members.find((one) => one.id === id);
    if (!boss || boss.isArchived || boss === member2)
      throw new Error(`${id} can't be the manager of ${member2.id}`);
    member2.managerId = boss.id;
  }
  #memberOf(row) {
    const id = row.memberId ?? this.#created.get(row.employeeId);
    const member2 = this.company.members.find((one) => one.id === id);
    if (!member2) throw new Error(`there is no member ${id} of ${row.employeeId}`);
    return member2;
  }
  /** The link after a step: only what the step wrote is remembered. */
  #remember(row, step, member2, before) {
    const { memory } = this.company;
    const { account } = this.input;
    const employee = this.input.employees.find(({ id }) => id === row.employeeId);
    const isMine = (link2) => link2.memberId === member2.id && link2.employeeId === row.employeeId;
    const known = memory.links.find(isMine);
    const link = known ?? {
      source: account.source,
      account: account.key,
      employeeId: row.employeeId,
      memberId: member2.id,
      hrStatus: "managed",
      released: null,
      bankFingerprint: null,
      managerMemberId: null,
      archived: false,
      hidden: false,
      absentReads: 0,
      seen: { emails: [], firstName: null, lastName: null, startDate: null },
      written: {}
    };
    const seen = employee ? seenOf({ employee }, link.seen) : link.seen;
    const managed = { ...link, seen, hrStatus: "managed", released: null };
    const after = {
      restore: { ...managed, archived: false, hidden: false },
      create: { ...managed, ...this.#written(row, link, before) },
      update: { ...managed, ...this.#written(row, link, before) },
      manager: { ...managed, managerMemberId: member2.managerId },
      archive: { ...link, archived: true }
    };
    const replaced = memory.links.filter((other) => {
      const isSame = other.employeeId === row.employeeId && other.account === link.account;
      return other !== known && !(isSame && other.source === link.source);
    });
    memory.links = [...replaced, after[step]];
  }
  #written({ written }, link, before) {
    const values = { ...link.written };
    for (const field of ["email", "firstName", "lastName"]) {
      const value = written[field];
      if (value === void 0) continue;
      const last = link.written[field];
      const shown = before[field];
      const isAgain = last !== void 0 && !last.wasSeen && isSameValue(field, last.value, value) && isSameValue(field, last.before, shown);
      const times = isAgain ? last.times + 1 : 1;
      values[field] = { value, before: shown, times, wasSeen: false, reportedEdit: null };
    }
    return { written: values, bankFingerprint: written.bank ?? link.bankFingerprint };
  }
};

// test/model/story.ts
import fc from "fast-check";

// src/sync/bank.ts
var MASK = "\u2022\u2022\u2022\u2022";
var MaskedValue = class {
  toString() {
    return this.masked;
  }
  toJSON() {
    return this.masked;
  }
  [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
    return this.masked;
  }
};
var RawBank = class extends MaskedValue {
  #values;
  constructor(values) {
    super();
    this.#values = values;
  }
  /** The real values, for validation only. */
  reveal() {
    return this.#values;
  }
  get masked() {
    return this.#values.iban ? maskIban(this.#values.iban) : "(empty)";
  }
};
function maskIban(iban) {
  const compact = iban.replace(/\s+/gu, "");
  return compact.length >= 12 ? `${MASK} ${compact.slice(-4)}` : MASK;
}

// src/sync/fingerprint.ts
import { createHash, createHmac, createSecretKey } from "node:crypto";
function makeBankFingerprint(key) {
  const secret = createSecretKey(key);
  return (bank) => {
    const { iban, bic } = bank.reveal();
    const institution = bic.length === 11 && bic.endsWith("XXX") ? bic.slice(0, 8) : bic;
    return createHmac("sha256", secret).update(`${iban}
${institution}`).digest("hex");
  };
}

// src/sync/bank-details.ts
import {
  getCountrySpecifications,
  isValidBIC as isValidBIC2,
  isValidIBAN as isValidIBAN2,
  ValidationErrorsIBAN,
  validateIBAN
} from "ibantools";

// src/sync/bank-currency.ts
import { isSEPACountry } from "ibantools";

// src/sync/bank-details.ts
var BIC_HOME = {
  ...Object.fromEntries(["GG", "IM", "JE"].map((code) => [code, "GB"])),
  ...Object.fromEntries(
    ["BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"].map((code) => [code, "FR"])
  )
};

// test/support/people.ts
var BANKS = {
  gb: { iban: "GB33 BUKB 2020 1555 5555 55", bic: "BUKBGB22" },
  de: { iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
  fr: { iban: "FR1420041010050500013M02606", bic: "PSSTFRPPXXX" }
};
var bankFingerprint = makeBankFingerprint(new Uint8Array(32).fill(7));
function policy(values = {}) {
  return {
    filter: null,
    walletCurrency: null,
    inviteDaysBefore: 0,
    graceDays: 0,
    absent: "keep",
    neverManaged: "archive",
    rehires: "restore",
    rehireGapDays: 7,
    archivedByHand: "restore",
    handEdits: "overwrite",
    create: true,
    update: ["email", "name", "bank", "manager"],
    archive: true,
    protect: [],
    ...values
  };
}
function rawBank(values) {
  return new RawBank(values);
}

// test/model/company.ts
function isoDay(day) {
  return new Date(day * 864e5).toISOString().slice(0, 10);
}
var FIRST_DAY = Date.parse("2026-11-23T00:00:00Z") / 864e5;
var bankFingerprint2 = makeBankFingerprint(new Uint8Array(32).fill(7));
var Company = class {
  constructor(policy2, isProven, limits, view) {
    this.limits = limits;
    this.view = view;
    this.policy = policy2;
    this.account = { source: "personio", key: "account 1", isProven };
  }
  limits;
  view;
  today = FIRST_DAY;
  records = [];
  vanished = [];
  members = [];
  account;
  policy;
  config = "configuration 1";
  memory = {
    links: [],
    approvals: [],
    done: [],
    reads: [],
    decisions: [],
    connectedOn: null,
    applied: null
  };
  #next = 0;
  /** A number that was never given before. */
  number() {
    this.#next += 1;
    return this.#next;
  }
  memberOf(email) {
    return this.members.find((one) => one.email !== null && addressKey(one.email) === addressKey(email));
  }
  input(acceptsOtherNames) {
    const { memory, policy: policy2, account } = this;
    return {
      entity: "acme-uk",
      employees: this.records.map(({ human: _human, ...employee }) => employee),
      members: this.members.filter(({ isArchived: isArchived3 }) => this.view !== "hides archived" || !isArchived3).map((member2) => this.#read(member2)),
      links: memory.links,
      policy: policy2,
      inFilter: ({ workLocation }) => policy2.filter === null || workLocation === "London",
      today: isoDay(this.today),
      bankFingerprint: bankFingerprint2,
      account: { ...account },
      decisions: memory.decisions,
      isFirstRun: memory.connectedOn === null,
      configChanged: memory.applied !== this.config,
      acceptsOtherNames,
      connectedOn: memory.connectedOn
    };
  }
  facts(input) {
    const { memory, limits, today } = this;
    const since = today - limits.windowDays;
    const counted = {
      archive: 0,
      update: 0,
      email_change: 0,
      bank_change: 0,
      creation: 0,
      restore: 0,
      release: 0
    };
    for (const { day, kind, isConfirmed } of memory.done) if (day > since && !isConfirmed) counted[kind] += 1;
    const newest = memory.reads.slice(-1);
    const reads = [...memory.reads.filter(({ day }) => day > since), ...newest];
    const highest = (of) => Math.max(...reads.map((read) => read[of]));
    return {
      limits,
      counted,
      approvals: memory.approvals,
      employeesRead: input.employees.length,
      membersRead: input.members.length,
      highest: reads.length === 0 ? null : { employees: highest("employees"), members: highest("members") },
      linked: memory.links.length
    };
  }
  #read({ id, email, firstName, lastName, isOwner, isArchived: isArchived3, managerId }) {
    const status = this.view === "no status" ? "unknown" : isArchived3 ? "archived" : "active";
    const base = { id, email, firstName, lastName, isOwner, status };
    return this.view === "no manager" ? base : { ...base, managerId };
  }
};

// test/model/events.ts
function happen(company, { event, who, value }) {
  EVENTS[event]({ company, who, value });
}
var FIRST = ["Ada", "Bob", "Zo\xEB", "J\xF6rg", "Ana", "S\xF8ren", "Ann Marie", "Max"];
var LAST = [
  "Kahn",
  "M\xFCller",
  "Quinn",
  "Garc\xEDa L\xF3pez",
  "\xD8rsted",
  "O'Neil",
  "van Berg",
  "Strau\xDF",
  "Meyer-Roth"
];
function pick(all, number2) {
  return all[number2 % Math.max(1, all.length)];
}
function newPerson(company, values = {}) {
  const number2 = company.number();
  const firstName = FIRST[number2 % FIRST.length] ?? "Ada";
  const lastName = `${LAST[Math.floor(number2 / FIRST.length) % LAST.length]}${number2 > 71 ? number2 : ""}`;
  const local = `${firstName}.${number2}`.replaceAll(" ", "").toLowerCase();
  return {
    id: `e${number2}`,
    human: `human ${number2}`,
    workEmail: `${local}@acme.test`,
    firstName,
    lastName,
    status: "active",
    startDate: isoDay(FIRST_DAY - 100 - number2),
    workLocation: "London",
    custom: {},
    ...values
  };
}
var person = (change) => (scene) => {
  const record = pick(scene.company.records, scene.who);
  if (record) change(record, scene);
};
var leaver = (change) => (scene) => {
  const { company, who } = scene;
  const record = pick(
    [...company.records, ...company.vanished].filter(({ status }) => status === "inactive"),
    who
  );
  if (record) change(record, scene);
};
var member = (change) => (scene) => {
  const found = pick(scene.company.members, scene.who);
  if (found) change(found, scene);
};
var statusOf = (change) => member((one, scene) => {
  const isShown = scene.company.view === "full" || scene.company.view === "no manager";
  if (isShown && !one.isOwner) change(one, scene);
});
function decide3(company, kind, record, memberId) {
  const { source, key } = company.account;
  company.memory.decisions = company.memory.decisions.filter(
    (one) => one.employee?.id !== record?.id && (memberId === null || one.memberId !== memberId)
  );
  company.memory.decisions.push({
    id: `decision ${company.number()}`,
    entity: "acme-uk",
    kind,
    employee: record && { source, account: key, id: record.id },
    memberId,
    name: "somebody",
    until: company.number() % 3 === 0 ? isoDay(company.today + 2) : null,
    why: "",
    who: "admin",
    at: isoDay(company.today),
    endedAt: null
  });
}
var EVENTS = {
  // People come, and some are hard to tell from others.
  join: ({ company }) => company.records.push(newPerson(company)),
  join_outside: ({ company }) => company.records.push(newPerson(company, { workLocation: "Elsewhere" })),
  join_later: ({ company, value }) => {
    const status = value % 3 === 0 ? "active" : value % 3 === 1 ? "pending" : "no_contract";
    company.records.push(newPerson(company, { status, startDate: isoDay(company.today + value % 12) }));
  },
  join_with_recycled_address: leaver((former, { company }) => {
    company.records.push(newPerson(company, { workEmail: former.workEmail ?? null }));
  }),
  join_decomposed_address: person(({ workEmail: workEmail2 }, { company }) => {
    company.records.push(
      newPerson(company, { workEmail: workEmail2?.normalize("NFD").toUpperCase() ?? null })
    );
  }),
  join_as_namesake: person(({ firstName, lastName, workEmail: workEmail2 }, { company, value }) => {
    const name = { firstName: firstName ?? null, lastName: lastName ?? null };
    company.records.push(
      newPerson(company, { ...name, ...value % 4 === 0 && { workEmail: workEmail2 ?? null } })
    );
  }),
  // The same person again.
  second_contract: person((record, { company, value }) => {
    const workLocation = value % 2 === 0 ? "Elsewhere" : "London";
    const startDate = isoDay(company.today - value % 3);
    company.records.push({
      ...record,
      id: `e${company.number()}`,
      status: "active",
      terminationDate: null,
      startDate,
      workLocation
    });
  }),
  next_contract: person((record, { company, value }) => {
    const end = company.today + value % 4 - 1;
    const startDate = isoDay(end + 1 + value % 14);
    record.terminationDate = isoDay(end);
    company.records.push({
      ...record,
      id: `e${company.number()}`,
      status: "pending",
      terminationDate: null,
      startDate
    });
  }),
  rehire: leaver((record, { company, value }) => {
    const { terminationDate: _end, ...rest } = record;
    const startDate = isoDay(company.today - value % 3);
    const email = value % 5 === 0 ? { workEmail: `again.${company.number()}@acme.test` } : {};
    if (value % 2 === 0 && company.records.includes(record)) {
      Object.assign(record, { status: "active", startDate, terminationDate: null }, email);
    } else
      company.records.push({ ...rest, ...email, id: `e${company.number()}`, status: "active", startDate });
  }),
  // People leave.
  leave: person((record, { company, value }) => {
    const ends = [
      null,
      company.today - value % 4,
      company.today,
      company.today + 20,
      company.today + 2e4
    ];
    const end = pick(ends, value);
    record.status = "inactive";
    record.terminationDate = typeof end === "number" ? isoDay(end) : null;
    if (value % 3 === 0) record.workLocation = null;
    if (value % 7 === 0) Object.assign(record, { firstName: null, lastName: null, workEmail: null });
  }),
  end: person((record, { company, value }) => {
    record.terminationDate = isoDay(company.today + value % 9 - 3);
  }),
  never_end: person((record) => {
    record.terminationDate = null;
  }),
  vanish: person((record, { company }) => {
    company.records = company.records.filter((one) => one !== record);
    company.vanished.push(record);
  }),
  reappear: ({ company, who, value }) => {
    const record = pick(company.vanished, who);
    if (!record) return;
    company.vanished = company.vanished.filter((one) => one !== record);
    company.records.push(value % 2 === 0 ? record : { ...record, id: `e${company.number()}` });
  },
  // Their data change.
  marry: person((record, { company, value }) => {
    const lastName = `King${company.number()}`;
    record.lastName = value % 3 === 0 ? `${record.lastName ?? ""}-${lastName}` : lastName;
    if (value % 2 === 0) record.workEmail = `${lastName}@acme.test`.toLowerCase();
  }),
  readdress: person((record, { company, value }) => {
    const decomposed = `zoe\u0308.${company.number()}@acme.test`;
    record.workEmail = pick([`new.${company.number()}@acme.test`, decomposed, null, "not an e-mail"], value) ?? null;
  }),
  exchange_addresses: person((record, { company, value }) => {
    const other = pick(company.records, value);
    if (!other) return;
    const { workEmail: workEmail2 } = record;
    record.workEmail = other.workEmail ?? null;
    other.workEmail = workEmail2 ?? null;
  }),
  relocate: person((record) => {
    record.workLocation = record.workLocation === "London" ? "Elsewhere" : "London";
  }),
  status: person((record, { value }) => {
    record.status = pick(["unknown", "active", "pending"], value) ?? "active";
  }),
  bank: person((record, { value }) => {
    record.bank = pick([rawBank(BANKS.gb), rawBank(BANKS.de), rawBank({ iban: BANKS.gb.iban }), null], value) ?? null;
  }),
  manager: person((record, { company, value }) => {
    const boss = pick(company.records, value);
    const id = value % 5 === 0 ? "nobody" : boss?.id ?? null;
    record.manager = { id: value % 3 === 0 ? null : id, email: boss?.workEmail ?? null };
  }),
  // Much changes at once.
  rename_location: ({ company, value }) => {
    for (const record of company.records.slice(value % 3)) record.workLocation = "Greater London";
  },
  rename_location_back: ({ company }) => {
    for (const record of company.records)
      if (record.workLocation === "Greater London") record.workLocation = "London";
  },
  new_domain: ({ company }) => {
    for (const record of company.records)
      record.workEmail = record.workEmail?.replace("@acme.", "@brand.") ?? null;
  },
  another_account: ({ company, value }) => {
    company.account = { ...company.account, key: `account ${company.number()}` };
    renumber(company, value);
  },
  same_account_renumbered: ({ company, value }) => {
    if (!company.account.isProven) renumber(company, value);
  },
  change_filter: ({ company }) => {
    const filter = company.policy.filter === null ? "a filter" : null;
    company.policy = { ...company.policy, filter };
    company.config = `configuration ${company.number()}`;
  },
  // People work in Spendesk.
  add_guest: ({ company, value }) => {
    const id = `m${company.number()}`;
    const named = value % 3 === 0 ? {} : { firstName: "Guest", lastName: `Partner${id}` };
    addMember(company, {
      id,
      human: `guest ${id}`,
      email: value % 4 === 0 ? null : `${id}@partner.test`,
      ...named
    });
  },
  add_colleague: person((record, { company, value }) => {
    const { human, workEmail: workEmail2 } = record;
    if (!workEmail2?.includes("@") || company.memberOf(workEmail2)) return;
    const name = { firstName: record.firstName ?? null, lastName: record.lastName ?? null };
    const named = pick([name, name, name, { firstName: "Kim", lastName: "Byhand" }, {}], value) ?? name;
    const isArchived3 = value % 6 === 0 && company.view === "full";
    addMember(company, { id: `m${company.number()}`, human, email: workEmail2, ...named, isArchived: isArchived3 });
  }),
  add_namesake: person((record, { company, value }) => {
    const id = `m${company.number()}`;
    const { human, firstName = null, lastName = null } = record;
    const email = value % 3 === 0 ? null : `${id}@former.test`;
    addMember(company, {
      id,
      human,
      email,
      firstName,
      lastName,
      isArchived: value % 4 === 0 && company.view === "full"
    });
  }),
  rename_by_hand: member((one, { value }) => {
    one.lastName = `Byhand${value % 3}`;
  }),
  readdress_by_hand: member((one, { company, value }) => {
    if (company.view !== "hides archived")
      one.email = value % 5 === 0 ? null : `byhand.${company.number()}@acme.test`;
  }),
  archive_by_hand: statusOf((one, { company }) => {
    const isOurs = company.memory.links.some(({ memberId, archived }) => memberId === one.id && archived);
    one.isByHand = !one.isArchived && !isOurs;
    one.isArchived = true;
  }),
  restore_by_hand: statusOf((one) => {
    one.isArchived = false;
    one.isByHand = false;
  }),
  delete_by_hand: statusOf((one, { company }) => {
    company.members = company.members.filter((other) => other !== one);
  }),
  make_owner: member((one) => {
    if (!one.isArchived) one.isOwner = true;
  }),
  be_stubborn: member((one, { value }) => {
    one.isStubborn = value % 3 !== 0;
  }),
  // People decide.
  ignore: person((record, { company, value }) => {
    const { members } = company;
    if (value % 2 === 0) decide3(company, "ignore", record, null);
    else decide3(company, "ignore", null, pick(members, value)?.id ?? null);
  }),
  unlink: person((record, { company, value }) => {
    const link = company.memory.links.find(({ employeeId }) => employeeId === record.id);
    const id = link && value % 2 === 0 ? link.memberId : pick(company.members, value)?.id;
    if (id) decide3(company, "unlink", record, id);
  }),
  link: person((record, { company, value }) => {
    const theirs = company.members.filter(({ human }) => human === record.human);
    const id = pick(theirs, value)?.id;
    if (id) decide3(company, "link", record, id);
  })
};
function renumber(company, by) {
  const ids = company.records.map(({ id }) => id);
  for (const [index, record] of company.records.entries()) {
    record.id = ids[(index + 1 + by) % ids.length] ?? record.id;
  }
}
function addMember(company, values) {
  const nobody = { email: null, firstName: null, lastName: null, managerId: null, bank: null };
  company.members.push({
    ...nobody,
    isArchived: false,
    isOwner: false,
    isByHand: false,
    isStubborn: false,
    ...values
  });
}

// test/model/story.ts
var DEFAULT_LIMITS = {
  windowDays: 7,
  archives: { percent: 10, atLeast: 5 },
  updates: { percent: 50, atLeast: 25 },
  emailChanges: { percent: 10, atLeast: 5 },
  bankChanges: { percent: 20, atLeast: 10 },
  creations: { percent: 20, atLeast: 10 },
  restores: { percent: 10, atLeast: 5 },
  releases: { percent: 20, atLeast: 10 },
  membersGone: { percent: 5, atLeast: 3 },
  minEmployeesPercent: 50,
  minMembersPercent: 50,
  maxEmployeesPercent: 200,
  strangersPercent: 50,
  minFilledPercent: 50
};
var number = fc.nat({ max: 999 });
var FIELDS2 = ["email", "name", "bank", "manager"];
var BEYOND_KNOWING = ["join_as_namesake"];
var NAMES = Object.keys(EVENTS);
function aPolicy(fixed) {
  const values = {
    filter: fc.constantFrom(null, "a filter"),
    inviteDaysBefore: fc.constantFrom(0, 0, 5),
    graceDays: fc.constantFrom(0, 0, 3),
    rehireGapDays: fc.constantFrom(7, 7, 0),
    absent: fc.constantFrom("keep", "archive"),
    neverManaged: fc.constantFrom("archive", "keep"),
    rehires: fc.constantFrom("restore", "restore", "restore", "report"),
    archivedByHand: fc.constantFrom("report", "report", "restore"),
    handEdits: fc.constantFrom("overwrite", "report"),
    create: fc.constantFrom(true, true, true, true, false),
    archive: fc.constantFrom(true, true, true, true, false),
    update: fc.oneof({ weight: 3, arbitrary: fc.constant([...FIELDS2]) }, fc.subarray([...FIELDS2])),
    protect: fc.constantFrom([], [], ["bob.1@acme.test"])
  };
  return fc.record(values).map((chosen) => policy({ ...chosen, ...fixed }));
}
function aMode(isCareful, isConfirmed) {
  return fc.record({
    isConfirmed,
    acceptsOtherNames: isCareful ? fc.constant(false) : fc.boolean(),
    killedAfter: fc.constantFrom(null, null, null, 0, 1, 2, 5),
    losesLast: fc.boolean()
  }).map((mode) => ({ ...mode, acceptsOtherNames: mode.isConfirmed && mode.acceptsOtherNames }));
}
function aStory(options = {}) {
  const {
    isCareful = false,
    without = [],
    views = ["full", "full", "no status", "hides archived", "no manager"]
  } = options;
  const left = [...without, ...isCareful ? BEYOND_KNOWING : []];
  const event = fc.record({
    event: fc.constantFrom(...NAMES.filter((name) => !left.includes(name))),
    who: number,
    value: number
  });
  const chapter = (isConfirmed) => fc.record({
    days: fc.constantFrom(0, 1, 1, 1, 2, 7),
    events: fc.array(event, { maxLength: 5 }),
    mode: aMode(isCareful, isConfirmed)
  });
  const first = chapter(fc.constantFrom(true, true, true, false));
  const later = chapter(fc.constantFrom(false, false, true));
  return fc.record({
    policy: aPolicy(options.policy ?? {}),
    limits: fc.constantFrom(DEFAULT_LIMITS, { ...DEFAULT_LIMITS, archives: { percent: 100, atLeast: 50 } }),
    view: fc.constantFrom(...views),
    isProven: fc.constantFrom(true, false),
    size: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 3, max: 7 }) }, fc.constant(24)),
    chapters: fc.tuple(first, fc.array(later, { maxLength: options.maxChapters ?? 6, size: "max" })).map(([begin2, rest]) => [begin2, ...rest])
  });
}
function beginStory({ policy: rules, limits, view, isProven, size }) {
  const company = new Company(rules, isProven, limits, view);
  for (let who = 0; who < size; who += 1) {
    happen(company, { event: "join", who, value: 0 });
    if (who % 3 === 0) happen(company, { event: "add_colleague", who, value: 0 });
  }
  return company;
}
function turnPage(company, { days, events }) {
  company.today += days;
  for (const event of events) happen(company, event);
}

// test/model/bench.tmp.ts
var t0 = Date.now();
var stories = fc2.sample(aStory(), { numRuns: 800, seed: 1 });
var t1 = Date.now();
var n = 0;
for (const s of stories) {
  const c = beginStory(s);
  for (const ch of s.chapters) {
    turnPage(c, ch);
    run(c, ch.mode);
    n++;
  }
}
console.log("gen", t1 - t0, "run", Date.now() - t1, "runs", n);
