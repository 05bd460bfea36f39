"""The company, the people and the fleets of terminals that `./dev demo` shows."""
