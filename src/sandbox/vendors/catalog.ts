import { createBamboohr } from "./bamboohr/bamboohr.js";
import { createDeel } from "./deel/deel.js";
import { createHiBob } from "./hibob/hibob.js";
import type { VendorId } from "./ids.js";
import { createAdp } from "./listed/adp.js";
import { createAfas } from "./listed/afas.js";
import { createApideck } from "./listed/apideck.js";
import { createBreathe } from "./listed/breathe.js";
import { createCharliehr } from "./listed/charliehr.js";
import { createEntra } from "./listed/entra.js";
import { createFactorial } from "./listed/factorial.js";
import { createFinch } from "./listed/finch.js";
import { createGoogle } from "./listed/google.js";
import { createGusto } from "./listed/gusto.js";
import { createHrworks } from "./listed/hrworks.js";
import { createHumaans } from "./listed/humaans.js";
import { createKenjo } from "./listed/kenjo.js";
import { createKombo } from "./listed/kombo.js";
import { createMerge } from "./listed/merge.js";
import { createOfficient } from "./listed/officient.js";
import { createOkta } from "./listed/okta.js";
import { createRemote } from "./listed/remote.js";
import { createRippling } from "./listed/rippling.js";
import { createSagehr } from "./listed/sagehr.js";
import { createScim } from "./listed/scim.js";
import { createSesame } from "./listed/sesame.js";
import { createUkgpro } from "./listed/ukgpro.js";
import { createZohoPeople } from "./listed/zohopeople.js";
import { createLucca } from "./lucca/lucca.js";
import { createPayfit } from "./payfit/payfit.js";
import { createPersonio } from "./personio/personio.js";
import type { Vendor, VendorSetup } from "./vendor.js";
import { createWorkday } from "./workday/workday.js";

/** How each imitation is made. */
export const VENDORS: Record<VendorId, (setup: VendorSetup) => Vendor> = {
  personio: createPersonio,
  bamboohr: createBamboohr,
  hibob: createHiBob,
  workday: createWorkday,
  payfit: createPayfit,
  lucca: createLucca,
  deel: createDeel,
  factorial: createFactorial,
  kombo: createKombo,
  sagehr: createSagehr,
  okta: createOkta,
  merge: createMerge,
  humaans: createHumaans,
  breathe: createBreathe,
  rippling: createRippling,
  scim: createScim,
  entra: createEntra,
  apideck: createApideck,
  hrworks: createHrworks,
  kenjo: createKenjo,
  sesame: createSesame,
  afas: createAfas,
  remote: createRemote,
  finch: createFinch,
  ukgpro: createUkgpro,
  charliehr: createCharliehr,
  google: createGoogle,
  zohopeople: createZohoPeople,
  officient: createOfficient,
  gusto: createGusto,
  adp: createAdp,
};
