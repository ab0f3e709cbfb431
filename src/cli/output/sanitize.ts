export { cleanText } from "../../observability/clean-text.js";
export { neutralizeFormula } from "../../observability/neutralize-formula.js";
