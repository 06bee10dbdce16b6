CREATE TABLE quality.decision (
    position BIGSERIAL NOT NULL,
    batch_id TEXT NOT NULL,
    action TEXT NOT NULL,
    scope TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    rule_id TEXT,
    column_name TEXT,
    branch_code TEXT,
    sunday DATE,
    reason TEXT,
    expires_on DATE,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT decision_pk PRIMARY KEY (position),
    CONSTRAINT decision_position_at_least_1 CHECK (position >= 1),
    CONSTRAINT decision_action_one_of CHECK (action IN ('accept', 'type', 'waive', 'return', 'reopen', 'map_column', 'ignore_column', 'same', 'different', 'undo')),
    CONSTRAINT decision_scope_one_of CHECK (scope IN ('finding', 'submission', 'branch', 'pair', 'batch')),
    CONSTRAINT decision_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT decision_sunday_is_sunday CHECK (extract(isodow from sunday) = 7)
);

CREATE INDEX decision_batch_id_ix ON quality.decision (batch_id);

CREATE INDEX decision_subject_id_ix ON quality.decision (subject_id);

COMMENT ON TABLE quality.decision IS 'Một quyết định của người rà soát; chỉ thêm, không sửa, không xóa. / One answer of a steward: only ever added, replayed on every run.';

COMMENT ON COLUMN quality.decision.position IS 'Thứ tự / Place in the order of all decisions';

COMMENT ON COLUMN quality.decision.batch_id IS 'Đợt quyết định / Decisions made by one command, undone together';

COMMENT ON COLUMN quality.decision.action IS 'Quyết định / What was answered';

COMMENT ON COLUMN quality.decision.scope IS 'Phạm vi / What is judged';

COMMENT ON COLUMN quality.decision.subject_id IS 'Về / Finding or possible duplicate that is answered; for an undo, the batch';

COMMENT ON COLUMN quality.decision.rule_id IS 'Quy tắc / Slug of the broken rule';

COMMENT ON COLUMN quality.decision.column_name IS 'Cột / Template column ('''' where it is not one column''s)';

COMMENT ON COLUMN quality.decision.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN quality.decision.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN quality.decision.reason IS 'Lý do / Why, in words';

COMMENT ON COLUMN quality.decision.expires_on IS 'Hết hiệu lực / Last day on which it holds';

COMMENT ON COLUMN quality.decision.decided_by IS 'Người quyết định / Account of the steward';

COMMENT ON COLUMN quality.decision.decided_at IS 'Quyết định lúc / When it was decided';

CREATE TABLE vault.decision_value (
    position BIGINT NOT NULL,
    value_token TEXT,
    value_sent TEXT,
    value_typed TEXT,
    left_key TEXT,
    right_key TEXT,
    CONSTRAINT decision_value_pk PRIMARY KEY (position),
    CONSTRAINT decision_value_position_at_least_1 CHECK (position >= 1),
    CONSTRAINT decision_value_value_token_hex_32 CHECK (value_token ~ '^([0-9a-f]{32})$'),
    CONSTRAINT decision_value_left_key_hex_32 CHECK (left_key ~ '^([0-9a-f]{32})$'),
    CONSTRAINT decision_value_right_key_hex_32 CHECK (right_key ~ '^([0-9a-f]{32})$'),
    CONSTRAINT decision_value_position_fk FOREIGN KEY(position) REFERENCES quality.decision (position)
);

COMMENT ON TABLE vault.decision_value IS 'Giá trị và khóa dòng của một quyết định. / The values and record keys that a decision is about.';

COMMENT ON COLUMN vault.decision_value.position IS 'Thứ tự / Place in the order of all decisions';

COMMENT ON COLUMN vault.decision_value.value_token IS 'Mã giá trị / Keyed hash of the value that was judged';

COMMENT ON COLUMN vault.decision_value.value_sent IS 'Giá trị gửi / Cell as sent';

COMMENT ON COLUMN vault.decision_value.value_typed IS 'Giá trị nhập / Value that a steward typed';

COMMENT ON COLUMN vault.decision_value.left_key IS 'Khóa dòng trái / Record key of a pair';

COMMENT ON COLUMN vault.decision_value.right_key IS 'Khóa dòng phải / Record key of a pair';

ALTER TABLE ops.run ADD COLUMN decision_position BIGINT;

ALTER TABLE ops.run ADD CONSTRAINT run_decision_position_at_least_0 CHECK (decision_position >= 0);

ALTER TABLE vault.record ADD COLUMN lineage_key TEXT;

ALTER TABLE vault.record ADD COLUMN row_no TEXT;

UPDATE vault.record SET lineage_key = record_key, row_no = '';

ALTER TABLE vault.record ALTER COLUMN lineage_key SET NOT NULL;

ALTER TABLE vault.record ALTER COLUMN row_no SET NOT NULL;

ALTER TABLE vault.record ADD CONSTRAINT record_lineage_key_hex_32 CHECK (lineage_key ~ '^([0-9a-f]{32})$');

COMMENT ON COLUMN ops.run.decision_position IS 'Đến quyết định / Last decision that the run read (0: none)';

COMMENT ON COLUMN vault.record.lineage_key IS 'Khóa dòng gốc / Record key of the first version of the row: findings and decisions follow it';

COMMENT ON COLUMN vault.record.row_no IS 'STT / The row''s own number, as sent';
