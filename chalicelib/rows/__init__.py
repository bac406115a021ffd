"""The registry of what is kept: every kind of row of the table and of object in the buckets.

A declaration says how its keys are written, which room it belongs to, what it holds of whom, and
what becomes of it. Keys are made and read by these declarations alone; the export of a person's
data, their erasure and the register of processing follow from them.
"""
