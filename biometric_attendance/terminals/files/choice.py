"""What is being found out of one file: its columns, and what has to be asked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ..reasons import Reason
from .facts import ColumnFacts, FileFacts
from .kinds import Kind
from .proposal import Column, Option, Question

_MAX_SHOWN = 60


@dataclass(slots=True)
class Choice:
    """The columns of a file as far as they are known.

    :param names: of the header, folded; ``""`` for columns without.
    :param header: of the header as written.
    :param fixed: meaning to the column a person has chosen, ``None`` for no column.
    :param columns: meaning to the column found.
    :param candidates: meaning to all columns that may have it, the likeliest first.
    :param questions: what has to be asked.
    """

    facts: FileFacts
    kind: Kind
    delimiter: str
    names: list[str]
    header: tuple[str, ...]
    fixed: Mapping[str, int | None] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    candidates: dict[str, list[int]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def is_fixed(self, meaning: str) -> bool:
        """Take what a person has chosen for a meaning, and return whether it was chosen."""
        if meaning not in self.fixed:
            return False
        column = self.fixed[meaning]
        if column is None:
            self.columns.pop(meaning, None)
        else:
            self.columns[meaning] = column
        return True

    def column(self, number: int) -> ColumnFacts:
        """Return what a column holds."""
        return self.facts.columns[number]

    def filled(self) -> list[ColumnFacts]:
        """Return the columns that are not empty, left to right."""
        return [column for column in self.facts.columns if column.filled]

    def free(self) -> list[ColumnFacts]:
        """Return the columns that are not empty and have no meaning yet."""
        taken = set(self.columns.values())
        return [column for column in self.filled() if column.number not in taken]

    def name(self, number: int) -> str:
        """Return the folded name of a column, ``""`` without one."""
        return self.names[number] if number < len(self.names) else ""

    def named(self, *tables: Mapping[str, int] | Collection[str]) -> list[int]:
        """Return the columns whose name is in a table, in the order of the tables."""
        found: list[int] = []
        for table in tables:
            rank = table if isinstance(table, Mapping) else dict.fromkeys(table, 0)
            here = [each for each in self.filled() if self.name(each.number) in rank]
            here.sort(key=lambda each: rank[self.name(each.number)])
            found += [each.number for each in here if each.number not in found]
        return found

    def of_kind(self, meaning: str) -> list[int] | None:
        """Return the columns the known layout has for a meaning, ``None``: it names none."""
        if meaning not in self.kind.columns:
            return None
        names = self.kind.columns[meaning]
        return self.named({name: rank for rank, name in enumerate(names)})

    def title(self, number: int) -> str:
        """Return how a column is called in a sentence."""
        name = self.header[number] if number < len(self.header) else ""
        return (name or str(number + 1))[:_MAX_SHOWN]

    def option(self, number: int) -> Option:
        """Return a column as an answer: its name, and what it holds."""
        examples = ", ".join(self.column(number).examples)
        return Option(
            str(number), f"{self.title(number)}: {examples}"[: 2 * _MAX_SHOWN]
        )

    def ask(self, code: str, reason: Reason, options: Iterable[Option]) -> None:
        """Add a question."""
        self.questions.append(Question(code, tuple(options), reason))

    def ask_column(
        self, code: str, reason: Reason, numbers: Iterable[int], or_none: bool = False
    ) -> None:
        """Add a question whose answers are columns.

        :param or_none: whether the first answer is that no column has the meaning.
        """
        first = [Option("", "")] if or_none else []
        self.ask(code, reason, [*first, *map(self.option, dict.fromkeys(numbers))])

    def shown(self, number: int) -> Column:
        """Return a column for the proposal."""
        facts = self.column(number)
        name = self.header[number] if number < len(self.header) else ""
        return Column(number, name, tuple(facts.examples), frozenset(facts.values))
