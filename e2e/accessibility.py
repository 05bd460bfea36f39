"""Looks for faults of accessibility with axe in what a browser shows."""

import json
from typing import Any, NamedTuple

from devkit.npm import axe_core

from .browser import Browser

GRAVE = ("serious", "critical")
# What Odoo draws around and inside the screens of any module, and why it is not ours.
ODOO = {
    ".o_main_navbar": "the bar of menus",
    ".o_control_panel": "breadcrumbs, buttons, search and pager",
    ".o_list_record_selector": "the box that chooses rows has no label",
    ".o_optional_columns_dropdown": "the button that chooses columns has no name",
    ".o_list_button [data-tooltip]": "an icon in a row is named by its tooltip alone",
    ".o_list_footer": "sums below a list",
    ".o_pivot": "a whole pivot table",
    ".o_avatar > img": "pictures of the avatar widget have no text",
    ".o_m2o_avatar > img": "the same in a selector of records",
    ".o_select_menu_input": "the widget of a selection has an unknown autocomplete",
    ".o-autocomplete--input": "the widget of a relation",
    ".o_tag": "the tags of a relation",
    ".o_clipboard_button": "the copy button of the widget has no name",
    ".o_notebook_headers": "tabs of a form have no list around them",
    ".o_form_label_readonly": "the label of an empty field is pale",
    ".o-mail-ActivityButton": "the clock of the activities' widget",
    ".o-mail-Chatter": "the log of a record and its followers",
    ".o_data_row .o-checkbox": "a tick in a row has no label",
    ".o_field_widget .dropdown-toggle": "menus inside widgets say they are expanded",
}
RUN = """(async () => {
  const exclude = %s.filter((each) => document.querySelector(each));
  const found = await axe.run(
    {include: [[%s]], exclude: exclude.map((each) => [each])},
    {resultTypes: ["violations"]},
  );
  return found.violations.map(({id, impact, help, nodes}) => ({
    id, impact, help,
    nodes: nodes.map(({target, html, any}) => ({
      target: target.join(" "), html, message: any.map((each) => each.message).join("; "),
    })),
  }));
})()"""


# Colours that are on their way to others cannot be judged.
STILL = (
    "document.head.appendChild(Object.assign(document.createElement('style'), {"
    "textContent: '* {transition: none !important; animation: none !important}'}))"
)


class Fault(NamedTuple):
    """What axe says of one element of a screen."""

    screen: str
    rule: str
    target: str
    html: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.screen}: {self.rule}: {self.target}\n    {self.html[:200]}\n"
            f"    {self.message[:120]}"
        )


def faults(browser: Browser, screen: str, within: str = "body") -> str:
    """Return the grave faults of what is shown inside an element, a paragraph each.

    :param screen: its name, for the message.
    """
    if not browser.evaluate("typeof axe === 'object'"):
        # As an expression without a value: the whole of it would come back as JSON.
        browser.evaluate(f"{axe_core().read_text()};{STILL};undefined")
    violations: list[dict[str, Any]] = browser.evaluate(
        RUN % (json.dumps(list(ODOO)), json.dumps(within))
    )
    found = [
        Fault(screen, each["id"], node["target"], node["html"], node["message"])
        for each in violations
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]
    return "".join(f"{each}\n" for each in found)
