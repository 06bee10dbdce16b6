ALTER TABLE core.team_report ADD COLUMN version BIGINT;

UPDATE core.team_report r SET version = s.version
FROM ops.submission s WHERE s.submission_id = r.submission_id;

ALTER TABLE core.team_report ALTER COLUMN version SET NOT NULL;

ALTER TABLE core.team_report ADD CONSTRAINT team_report_version_at_least_0 CHECK (version >= 0);

COMMENT ON COLUMN core.team_report.version IS 'Phiên bản / Version of branch and Sunday (0: none)';

ALTER TABLE core.member_report ADD COLUMN version BIGINT;

UPDATE core.member_report r SET version = s.version
FROM ops.submission s WHERE s.submission_id = r.submission_id;

ALTER TABLE core.member_report ALTER COLUMN version SET NOT NULL;

ALTER TABLE core.member_report ADD CONSTRAINT member_report_version_at_least_0 CHECK (version >= 0);

COMMENT ON COLUMN core.member_report.version IS 'Phiên bản / Version of branch and Sunday (0: none)';

UPDATE ops.publication
SET content_hash = encode(sha256(convert_to(content_hash || '0015', 'UTF8')), 'hex')
WHERE table_name IN ('core.team_report', 'core.member_report');
