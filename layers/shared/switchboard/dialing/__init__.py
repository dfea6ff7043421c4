"""Dialling a number that was clicked: whether it may be dialled, with which skill, once, and what came of it."""
