import { type BenchPerson, benchPerson } from "./people.js";

const wid = (index: number) => `0f1e2d3c4b5a6978${String(index).padStart(16, "0")}`;

/** A name that a reference shows, and its ids. */
function reference(name: string, descriptor: string, ids: string): string {
  return `<wd:${name} wd:Descriptor="${descriptor}">${ids}</wd:${name}>`;
}

const id = (type: string, value: string) => `<wd:ID wd:type="${type}">${value}</wd:ID>`;

/**
 * A `Worker` (docs/vendors/workday.md §4) of about so many bytes: those of companies with many kinds of
 * organizations are in dozens of them, each with its references and hierarchies.
 */
export function worker(index: number, bytes: number): string {
  const person = benchPerson(index);
  const { firstName, lastName, email, startDate, jobTitle, office } = person;
  const country = reference("Country_Reference", "Germany", id("ISO_3166-1_Alpha-2_Code", "DE"));
  const name = `<wd:Name_Detail_Data wd:Formatted_Name="${firstName} ${lastName}">${country}<wd:First_Name>${firstName}</wd:First_Name><wd:Last_Name>${lastName}</wd:Last_Name></wd:Name_Detail_Data>`;
  const start = `<wd:Worker>${reference("Worker_Reference", `${firstName} ${lastName}`, id("WID", wid(index)) + id("Employee_ID", `00${index}`))}<wd:Worker_Descriptor>${firstName} ${lastName}</wd:Worker_Descriptor><wd:Worker_Data><wd:Worker_ID>00${index}</wd:Worker_ID><wd:User_ID>person.${index}</wd:User_ID><wd:Personal_Data><wd:Name_Data><wd:Legal_Name_Data>${name}</wd:Legal_Name_Data><wd:Preferred_Name_Data>${name}</wd:Preferred_Name_Data></wd:Name_Data><wd:Contact_Data>${address(`person.${index}@mail.example.test`, "HOME")}${address(email, "WORK")}</wd:Contact_Data></wd:Personal_Data><wd:Employment_Data><wd:Worker_Job_Data wd:Primary_Job="1"><wd:Position_Data wd:Effective_Date="2025-04-01"><wd:Position_ID>P-${index}</wd:Position_ID><wd:Position_Title>${jobTitle}</wd:Position_Title><wd:Business_Title>${jobTitle}</wd:Business_Title><wd:Start_Date>${startDate}</wd:Start_Date>${reference("Worker_Type_Reference", "Regular", id("WID", "d00d") + id("Employee_Type_ID", "Regular"))}${reference("Position_Time_Type_Reference", "Full time", id("Position_Time_Type_ID", "Full_time"))}<wd:Job_Profile_Summary_Data><wd:Job_Profile_Name>${jobTitle}</wd:Job_Profile_Name></wd:Job_Profile_Summary_Data><wd:Business_Site_Summary_Data><wd:Name>${office}</wd:Name><wd:Address_Data wd:Formatted_Address="Invented Street 1&amp;#xa;10115 Berlin">${country}</wd:Address_Data></wd:Business_Site_Summary_Data></wd:Position_Data></wd:Worker_Job_Data><wd:Worker_Status_Data><wd:Active>1</wd:Active><wd:Hire_Date>${startDate}</wd:Hire_Date><wd:Original_Hire_Date>${startDate}</wd:Original_Hire_Date><wd:Retired>0</wd:Retired><wd:Terminated>0</wd:Terminated><wd:Leave_Status_Data><wd:On_Leave>0</wd:On_Leave></wd:Leave_Status_Data></wd:Worker_Status_Data></wd:Employment_Data><wd:Organization_Data>${organization("SUPERVISORY", person.department)}${organization("COMPANY", "Acme GmbH")}${organization("COST_CENTER", person.costCenter)}`;
  const end = `</wd:Organization_Data>${managers(person)}</wd:Worker_Data></wd:Worker>`;
  const further: string[] = [];
  let size = start.length + end.length;
  for (let number = 1; size < bytes; number += 1) {
    const text = organization(`ACME_KIND_${number % 40}`, `Organization ${number} of ${firstName}`);
    further.push(text);
    size += text.length;
  }
  return start + further.join("") + end;
}

function address(email: string, usage: string): string {
  return `<wd:Email_Address_Data><wd:Email_Address>${email}</wd:Email_Address><wd:Usage_Data wd:Public="1"><wd:Type_Data wd:Primary="1">${reference("Type_Reference", usage, id("Communication_Usage_Type_ID", usage))}</wd:Type_Data></wd:Usage_Data></wd:Email_Address_Data>`;
}

function organization(type: string, name: string): string {
  return `<wd:Worker_Organization_Data>${reference("Organization_Reference", name, id("WID", "a1b2c3d4e5f60718293a4b5c6d7e8f90") + id("Organization_Reference_ID", name))}<wd:Organization_Data><wd:Organization_Code>C1</wd:Organization_Code><wd:Organization_Name>${name}</wd:Organization_Name>${reference("Organization_Type_Reference", type, id("Organization_Type_ID", type))}</wd:Organization_Data></wd:Worker_Organization_Data>`;
}

function managers({ manager }: BenchPerson): string {
  if (manager === null) return "";
  const { firstName, lastName } = benchPerson(manager);
  const ids = id("WID", wid(manager)) + id("Employee_ID", `00${manager}`);
  return `<wd:Management_Chain_Data><wd:Worker_Supervisory_Management_Chain_Data><wd:Management_Chain_Data>${reference("Manager_Reference", `${firstName} ${lastName}`, ids)}</wd:Management_Chain_Data></wd:Worker_Supervisory_Management_Chain_Data></wd:Management_Chain_Data>`;
}

/** The answer to `Get_Workers` with these workers. */
export function workersAnswer(
  workers: readonly string[],
  people: number,
  page: number,
  count: number,
): string {
  const pages = Math.ceil(people / count);
  return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><wd:Get_Workers_Response xmlns:wd="urn:com.workday/bsvc" wd:version="v44.0"><wd:Response_Results><wd:Total_Results>${people}</wd:Total_Results><wd:Total_Pages>${pages}</wd:Total_Pages><wd:Page_Results>${workers.length}</wd:Page_Results><wd:Page>${page}</wd:Page></wd:Response_Results><wd:Response_Data>${workers.join("")}</wd:Response_Data></wd:Get_Workers_Response></env:Body></env:Envelope>`;
}
