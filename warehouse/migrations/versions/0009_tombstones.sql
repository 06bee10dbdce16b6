CREATE TABLE vault.tombstone (
    token TEXT NOT NULL,
    erased_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT tombstone_pk PRIMARY KEY (token),
    CONSTRAINT tombstone_token_hex_32 CHECK (token ~ '^([0-9a-f]{32})$')
);

COMMENT ON TABLE vault.tombstone IS 'Một dấu của người đã yêu cầu xóa dữ liệu cá nhân. / One mark of a person who was erased on request: by it nobody comes back.';

COMMENT ON COLUMN vault.tombstone.token IS 'Mã chứng cứ / Keyed hash of one evidence';

COMMENT ON COLUMN vault.tombstone.erased_at IS 'Xóa lúc / When the citizen''s data were erased';
