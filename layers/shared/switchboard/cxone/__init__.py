"""NICE CXone behind the protocols of the packages that use it."""
