CREATE TABLE ops.lock (
    locked_period TEXT NOT NULL,
    reason TEXT NOT NULL,
    locked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT lock_pk PRIMARY KEY (locked_period),
    CONSTRAINT lock_locked_period_locked_period CHECK (locked_period ~ '^([0-9]{4}(-[0-9]{2}-[0-9]{2})?)$')
);

COMMENT ON TABLE ops.lock IS 'Một Chủ nhật hoặc một năm đã chốt số liệu. / One Sunday or year whose figures a steward has closed.';

COMMENT ON COLUMN ops.lock.locked_period IS 'Kỳ bị khóa / A Sunday (YYYY-MM-DD) or a year (YYYY)';

COMMENT ON COLUMN ops.lock.reason IS 'Lý do / Why, in words';

COMMENT ON COLUMN ops.lock.locked_at IS 'Khóa lúc / Files received from then on are held';

ALTER TABLE ops.submission ADD COLUMN arrived_at TIMESTAMP WITH TIME ZONE;

UPDATE ops.submission SET arrived_at = received_at;

ALTER TABLE ops.submission ALTER COLUMN arrived_at SET NOT NULL;

COMMENT ON COLUMN ops.submission.arrived_at IS 'Có trong hộp thư lúc / Earliest moment at which the bytes are known to have been in the inbox: decides is_late';

COMMENT ON COLUMN ops.submission.is_late IS 'Nộp muộn / Arrived after Sunday 22:00 Asia/Ho_Chi_Minh';

ALTER TABLE vault.submission_file ADD COLUMN content_sha256 TEXT;

ALTER TABLE vault.submission_file ADD CONSTRAINT submission_file_content_sha256_hex_64 CHECK (content_sha256 ~ '^([0-9a-f]{64})$');

COMMENT ON COLUMN vault.submission_file.content_sha256 IS 'Mã băm các ô / SHA-256 of the cells read, however the file was saved';
