"""What things are: tables, columns, code lists, rules, errors and settings. No I/O, no steps."""
