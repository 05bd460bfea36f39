import {Component, useState} from "@odoo/owl";
import {useAutofocus} from "@web/core/utils/hooks";

const matches = (text, wanted) => text.toLowerCase().includes(wanted);

/** The kinds of terminals as cards, found by maker or model. */
export class Choose extends Component {
  static template = "biometric_attendance.ConnectChoose";
  static props = {
    choices: Object,
    choose: Function,
    importFile: Function,
  };

  setup() {
    this.state = useState({search: "", open: ""});
    useAutofocus();
  }

  get wanted() {
    return this.state.search.trim().toLowerCase();
  }

  /** Cards with the makers that match; a card whose own words match has all of them. */
  get cards() {
    const {wanted} = this;
    return this.props.choices.brands
      .map((brand) => ({
        ...brand,
        makers: matches(brand.label, wanted)
          ? brand.makers
          : brand.makers.filter((maker) => this.isMatch(maker)),
      }))
      .filter((brand) => brand.makers.length || matches(brand.label, wanted));
  }

  get notYet() {
    return this.wanted ? this.props.choices.not_yet.filter((e) => this.isMatch(e)) : [];
  }

  /** What keeps the punches of many terminals, and can be read. */
  get sources() {
    return this.props.choices.brands.filter((brand) => brand.is_source);
  }

  get programs() {
    return this.props.choices.not_yet.filter((each) => each.program);
  }

  get hasNothing() {
    return !this.cards.length && !this.notYet.length;
  }

  isMatch({name, models}) {
    const {wanted} = this;
    const isModel = (model) =>
      matches(model, wanted) || (wanted && matches(wanted, model.toLowerCase()));
    return matches(name, wanted) || models.some(isModel);
  }

  picture(card) {
    return `/biometric_attendance/static/img/connect/${card.picture}.svg`;
  }

  /** The maker's name, if the search leaves one. */
  makerOf(card) {
    return this.wanted && card.makers.length === 1 ? card.makers[0].name : "";
  }

  toggle(open) {
    this.state.open = this.state.open === open ? "" : open;
  }
}
