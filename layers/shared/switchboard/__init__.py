"""Switchboard: what every function of the set imports."""
