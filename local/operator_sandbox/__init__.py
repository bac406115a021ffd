"""A grid operator to play with: its own requests, milestones and clock, behind a small HTTP API.

It stands beside the platform, as a real operator would: the platform knows it only by its address
and its key. `python -m local.operator_sandbox --port N --state DIR` starts it. The modules:
`course.py` says what happens to a request and when, `shelf.py` keeps requests over restarts,
`clock.py` is the sandbox's business time, `api.py` the HTTP side, `registries.py` imitates the public
registries of addresses, parcels and companies, with answers that are invented. `docs/operator-files.md`
describes the API and the sandbox's own codes.
"""
