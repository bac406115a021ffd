"""The campaign: the product under faults, repeated events, other people's ids and hostile input.

Each section is a module with `run(seed, count)`: it tries so many things in process and counts what came
of them. `make campaign` runs all of them and writes docs/reliability.md.
"""
