import type { ScheduleInput } from "../schedule.js";
import { longestRun, randomDelay, type Timing } from "../timing.js";
import { type Element, xmlDocument } from "../xml.js";

const NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task";

/** Any day that is over; the time is that of the machine's zone, since it names none. */
const FIRST_DAY = "2026-01-01";

const DAY = 24 * 60;

/**
 * The task in the schema of Task Scheduler (learn.microsoft.com, Task Scheduler Schema). The order of the
 * elements within a trigger is fixed there: first those of triggerBaseType, then those of calendarTriggerType.
 * @param command what it starts
 */
export function taskDefinition({ timing, user }: ScheduleInput, command: string): string {
  const settings: readonly Element[] = [
    ["MultipleInstancesPolicy", "IgnoreNew"],
    ["DisallowStartIfOnBatteries", "false"],
    ["StopIfGoingOnBatteries", "false"],
    // It ends itself before that.
    ["ExecutionTimeLimit", minutes(longestRun(timing) + 5)],
    // A start that was missed while the machine was off is made up for.
    ["StartWhenAvailable", "true"],
    ["RunOnlyIfNetworkAvailable", "true"],
    ["AllowStartOnDemand", "true"],
    ["Enabled", "true"],
  ];
  const principal: readonly Element[] = [
    ["UserId", user.name],
    // Whether somebody is logged on or not. Windows keeps the password that it asks for; none is in here.
    ["LogonType", "Password"],
    ["RunLevel", "LeastPrivilege"],
  ];
  return xmlDocument(
    ['<?xml version="1.0" encoding="UTF-16"?>'],
    "Task",
    { version: "1.2", xmlns: NAMESPACE },
    [
      ["RegistrationInfo", [["Description", "Keeps Spendesk members in step with the HR tool"]]],
      ["Triggers", [["CalendarTrigger", trigger(timing)]]],
      ["Principals", [["Principal", principal]]],
      ["Settings", settings],
      ["Actions", [["Exec", [["Command", command]]]]],
    ],
  );
}

function trigger(timing: Timing): readonly Element[] {
  const two = (number: number) => String(number).padStart(2, "0");
  const first = `${two(timing.hours?.[0] ?? 0)}:${two(timing.minutes[0] ?? 0)}`;
  const repetition: readonly Element[] = [
    ["Interval", minutes(timing.period)],
    ["Duration", minutes(DAY)],
    ["StopAtDurationEnd", "false"],
  ];
  return [
    ["Enabled", "true"],
    ["StartBoundary", `${FIRST_DAY}T${first}:00`],
    ...(timing.period < DAY ? [["Repetition", repetition] as const] : []),
    ["RandomDelay", minutes(randomDelay(timing))],
    ["ScheduleByDay", [["DaysInterval", "1"]]],
  ];
}

/** A duration of XML Schema. */
function minutes(number: number): string {
  if (number % DAY === 0 && number > 0) return `P${number / DAY}D`;
  return `PT${number}M`;
}
