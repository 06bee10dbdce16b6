"""Code lists: facts of the world that the cell parsers look up, as frozen data without I/O.

Facts that change by decision or by date and belong to a campaign (units, branches, teams, services)
are reference data instead and are loaded, never written here (DOMAIN 3).
"""
