ALTER TABLE core.activity ADD COLUMN file_sha256 TEXT;

ALTER TABLE core.activity ADD COLUMN sheet TEXT;

ALTER TABLE core.activity ADD COLUMN row_number BIGINT;

UPDATE core.activity a SET file_sha256 = s.file_sha256
FROM ops.submission s WHERE s.submission_id = a.submission_id;

UPDATE core.activity a SET sheet = 'HOAT_DONG', row_number = place.row_number
FROM (SELECT DISTINCT file_sha256 FROM core.activity) file
CROSS JOIN generate_series(1, 1000) AS place (row_number)
WHERE a.file_sha256 = file.file_sha256 AND a.row_uid = encode(substring(sha256(convert_to(
    concat_ws(chr(31), file.file_sha256, 'HOAT_DONG', place.row_number), 'UTF8'
)) FOR 16), 'hex');

UPDATE ops.publication
SET content_hash = encode(sha256(convert_to(content_hash || '0014', 'UTF8')), 'hex')
WHERE table_name = 'core.activity';

ALTER TABLE core.activity ALTER COLUMN file_sha256 SET NOT NULL;

ALTER TABLE core.activity ADD CONSTRAINT activity_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]*)$' AND length(file_sha256) BETWEEN 64 AND 64);

ALTER TABLE core.activity ADD CONSTRAINT activity_row_number_at_least_1 CHECK (row_number >= 1);

COMMENT ON COLUMN core.activity.file_sha256 IS 'Mã băm tệp / SHA-256 of the file''s bytes';

COMMENT ON COLUMN core.activity.sheet IS 'Trang tính / Sheet name in the workbook as sent ('''' for a CSV)';

COMMENT ON COLUMN core.activity.row_number IS 'Dòng / Row as the sender sees it in Excel (1-based)';
