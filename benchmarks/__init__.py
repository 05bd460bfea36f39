"""How fast it is: every figure is a ratio to a floor measured in the same run.

A bench is a module with a function `run(fixtures)` that yields `Figure`s; `BENCHES` in
`__main__.py` names it. Budgets: the gate is where a change is refused by its own
author, the goal is where we want to be.
"""
