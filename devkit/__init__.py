"""The developer's program: what `./dev` runs. Standard library only."""
