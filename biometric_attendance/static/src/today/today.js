import {
  Component,
  onMounted,
  onWillStart,
  onWillUnmount,
  useRef,
  useState,
} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {KeepLast} from "@web/core/utils/concurrency";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {dateOf, timeOf} from "./clock";
import {useFullScreen} from "./full_screen";
import {LastPunches} from "./last_punches";
import {useLive} from "./live";
import {countPeople, idsOfTile, replacePeople} from "./people";
import {PeopleList} from "./people_list";
import {Sample} from "./sample";
import {Steps} from "./steps";
import {Terminals} from "./terminals";
import {Todo} from "./todo";

// How often "12 s ago" and the bars of open attendances move.
const TICK_MILLISECONDS = 5000;
// When more people changed, everybody is read: the server answers for 500 at most.
const MAX_CHANGES = 400;

/** The first screen: who is in now, who is missing, and what happens at the terminals. */
export class Today extends Component {
  static template = "biometric_attendance.Today";
  static components = {LastPunches, Layout, PeopleList, Sample, Steps, Terminals, Todo};
  static props = {...standardActionServiceProps};
  static path = "biometric-today";
  static displayName = _t("Today");

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.dialog = useService("dialog");
    this.keepLast = new KeepLast();
    this.people = new Map();
    this.env.config.setDisplayName(Today.displayName);
    const {siteId, departmentId} = this.props.state || {};
    this.state = useState({
      data: false,
      // Counted up, so that the people are listed again, of whom there may be thousands.
      version: 0,
      now: 0,
      siteId: siteId || false,
      departmentId: departmentId || false,
    });
    this.fullScreen = useFullScreen(useRef("page"));
    useSetupAction({
      getLocalState: () => ({
        siteId: this.state.siteId,
        departmentId: this.state.departmentId,
      }),
    });
    useLive({
      readAll: () => this.load(),
      readChanges: (ids) => this.loadChanges(ids),
    });
    onWillStart(() => this.load());
    let timer;
    onMounted(() => {
      timer = browser.setInterval(() => this.tick(), TICK_MILLISECONDS);
    });
    onWillUnmount(() => browser.clearInterval(timer));
  }

  get counts() {
    return countPeople(this.people.values());
  }

  /** On a wall, who passes sees names only where the company wants it. */
  get showsNames() {
    return !this.fullScreen.isOn || this.state.data.names;
  }

  get date() {
    return dateOf(this.state.now, this.state.data.tz);
  }

  get clock() {
    return timeOf(this.state.now, this.state.data.tz);
  }

  get tiles() {
    const {data} = this.state;
    const counts = this.counts;
    return [
      {key: "in", label: _t("In now"), count: counts.in, note: _t("of %s", counts.all)},
      {
        key: "notInYet",
        label: _t("Not in yet"),
        count: counts.notInYet,
        note: counts.missing ? _t("%s missing", counts.missing) : "",
      },
      {key: "late", label: _t("Came late"), count: counts.late},
      {key: "left", label: _t("Left"), count: counts.left},
      {key: "leave", label: _t("On leave"), count: counts.leave},
      {key: "denied", label: _t("Denied"), count: data.denied},
      {key: "visitors", label: _t("Visitors"), count: data.visitors.length},
      ...(this.fullScreen.isOn
        ? []
        : [{key: "todo", label: _t("To do"), count: data.todo.count}]),
    ];
  }

  tick() {
    this.state.now = this.offset + Math.floor(Date.now() / 1000);
  }

  /** Follow the server's clock: the one of the browser may be wrong. */
  setNow(now) {
    this.offset = now - Math.floor(Date.now() / 1000);
    this.state.now = now;
  }

  async load() {
    const {siteId, departmentId} = this.state;
    const read = this.orm.silent.call("biometric.today", "read_today", [
      siteId,
      departmentId,
    ]);
    const {people, ...data} = await this.keepLast.add(read);
    this.people = new Map(people.map((person) => [person.id, person]));
    this.setNow(data.now);
    this.state.data = data;
    this.state.version += 1;
  }

  async loadChanges(ids) {
    const mayBeDone = this.state.data.steps; // one of the first steps
    if (mayBeDone || ids.length > MAX_CHANGES) {
      return this.load();
    }
    const {siteId, departmentId} = this.state;
    const read = this.orm.silent.call("biometric.today", "read_changes", [
      ids,
      siteId,
      departmentId,
    ]);
    const {people, ...data} = await this.keepLast.add(read);
    replacePeople(this.people, ids, people);
    this.setNow(data.now);
    Object.assign(this.state.data, data);
    this.state.version += 1;
  }

  choose(name, value) {
    this.state[name] = Number(value) || false;
    return this.load();
  }

  openTile(key) {
    const {start} = this.state.data;
    const since = luxon.DateTime.fromSeconds(start, {zone: "utc"}).toFormat(
      "yyyy-MM-dd HH:mm:ss",
    );
    const outcomes = {denied: "denied", visitors: "visit"};
    if (key === "todo") {
      this.openTodo();
    } else if (outcomes[key]) {
      this.openList(this.labelOf(key), "biometric.punch", [
        ["outcome", "=", outcomes[key]],
        ["instant", ">=", since],
      ]);
    } else {
      const ids = idsOfTile(this.people.values(), key);
      this.openList(this.labelOf(key), "hr.employee.public", [["id", "in", ids]]);
    }
  }

  labelOf(key) {
    return this.tiles.find((tile) => tile.key === key).label;
  }

  openList(name, resModel, domain) {
    return this.action.doAction({
      type: "ir.actions.act_window",
      name,
      res_model: resModel,
      domain,
      views: [
        [false, "list"],
        [false, "form"],
      ],
    });
  }

  /** Open an action of the server with other records than its own. */
  async openAction(name, domain) {
    const action = await this.action.loadAction(name);
    return this.action.doAction({...action, domain, context: {}});
  }

  /** Open the list of all things to do, of the company that is shown. */
  async openTodo() {
    const name = "biometric_attendance.biometric_todo_action";
    const action = await this.action.loadAction(name);
    return this.action.doAction({...action, domain: this.state.data.todo.domain});
  }

  /** Open where a thing is done; after a dialog, the screen shows what is left. */
  async actOn(id) {
    const action = await this.orm.call("biometric.todo", "action_do", [[id]]);
    return this.action.doAction(action, {onClose: () => this.load()});
  }

  openRecord(resModel, resId) {
    return this.action.doAction({
      type: "ir.actions.act_window",
      res_model: resModel,
      res_id: resId,
      views: [[false, "form"]],
    });
  }

  openDay(employeeId) {
    return this.action.doAction({
      type: "ir.actions.client",
      tag: "biometric_attendance.day",
      name: _t("Day"),
      params: {employee_id: employeeId, day: false},
    });
  }

  /** Open the device user of a PIN that nobody is linked to. */
  match(punch) {
    return this.openAction("biometric_attendance.biometric_device_user_action", [
      ["pin", "=", punch.pin],
      ["device_id", "=", punch.device_id],
    ]);
  }

  /** List who is inside now, of the site that is chosen. */
  openInside() {
    return this.action.doAction({
      type: "ir.actions.client",
      tag: "biometric_attendance.inside",
      name: _t("Who Is Inside"),
      params: {site_id: this.state.siteId},
    });
  }

  /** Load invented people and terminals into an empty database. */
  async loadSample() {
    await this.orm.call("biometric.sample", "action_load", []);
    return this.load();
  }

  removeSample() {
    this.dialog.add(ConfirmationDialog, {
      title: _t("Remove the sample data?"),
      body: _t(
        "The people, terminals, guests, punches and attendances of the sample data are deleted. Nothing of your own is.",
      ),
      confirmLabel: _t("Remove"),
      confirm: async () => {
        await this.orm.call("biometric.sample", "action_remove", []);
        await this.load();
      },
      cancel: () => {},
    });
  }

  connect() {
    return this.action.doAction("biometric_attendance.biometric_connect_action");
  }
}

registry.category("actions").add("biometric_attendance.today", Today);
