"""Is a deployed stack well, and if not, what is to be done?"""
