/* The planner that the properties hold for. Exchange this line to try them on another one. */
export { planModel as plan } from "./plan.js";
