ALTER TABLE ops.submission_team ADD COLUMN has_work BOOLEAN;

UPDATE ops.submission_team SET has_work = true;

ALTER TABLE ops.submission_team ALTER COLUMN has_work SET NOT NULL;

COMMENT ON COLUMN ops.submission_team.has_work IS 'Có việc đã làm / Whether it lists a citizen or an activity of the team, not its members alone';
