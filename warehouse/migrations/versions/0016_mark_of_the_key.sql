ALTER TABLE ops.run ADD COLUMN key_mark TEXT;

ALTER TABLE ops.run ADD CONSTRAINT run_key_mark_hex_32 CHECK (key_mark ~ '^([0-9a-f]*)$' AND length(key_mark) BETWEEN 32 AND 32);

COMMENT ON COLUMN ops.run.key_mark IS 'Dấu của khóa / Keyed hash of a constant: the key of a run';
