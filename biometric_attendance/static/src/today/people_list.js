import {Component, onWillRender, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {spanOf, timeOf} from "./clock";
import {TABS, barsOf, initialsOf, listPeople} from "./people";

// Drawn at once; thousands would take the browser a while at each message.
const PAGE = 60;

/** The people of a day by tabs, with a search and a bar of each one's day. */
export class PeopleList extends Component {
  static template = "biometric_attendance.PeopleList";
  static props = {
    people: Map,
    version: Number,
    now: Number,
    day: Object,
    open: Function,
  };

  setup() {
    this.state = useState({tab: "in", text: "", limit: PAGE});
    // Once a rendering: the template asks for it several times.
    onWillRender(() => {
      const {tab, text} = this.state;
      this.found = listPeople(this.props.people.values(), tab, text);
      this.shown = this.found.slice(0, this.state.limit);
    });
  }

  get tabs() {
    return [
      {key: "in", label: _t("In")},
      {key: "not_in", label: _t("Not in")},
      {key: "left", label: _t("Left")},
    ].map((tab) => ({...tab, count: this.count(tab.key)}));
  }

  count(tab) {
    let count = 0;
    for (const {status} of this.props.people.values()) {
      count += TABS[tab].includes(status);
    }
    return count;
  }

  chooseTab(tab) {
    Object.assign(this.state, {tab, limit: PAGE});
  }

  /** Move between tabs by the arrow keys, as screen readers expect. */
  onTabKey(event) {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (step) {
      const keys = this.tabs.map((tab) => tab.key);
      const at = keys.indexOf(this.state.tab) + step + keys.length;
      this.chooseTab(keys[at % keys.length]);
      event.currentTarget.querySelectorAll("[role=tab]")[at % keys.length].focus();
    }
  }

  search(text) {
    Object.assign(this.state, {text, limit: PAGE});
  }

  showMore() {
    this.state.limit += PAGE;
  }

  bars(person) {
    const {day, now} = this.props;
    return barsOf(person, {start: day.start, end: day.end, now});
  }

  initials(person) {
    return initialsOf(person.name);
  }

  /** What is said of a person beside the name. */
  sentence(person) {
    const {tz} = this.props.day;
    const time = (seconds) => timeOf(seconds, tz);
    const waited = () => spanOf(this.props.now - person.expected);
    const sentences = {
      in: () => this.at(_t("since %s", time(person.since)), person.place),
      left: () =>
        person.exit_unknown
          ? _t("came at %s, exit unknown", time(person.since))
          : this.at(_t("left at %s", time(person.since)), person.place),
      due: () => _t("expected at %s", time(person.expected)),
      late: () => _t("expected at %s, %s late", time(person.expected), waited()),
      missing: () => _t("missing since %s", time(person.expected)),
      later: () => _t("expected at %s", time(person.expected)),
      leave: () => _t("on leave"),
      off: () => _t("not expected today"),
    };
    return sentences[person.status]();
  }

  at(sentence, place) {
    return place ? _t("%(when)s at %(place)s", {when: sentence, place}) : sentence;
  }

  lateness(person) {
    return person.late ? _t("%s late", spanOf(person.late * 60)) : "";
  }
}
