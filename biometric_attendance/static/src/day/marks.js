import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {localization} from "@web/core/l10n/localization";

const TONES = {
  checked_in: "success",
  checked_out: "success",
  break: "info",
  waiting: "info",
  missing_check_in: "warning",
  missing_check_out: "warning",
  unmapped: "warning",
  inactive_employee: "warning",
  clock_error: "danger",
  denied: "danger",
};

const ICONS = {
  in: "fa-sign-in",
  out: "fa-sign-out",
  break_out: "fa-coffee",
  break_in: "fa-coffee",
};

/** How an outcome is coloured: a Bootstrap theme colour. */
export const toneOf = (outcome) => TONES[outcome] || "secondary";

/** The sign of a direction; the same one is used in the drawing and in the list. */
export const iconOf = (direction) => ICONS[direction] || "fa-circle-o";

/** The clock of the person's own time zone, with seconds as the terminal has them. */
export const clockOf = (instant, tz) =>
  formatDateTime(deserializeDateTime(instant), {tz, format: localization.timeFormat});

/** The same without seconds, where there is little room. */
export const shortClockOf = (instant, tz) =>
  formatDateTime(deserializeDateTime(instant), {
    tz,
    format: localization.timeFormat.replace(/[:.]ss/, ""),
  });

/** Punches and the ones people added, in order of time. */
export function entriesOf(day) {
  const punches = day.punches.map((punch) => ({
    ...punch,
    key: `punch-${punch.id}`,
    resModel: "biometric.punch",
    source: punch.device,
  }));
  const corrections = day.corrections.map((correction) => ({
    ...correction,
    key: `correction-${correction.id}`,
    resModel: "biometric.correction",
    byHand: true,
    source: correction.author,
  }));
  return [...punches, ...corrections]
    .sort((a, b) => (a.instant < b.instant ? -1 : Number(a.instant > b.instant)))
    .map((entry) => ({
      ...entry,
      clock: clockOf(entry.instant, day.tz),
      icon: iconOf(entry.direction),
      tone: toneOf(entry.outcome),
    }));
}
