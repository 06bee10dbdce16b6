"""Documents made from frames and declarations."""
