CREATE TABLE ops.answer (
    sunday DATE NOT NULL,
    branch_code TEXT NOT NULL,
    run_id TEXT NOT NULL,
    written_run_id TEXT,
    CONSTRAINT answer_pk PRIMARY KEY (sunday, branch_code),
    CONSTRAINT answer_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT answer_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$')
);

COMMENT ON TABLE ops.answer IS 'Việc trả lời một cơ sở Đoàn về một Chủ nhật: thư và tệp cần sửa trong hộp thư đi. / What one branch is to be told of one Sunday: the outbox is brought to it after each run.';

COMMENT ON COLUMN ops.answer.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN ops.answer.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN ops.answer.run_id IS 'Lượt chạy / Run that last changed the row';

COMMENT ON COLUMN ops.answer.written_run_id IS 'Lượt chạy đã ghi / Run whose answer lies in the outbox (null: none yet)';

ALTER TABLE ops.submission ADD COLUMN corrected_id TEXT;

ALTER TABLE ops.submission ADD CONSTRAINT submission_corrected_id_hex_32 CHECK (corrected_id ~ '^([0-9a-f]{32})$');

COMMENT ON COLUMN ops.submission.corrected_id IS 'Sửa cho báo cáo / Earlier submission whose rows it brings again, by their ids (null: none)';
