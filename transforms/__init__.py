"""Pure steps: bytes or frames in, frames out. Nothing here touches a file, a clock or a database."""
