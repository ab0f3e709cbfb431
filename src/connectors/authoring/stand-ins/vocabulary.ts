import { HEADER_WORDS } from "../../../providers/file/header-words.js";
import { wordKey } from "../../../providers/file/propose.js";

/** Words that names of fields are made of in the APIs of HR tools, besides those of exports. */
const API_WORDS = `access account active actual additional address archived at attributes avatar base birth birthday blocked born body
  building by category cell city class code collection comment company completed confirmed contact content contract
  contracts count created creator currency current cursor custom data date day days default deleted description details
  display edges effective emails employee employees employment employments enabled end ended entries entries errors event
  external field fields first from full gender given group groups has href hired history home hours html icon id ids image
  in index info is item items job jobs key kind label language last leave left legal length level limit line lines link
  links list locale location locations main marital meta middle mobile model modified month more name names nationality
  next nick node nodes note notes number object of offset on options order org organization other page pages paging
  pagination parent part pay payload people per percent period person personal persons phone phones photo picture postal
  preferred prev previous primary private probation profile profiles properties read ref reference region rel relations
  remaining reports resource resources result results role roles salary schemas secondary self size sort source start
  started state status street structure subtype success supervisor tags team teams telephone tenant terminated termination
  text time timestamp timezone title to token total totals type types unit units updated uri url user username users uuid
  valid value values version visible weekly with work worker workers working year zip zone`;

let words: ReadonlySet<string> | null = null;

function knownWords(): ReadonlySet<string> {
  words ??= new Set([
    ...API_WORDS.split(/\s+/u),
    ...Object.values(HEADER_WORDS).flatMap((list) => list.split(/[\s,]+/u).map(wordKey)),
  ]);
  return words;
}

/** Whether a name is made of nothing but words that fields of HR tools have: it tells of nobody. */
export function isFieldName(name: string): boolean {
  if (name.length > 80 || !/^[@$A-Za-z][\w$@:.-]*$/u.test(name)) return false;
  const parts = wordKey(name.replace(/[\d_]/gu, " ")).split(" ");
  return /\d{3}/u.test(name) ? false : parts.every((part) => part.length < 2 || knownWords().has(part));
}
