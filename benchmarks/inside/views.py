"""What the web client asks the server for to show a view, read off its arch."""

from ast import literal_eval
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from lxml import etree

from odoo.tools.safe_eval import safe_eval

LIST_LIMIT, CARD_LIMIT = 80, 40  # where a view sets none
COUNT_LIMIT = 10_001
X2MANY = ("one2many", "many2many")


class Search:
    """The filters of a search view."""

    def __init__(self, env: Any, arch: str):
        """Read the arch."""
        self._env = env
        nodes = etree.fromstring(arch).iter("filter")
        # A filter by a date has months to choose from: none of them is a domain here.
        self._nodes = {node.get("name"): node for node in nodes if not node.get("date")}

    @property
    def names(self) -> list[str]:
        return list(self._nodes)

    def asked(self, names: Sequence[str]) -> tuple[list, list[str]]:
        """Return the domain and the fields to group by, of filters that are on."""
        domain, groups = [], []
        for name in names:
            if name in self._nodes:
                node = self._nodes[name]
                domain += evaluated(self._env, node.get("domain") or "[]")
                context = evaluated(self._env, node.get("context") or "{}")
                groups += [context["group_by"]] if "group_by" in context else []
        return domain, groups


class Screen:
    """One view of a model.

    :param models: the fields of each model by name, as ``get_views`` returns them.
    """

    def __init__(self, model: Any, kind: str, arch: str, models: dict):
        """Read the arch."""
        self._model = model
        self._kind = kind
        self._arch = etree.fromstring(arch)
        self._models = models
        self._specification = self._specify(self._arch, model._name)

    def read(self, ids: Sequence[int]) -> Any:
        """Read records as a form does."""
        return self._model.browse(ids).web_read(self._specification)

    def reader(self, domain: list, groups: list[str]) -> Callable[[], Any]:
        """Return a function that reads what the view shows first."""
        if self._kind in ("pivot", "graph"):
            own = [self._grouped(node) for node in self._arch.iter("field")]
            groups = [group for group in own if group] + groups
            return partial(
                self._model.formatted_read_group, domain, groups, ["__count"]
            )
        default = self._arch.get("default_group_by")
        groups = groups or ([default] if default else [])
        limit = int(
            self._arch.get("limit", LIST_LIMIT if self._kind == "list" else CARD_LIMIT)
        )
        if groups:
            return partial(
                self._model.web_read_group,
                domain,
                groups[:1],
                self._aggregates(),
                limit=limit,
            )
        return partial(
            self._model.web_search_read,
            domain,
            self._specification,
            limit=limit,
            order=self._arch.get("default_order"),
            count_limit=COUNT_LIMIT,
        )

    def _grouped(self, node: Any) -> str:
        if node.get("type") == "measure":
            return ""
        interval = node.get("interval")
        return f"{node.get('name')}:{interval}" if interval else node.get("name")

    def _aggregates(self) -> list[str]:
        names = [node.get("name") for node in self._arch.iter("field")]
        fields = self._models[self._model._name]["fields"]
        return ["__count"] + [
            f"{name}:{fields[name]['aggregator']}"
            for name in dict.fromkeys(names)
            if fields[name].get("aggregator") and fields[name].get("store")
        ]

    def _specify(self, arch: Any, model: str) -> dict:
        """Return the specification of the fields right inside an arch."""
        fields = self._models[model]["fields"]
        found = {}
        for node in arch.iterdescendants("field"):
            name = node.get("name")
            outer = next(node.iterancestors("field"), None)
            if name not in fields or (outer is not None and outer is not arch):
                continue
            found[name] = self._value(node, fields[name])
        return found

    def _value(self, node: Any, field: dict) -> dict:
        if field["type"] == "many2one":
            return {"fields": {"display_name": {}}}
        if field["type"] in X2MANY:
            inner = next(node.iterchildren("list", "kanban"), None)
            if inner is None or field["relation"] not in self._models:
                return {"fields": {"display_name": {}}}
            node = inner.getparent()
            return {
                "fields": self._specify(node, field["relation"]),
                "limit": CARD_LIMIT,
            }
        return {}


def evaluated(env: Any, text: str) -> Any:
    """Return the value of a domain or context in the code of a view."""
    try:
        return literal_eval(text)
    except ValueError:
        return safe_eval(text, {"uid": env.uid, "active_id": False})
