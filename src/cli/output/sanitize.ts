export { cleanText, neutralizeFormula } from "../../observability/clean-text.js";
