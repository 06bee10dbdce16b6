"""How well linking finds the true persons, beside what others would have counted."""
