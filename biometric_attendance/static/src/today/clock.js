import {_t} from "@web/core/l10n/translation";
import {formatDateTime} from "@web/core/l10n/dates";
import {localization} from "@web/core/l10n/localization";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const instantOf = (seconds) => luxon.DateTime.fromSeconds(seconds);

const formatTime = (seconds, tz) =>
  formatDateTime(instantOf(seconds), {
    tz,
    format: localization.timeFormat.replace(/[:.]ss/, ""),
  });

// Minutes of one day that were written already: this is by far the slowest part of
// drawing a list of people, most of whose times stay.
const MAX_WRITTEN = 3000;
const written = new Map();

/** The time of day of an instant in a zone, without seconds. */
export function timeOf(seconds, tz) {
  const key = `${tz} ${localization.timeFormat} ${Math.floor(seconds / MINUTE)}`;
  if (!written.has(key)) {
    if (written.size >= MAX_WRITTEN) {
      written.clear();
    }
    written.set(key, formatTime(seconds, tz));
  }
  return written.get(key);
}

const dayOf = (seconds, tz) => instantOf(seconds).setZone(tz).toISODate();

/** The time of day of an instant, with its weekday unless that is another one's. */
export function recentTimeOf(seconds, now, tz) {
  const time = timeOf(seconds, tz);
  return dayOf(seconds, tz) === dayOf(now, tz)
    ? time
    : `${instantOf(seconds).setZone(tz).toFormat("ccc")} ${time}`;
}

/** The date of an instant in a zone, in words. */
export const dateOf = (seconds, tz) =>
  instantOf(seconds).setZone(tz).toLocaleString(luxon.DateTime.DATE_FULL);

/** How long something lasts, by its largest unit. */
export function spanOf(seconds) {
  if (seconds < MINUTE) {
    return _t("%s s", Math.max(Math.floor(seconds), 0));
  }
  if (seconds < HOUR) {
    return _t("%s min", Math.floor(seconds / MINUTE));
  }
  if (seconds < DAY) {
    return _t("%s h", Math.floor(seconds / HOUR));
  }
  return _t("%s d", Math.floor(seconds / DAY));
}

/** How long ago an instant was. */
export const agoOf = (seconds, now) => _t("%s ago", spanOf(now - seconds));
