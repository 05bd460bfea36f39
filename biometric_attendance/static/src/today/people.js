/** Which statuses each tab of people shows, in the order in which they are listed. */
export const TABS = {
  in: ["in"],
  not_in: ["missing", "late", "due", "leave", "later", "off"],
  left: ["left"],
};

const collator = new Intl.Collator();

/** Statuses of people who should be there by now, and are not. */
const NOT_IN_YET = ["missing", "late", "due"];

/** Return how many people there are of each kind that has a tile. */
export function countPeople(people) {
  const counts = {all: 0, in: 0, notInYet: 0, missing: 0, late: 0, left: 0, leave: 0};
  for (const person of people) {
    counts.all += 1;
    counts.in += person.status === "in";
    counts.left += person.status === "left";
    counts.leave += person.status === "leave";
    counts.missing += person.status === "missing";
    counts.notInYet += NOT_IN_YET.includes(person.status);
    counts.late += Boolean(person.late);
  }
  return counts;
}

const OF_TILE = {
  in: (person) => person.status === "in",
  notInYet: (person) => NOT_IN_YET.includes(person.status),
  late: (person) => Boolean(person.late),
  left: (person) => person.status === "left",
  leave: (person) => person.status === "leave",
};

/** Return the ids of the people a tile counts. */
export function idsOfTile(people, tile) {
  return [...people].filter(OF_TILE[tile]).map((person) => person.id);
}

/** Return the people of a tab whose name or department has the text, in order. */
export function listPeople(people, tab, text = "") {
  const statuses = TABS[tab];
  const wanted = text.trim().toLowerCase();
  const found = [...people].filter(
    (person) =>
      statuses.includes(person.status) &&
      `${person.name} ${person.department}`.toLowerCase().includes(wanted),
  );
  const rank = (person) => statuses.indexOf(person.status);
  const latest = (person) => (tab === "left" ? -person.since : 0);
  return found.sort(
    (a, b) =>
      rank(a) - rank(b) || latest(a) - latest(b) || collator.compare(a.name, b.name),
  );
}

/**
 * Replace the people who were asked for by those who came back.
 *
 * @param {Map} people by id; changed in place
 * @param {number[]} asked ids; who does not come back is not to be shown any more
 */
export function replacePeople(people, asked, found) {
  for (const id of asked) {
    people.delete(id);
  }
  for (const person of found) {
    people.set(person.id, person);
  }
}

/** Return the bars of a person's day: left and width in percent of the workday. */
export function barsOf(person, {start, end, now}) {
  const percent = (at) => ((at - start) * 100) / (end - start);
  return person.sessions.map(([begin, stop]) => {
    const left = Math.max(percent(begin), 0);
    return {left, width: Math.max(percent(stop || now) - left, 0.5)};
  });
}

/** Return up to two letters for who has no picture. */
export function initialsOf(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...word][0].toUpperCase()).join("");
}
