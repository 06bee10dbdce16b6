"""Pure steps: bytes or frames in, frames out; nothing touches a file, a clock or a database."""
