"""Text that was written, saved or opened in the wrong encoding, made Vietnamese again (DOMAIN 6).

A column is judged as one: clean "Lê" is also good TCVN3 for something else.
"""

from transforms.text_repair.columns import RepairedColumn, repair_column, repair_names
from transforms.text_repair.readings import Reading
from transforms.text_repair.suspects import suspects

__all__ = ["Reading", "RepairedColumn", "repair_column", "repair_names", "suspects"]
