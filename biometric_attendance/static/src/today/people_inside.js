import {_t} from "@web/core/l10n/translation";

/** What is known of a person on a list of who is inside. */
export const KINDS = {
  inside: _t("inside"),
  unknown: _t("exit unknown"),
  guest: _t("visitor"),
};

/**
 * Return the lines whose name has a text by site, unknown places last.
 *
 * @param {Object[]} lines with `name`, `site` and, in an evacuation, `safe_at`
 */
export function groupLines(lines, text) {
  const wanted = text.trim().toLowerCase();
  const groups = new Map();
  for (const line of lines) {
    if (line.name.toLowerCase().includes(wanted)) {
      groups.set(line.site, [...(groups.get(line.site) || []), line]);
    }
  }
  const sites = [...groups.keys()].sort((a, b) => !a - !b || a.localeCompare(b));
  return sites.map((site) => ({
    site: site || _t("Place not known"),
    lines: groups.get(site).sort((a, b) => Boolean(a.safe_at) - Boolean(b.safe_at)),
  }));
}
