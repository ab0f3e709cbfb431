import { readFileSync } from "node:fs";
import { childOf, childrenOf, parseXml, type XmlElement } from "../../../src/providers/workday/xml.js";
import type { LoopbackAnswer } from "../../conformance/loopback.js";

const FIXTURES = new URL("../../../fixtures/providers/workday/", import.meta.url);

export function fixture(name: string): string {
  return readFileSync(new URL(name, FIXTURES), "utf8");
}

/** The elements of that name in the `Response_Data` of a SOAP message. */
export function responseElements(xml: string, operation: string, name: string): readonly XmlElement[] {
  const response = childOf(parseXml(xml, "Envelope"), "Body", `${operation}_Response`);
  return childrenOf(childOf(response, "Response_Data"), name);
}

/** One element, as a page would hold it. */
export function elementFrom(xml: string): XmlElement {
  const name = /<(?:\w+:)?(\w+)/u.exec(xml)?.[1] ?? "";
  const element = parseXml(xml, name);
  if (element === null) throw new Error(`no XML: ${xml}`);
  return element;
}

export function soap(body: string, status = 200): LoopbackAnswer {
  const envelope = `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>${body}</env:Body></env:Envelope>`;
  return { status, xml: envelope };
}

export function fault(code: string, text: string, detail = ""): LoopbackAnswer {
  return soap(
    `<env:Fault><faultcode>SOAP-ENV:${code}</faultcode><faultstring>${text}</faultstring>${detail}</env:Fault>`,
    500,
  );
}

/** A page of an operation; null leaves a number out. */
export function page(
  operation: string,
  items: readonly string[],
  total: number | null,
  totalPages: number | null,
): LoopbackAnswer {
  const count = total === null ? "" : `<Total_Results>${total}</Total_Results>`;
  const pages = totalPages === null ? "" : `<Total_Pages>${totalPages}</Total_Pages>`;
  const data = items.length > 0 ? `<Response_Data>${items.join("")}</Response_Data>` : "";
  return soap(
    `<${operation}_Response><Response_Results>${count}${pages}</Response_Results>${data}</${operation}_Response>`,
  );
}

/** An active worker with all that is required. */
export function worker(id: string, more: { readonly email?: string | null } = {}): string {
  const { email = `person${id}@acme.test` } = more;
  const contact =
    email === null
      ? ""
      : `<Contact_Data><Email_Address_Data><Email_Address>${email}</Email_Address><Usage_Data Public="1"><Type_Data Primary="1"><Type_Reference><ID type="Communication_Usage_Type_ID">WORK</ID></Type_Reference></Type_Data></Usage_Data></Email_Address_Data></Contact_Data>`;
  return `<Worker><Worker_Reference><ID type="WID">${id}</ID><ID type="Employee_ID">E${id}</ID></Worker_Reference><Worker_Data><Personal_Data><Name_Data><Legal_Name_Data><Name_Detail_Data Formatted_Name="Mira ${id}"><First_Name>Mira</First_Name><Last_Name>L${id}</Last_Name></Name_Detail_Data></Legal_Name_Data></Name_Data>${contact}</Personal_Data><Employment_Data><Worker_Status_Data><Active>1</Active><Hire_Date>2020-01-01</Hire_Date><Terminated>0</Terminated></Worker_Status_Data></Employment_Data></Worker_Data></Worker>`;
}

/** An enrollment with one election of regular payments. */
export function enrollment(workerId: string, iban: string): string {
  return `<Payment_Election_Enrollment><Payment_Election_Enrollment_Data><Role_ID_Reference><ID type="WID">${workerId}</ID></Role_ID_Reference><Payment_Election_Data><Payment_Election_Rule_Reference><ID type="Payment_Election_Rule_ID">REGULAR_PAYMENTS</ID></Payment_Election_Rule_Reference><Worker_Bank_Account_Data><IBAN>${iban}</IBAN><BIC>BUKBGB22XXX</BIC></Worker_Bank_Account_Data></Payment_Election_Data></Payment_Election_Enrollment_Data></Payment_Election_Enrollment>`;
}
