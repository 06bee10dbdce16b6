CREATE SCHEMA IF NOT EXISTS vault;
COMMENT ON SCHEMA vault IS 'Dữ liệu cá nhân / Personal data';

CREATE SCHEMA IF NOT EXISTS core;
COMMENT ON SCHEMA core IS 'Sự kiện và danh mục, không có danh tính / Pseudonymous facts and dimensions';

CREATE SCHEMA IF NOT EXISTS quality;
COMMENT ON SCHEMA quality IS 'Phát hiện và quyết định / Findings and decisions';

CREATE SCHEMA IF NOT EXISTS mart;
COMMENT ON SCHEMA mart IS 'Chỉ tiêu đã công bố / Published indicators';

CREATE SCHEMA IF NOT EXISTS ops;
COMMENT ON SCHEMA ops IS 'Vận hành / Runs and submissions';

CREATE TABLE core.branch (
    branch_code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    parent_branch_code TEXT,
    valid_to DATE,
    CONSTRAINT branch_pk PRIMARY KEY (branch_code, valid_from),
    CONSTRAINT branch_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT branch_kind_one_of CHECK (kind IN ('commune', 'district', 'province', 'school', 'army', 'police', 'border_guard', 'business_bloc', 'other')),
    CONSTRAINT branch_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT branch_parent_branch_code_code CHECK (parent_branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$')
);

COMMENT ON TABLE core.branch IS 'Một cơ sở Đoàn trong một thời kỳ. / One branch of the Youth Union over one stretch of time.';

COMMENT ON COLUMN core.branch.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.branch.valid_from IS 'Hiệu lực từ / First day on which the row holds (1900-01-01: always)';

COMMENT ON COLUMN core.branch.name IS 'Tên / Name as printed';

COMMENT ON COLUMN core.branch.kind IS 'Loại cơ sở / What kind of branch it is';

COMMENT ON COLUMN core.branch.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN core.branch.parent_branch_code IS 'Cơ sở cấp trên / Branch above';

COMMENT ON COLUMN core.branch.valid_to IS 'Hiệu lực đến / Last day on which it holds (null: open)';

CREATE TABLE core.branch_succession (
    old_code TEXT NOT NULL,
    new_code TEXT NOT NULL,
    effective_date DATE NOT NULL,
    CONSTRAINT branch_succession_pk PRIMARY KEY (old_code, new_code, effective_date),
    CONSTRAINT branch_succession_old_code_code CHECK (old_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT branch_succession_new_code_code CHECK (new_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$')
);

COMMENT ON TABLE core.branch_succession IS 'Một cơ sở Đoàn chuyển sang cơ sở khác. / One branch becoming another.';

COMMENT ON COLUMN core.branch_succession.old_code IS 'Mã cũ / Code before the change';

COMMENT ON COLUMN core.branch_succession.new_code IS 'Mã mới / Code after the change';

COMMENT ON COLUMN core.branch_succession.effective_date IS 'Ngày hiệu lực / First day of the new state';

CREATE TABLE core.indicator (
    indicator_code TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    numerator_text TEXT NOT NULL,
    denominator_text TEXT,
    unit TEXT NOT NULL,
    levels TEXT NOT NULL,
    periods TEXT,
    target DOUBLE PRECISION,
    target_direction TEXT,
    CONSTRAINT indicator_pk PRIMARY KEY (indicator_code),
    CONSTRAINT indicator_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT indicator_target_direction_one_of CHECK (target_direction IN ('at_least', 'at_most'))
);

COMMENT ON TABLE core.indicator IS 'Một chỉ tiêu của danh mục. / One indicator of the catalogue.';

COMMENT ON COLUMN core.indicator.indicator_code IS 'Mã chỉ tiêu / Indicator of the catalogue';

COMMENT ON COLUMN core.indicator.name_vi IS 'Tên tiếng Việt / Vietnamese name';

COMMENT ON COLUMN core.indicator.name_en IS 'Tên tiếng Anh / English name';

COMMENT ON COLUMN core.indicator.numerator_text IS 'Cách tính tử số / What the numerator counts, in words';

COMMENT ON COLUMN core.indicator.denominator_text IS 'Cách tính mẫu số / What the denominator counts';

COMMENT ON COLUMN core.indicator.unit IS 'Đơn vị tính / Unit of the value';

COMMENT ON COLUMN core.indicator.levels IS 'Các cấp / Levels published, separated by |';

COMMENT ON COLUMN core.indicator.periods IS 'Các kỳ / Periods published, separated by |';

COMMENT ON COLUMN core.indicator.target IS 'Mục tiêu / Target in force';

COMMENT ON COLUMN core.indicator.target_direction IS 'Chiều chỉ tiêu / Whether the target is a floor or a ceiling';

CREATE TABLE core.person (
    person_id TEXT NOT NULL,
    first_seen_sunday DATE NOT NULL,
    merged_into TEXT,
    birth_year BIGINT,
    sex TEXT,
    CONSTRAINT person_pk PRIMARY KEY (person_id),
    CONSTRAINT person_person_id_person_id CHECK (person_id ~ '^(P[0-9]{10})$'),
    CONSTRAINT person_first_seen_sunday_is_sunday CHECK (extract(isodow from first_seen_sunday) = 7),
    CONSTRAINT person_birth_year_at_least_1880 CHECK (birth_year >= 1880),
    CONSTRAINT person_sex_one_of CHECK (sex IN ('F', 'M'))
);

COMMENT ON TABLE core.person IS 'Một người dân đã được nhận dạng, không trùng. / One deduplicated citizen.';

COMMENT ON COLUMN core.person.person_id IS 'Mã người / Deduplicated citizen: a stable pseudonym that says nothing about the person';

COMMENT ON COLUMN core.person.first_seen_sunday IS 'Chủ nhật đầu tiên / Week first helped';

COMMENT ON COLUMN core.person.merged_into IS 'Gộp vào / Person that this one became';

COMMENT ON COLUMN core.person.birth_year IS 'Năm sinh / Birth year';

COMMENT ON COLUMN core.person.sex IS 'Giới tính / F or M';

CREATE TABLE core.service (
    service_code TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    category TEXT NOT NULL,
    unit_counted TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    CONSTRAINT service_pk PRIMARY KEY (service_code),
    CONSTRAINT service_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$')
);

COMMENT ON TABLE core.service IS 'Một nội dung hỗ trợ của danh mục. / One service of the catalogue.';

COMMENT ON COLUMN core.service.service_code IS 'Mã dịch vụ / Service of the catalogue';

COMMENT ON COLUMN core.service.name_vi IS 'Tên tiếng Việt / Vietnamese name';

COMMENT ON COLUMN core.service.name_en IS 'Tên tiếng Anh / English name';

COMMENT ON COLUMN core.service.category IS 'Nhóm / Group of services';

COMMENT ON COLUMN core.service.unit_counted IS 'Đơn vị đếm / What is counted';

COMMENT ON COLUMN core.service.valid_from IS 'Hiệu lực từ / First day on which the row holds (1900-01-01: always)';

COMMENT ON COLUMN core.service.valid_to IS 'Hiệu lực đến / Last day on which it holds (null: open)';

CREATE TABLE core.suspended_sunday (
    sunday DATE NOT NULL,
    unit_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT suspended_sunday_pk PRIMARY KEY (sunday, unit_code),
    CONSTRAINT suspended_sunday_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT suspended_sunday_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$')
);

COMMENT ON TABLE core.suspended_sunday IS 'Một Chủ nhật được tạm dừng chính thức ở một đơn vị. / One Sunday officially suspended in one unit.';

COMMENT ON COLUMN core.suspended_sunday.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.suspended_sunday.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN core.suspended_sunday.reason IS 'Lý do / Why, in words';

CREATE TABLE core.target (
    indicator_code TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    year BIGINT NOT NULL,
    target DOUBLE PRECISION NOT NULL,
    CONSTRAINT target_pk PRIMARY KEY (indicator_code, unit_code, year),
    CONSTRAINT target_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT target_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT target_year_at_least_2000 CHECK (year >= 2000),
    CONSTRAINT target_year_at_most_2200 CHECK (year <= 2200)
);

COMMENT ON TABLE core.target IS 'Mục tiêu của một chỉ tiêu ở một đơn vị trong một năm. / Target of one indicator in one unit and year.';

COMMENT ON COLUMN core.target.indicator_code IS 'Mã chỉ tiêu / Indicator of the catalogue';

COMMENT ON COLUMN core.target.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN core.target.year IS 'Năm / Calendar year';

COMMENT ON COLUMN core.target.target IS 'Mục tiêu / Target in force';

CREATE TABLE core.team (
    team_code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    branch_code TEXT NOT NULL,
    name TEXT NOT NULL,
    team_type TEXT NOT NULL,
    valid_to DATE,
    CONSTRAINT team_pk PRIMARY KEY (team_code, valid_from),
    CONSTRAINT team_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT team_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT team_team_type_one_of CHECK (team_type IN ('youth', 'community'))
);

COMMENT ON TABLE core.team IS 'Một tổ công nghệ số trong một thời kỳ. / One digital-technology team over one stretch of time.';

COMMENT ON COLUMN core.team.team_code IS 'Mã tổ / Youth digital-technology team';

COMMENT ON COLUMN core.team.valid_from IS 'Hiệu lực từ / First day on which the row holds (1900-01-01: always)';

COMMENT ON COLUMN core.team.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.team.name IS 'Tên / Name as printed';

COMMENT ON COLUMN core.team.team_type IS 'Loại tổ / youth: counted; community: led by the government, never counted';

COMMENT ON COLUMN core.team.valid_to IS 'Hiệu lực đến / Last day on which it holds (null: open)';

CREATE TABLE core.unit (
    unit_code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_code TEXT,
    valid_to DATE,
    CONSTRAINT unit_pk PRIMARY KEY (unit_code, valid_from),
    CONSTRAINT unit_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT unit_level_one_of CHECK (level IN ('province', 'district', 'commune')),
    CONSTRAINT unit_parent_code_code CHECK (parent_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$')
);

COMMENT ON TABLE core.unit IS 'Một đơn vị hành chính trong một thời kỳ. / One administrative unit over one stretch of time.';

COMMENT ON COLUMN core.unit.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN core.unit.valid_from IS 'Hiệu lực từ / First day on which the row holds (1900-01-01: always)';

COMMENT ON COLUMN core.unit.name IS 'Tên / Name as printed';

COMMENT ON COLUMN core.unit.level IS 'Cấp hành chính / Level of an administrative unit';

COMMENT ON COLUMN core.unit.parent_code IS 'Mã cấp trên / Code of the unit above';

COMMENT ON COLUMN core.unit.valid_to IS 'Hiệu lực đến / Last day on which it holds (null: open)';

CREATE TABLE core.unit_succession (
    old_code TEXT NOT NULL,
    new_code TEXT NOT NULL,
    effective_date DATE NOT NULL,
    share DOUBLE PRECISION,
    is_default BOOLEAN NOT NULL,
    CONSTRAINT unit_succession_pk PRIMARY KEY (old_code, new_code, effective_date),
    CONSTRAINT unit_succession_old_code_code CHECK (old_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT unit_succession_new_code_code CHECK (new_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$')
);

COMMENT ON TABLE core.unit_succession IS 'Một đơn vị hành chính chuyển sang đơn vị khác. / One administrative unit becoming (part of) another.';

COMMENT ON COLUMN core.unit_succession.old_code IS 'Mã cũ / Code before the change';

COMMENT ON COLUMN core.unit_succession.new_code IS 'Mã mới / Code after the change';

COMMENT ON COLUMN core.unit_succession.effective_date IS 'Ngày hiệu lực / First day of the new state';

COMMENT ON COLUMN core.unit_succession.share IS 'Tỷ lệ / Share of the old one that went to the new';

COMMENT ON COLUMN core.unit_succession.is_default IS 'Đích mặc định / Whether it is where old rows go by default';

CREATE TABLE mart.submission_status (
    sunday DATE NOT NULL,
    branch_code TEXT NOT NULL,
    state TEXT NOT NULL,
    versions BIGINT NOT NULL,
    last_received_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT submission_status_pk PRIMARY KEY (sunday, branch_code),
    CONSTRAINT submission_status_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT submission_status_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT submission_status_state_one_of CHECK (state IN ('on_time', 'late', 'nil', 'missing', 'empty', 'held', 'rejected', 'suspended')),
    CONSTRAINT submission_status_versions_at_least_0 CHECK (versions >= 0)
);

COMMENT ON TABLE mart.submission_status IS 'Tình hình nộp báo cáo của một cơ sở cho một Chủ nhật. / What one branch sent for one Sunday.';

COMMENT ON COLUMN mart.submission_status.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN mart.submission_status.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN mart.submission_status.state IS 'Trạng thái / State of the row''s subject';

COMMENT ON COLUMN mart.submission_status.versions IS 'Số phiên bản / Files of the branch for the Sunday';

COMMENT ON COLUMN mart.submission_status.last_received_at IS 'Nhận gần nhất / When the newest file landed';

CREATE TABLE ops.publication (
    table_name TEXT NOT NULL,
    partition TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    run_id TEXT NOT NULL,
    CONSTRAINT publication_pk PRIMARY KEY (table_name, partition),
    CONSTRAINT publication_content_hash_hex_64 CHECK (content_hash ~ '^([0-9a-f]{64})$')
);

COMMENT ON TABLE ops.publication IS 'Nội dung đã công bố của một bảng cho một Chủ nhật. / What a table holds for one Sunday: Parquet is brought to it after each run.';

COMMENT ON COLUMN ops.publication.table_name IS 'Bảng / Table, as schema.table';

COMMENT ON COLUMN ops.publication.partition IS 'Phần / Sunday of the rows, as YYYY-MM-DD ('''' for the whole table)';

COMMENT ON COLUMN ops.publication.content_hash IS 'Mã băm nội dung / SHA-256 of the published rows';

COMMENT ON COLUMN ops.publication.run_id IS 'Lượt chạy / Run that last changed the row';

CREATE TABLE ops.run (
    run_id TEXT NOT NULL,
    run_number BIGINT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    status TEXT NOT NULL,
    reference_hash TEXT,
    CONSTRAINT run_pk PRIMARY KEY (run_id),
    CONSTRAINT run_run_number_at_least_1 CHECK (run_number >= 1),
    CONSTRAINT run_status_one_of CHECK (status IN ('running', 'completed', 'failed')),
    CONSTRAINT run_reference_hash_hex_64 CHECK (reference_hash ~ '^([0-9a-f]{64})$')
);

COMMENT ON TABLE ops.run IS 'Một lượt chạy của quy trình. / One run of the pipeline.';

COMMENT ON COLUMN ops.run.run_id IS 'Lượt chạy / Run that last changed the row';

COMMENT ON COLUMN ops.run.run_number IS 'Số lượt / Order of the runs, whatever their clocks';

COMMENT ON COLUMN ops.run.started_at IS 'Bắt đầu / When the run began';

COMMENT ON COLUMN ops.run.finished_at IS 'Kết thúc / When the run ended (null: not yet)';

COMMENT ON COLUMN ops.run.status IS 'Tình trạng / Status of the row''s subject';

COMMENT ON COLUMN ops.run.reference_hash IS 'Mã băm danh mục / SHA-256 of the reference data used';

CREATE TABLE ops.submission (
    submission_id TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    branch_code TEXT,
    sunday DATE,
    submission_type TEXT,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    is_late BOOLEAN NOT NULL,
    records_parsed BIGINT NOT NULL,
    records_accepted BIGINT NOT NULL,
    records_quarantined BIGINT NOT NULL,
    records_excluded BIGINT NOT NULL,
    run_id TEXT NOT NULL,
    CONSTRAINT submission_pk PRIMARY KEY (submission_id),
    CONSTRAINT submission_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT submission_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]{64})$'),
    CONSTRAINT submission_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT submission_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT submission_submission_type_one_of CHECK (submission_type IN ('first', 'replacement', 'supplement', 'nil')),
    CONSTRAINT submission_version_at_least_0 CHECK (version >= 0),
    CONSTRAINT submission_status_one_of CHECK (status IN ('accepted', 'superseded', 'duplicate', 'quarantined', 'rejected', 'held', 'nil')),
    CONSTRAINT submission_records_parsed_at_least_0 CHECK (records_parsed >= 0),
    CONSTRAINT submission_records_accepted_at_least_0 CHECK (records_accepted >= 0),
    CONSTRAINT submission_records_quarantined_at_least_0 CHECK (records_quarantined >= 0),
    CONSTRAINT submission_records_excluded_at_least_0 CHECK (records_excluded >= 0),
    CONSTRAINT submission_records_add_up CHECK (records_parsed = records_accepted + records_quarantined + records_excluded)
);

CREATE INDEX submission_file_sha256_ix ON ops.submission (file_sha256);

CREATE INDEX submission_sunday_branch_code_ix ON ops.submission (sunday, branch_code);

COMMENT ON TABLE ops.submission IS 'Một tệp của một cơ sở Đoàn cho một Chủ nhật. / One file of one branch for one Sunday.';

COMMENT ON COLUMN ops.submission.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN ops.submission.file_sha256 IS 'Mã băm tệp / SHA-256 of the file''s bytes';

COMMENT ON COLUMN ops.submission.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN ops.submission.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN ops.submission.submission_type IS 'Loại báo cáo / What the sender says';

COMMENT ON COLUMN ops.submission.version IS 'Phiên bản / Version of branch and Sunday (0: none)';

COMMENT ON COLUMN ops.submission.status IS 'Tình trạng / Status of the row''s subject';

COMMENT ON COLUMN ops.submission.received_at IS 'Nhận lúc / When these bytes first landed';

COMMENT ON COLUMN ops.submission.is_late IS 'Nộp muộn / Landed after Sunday 22:00 Asia/Ho_Chi_Minh';

COMMENT ON COLUMN ops.submission.records_parsed IS 'Số dòng đọc được / NGUOI_DAN rows read';

COMMENT ON COLUMN ops.submission.records_accepted IS 'Số dòng nhận / Rows counted as persons';

COMMENT ON COLUMN ops.submission.records_quarantined IS 'Số dòng tạm giữ / Rows held back by an error';

COMMENT ON COLUMN ops.submission.records_excluded IS 'Số dòng loại trừ / Valid rows not counted as persons';

COMMENT ON COLUMN ops.submission.run_id IS 'Lượt chạy / Run that last changed the row';

CREATE TABLE vault.cell_value (
    finding_id TEXT NOT NULL,
    value_sent TEXT NOT NULL,
    value_suggested TEXT NOT NULL,
    CONSTRAINT cell_value_pk PRIMARY KEY (finding_id),
    CONSTRAINT cell_value_finding_id_hex_32 CHECK (finding_id ~ '^([0-9a-f]{32})$')
);

COMMENT ON TABLE vault.cell_value IS 'Giá trị của ô mà một phát hiện nói đến. / The value that a finding is about.';

COMMENT ON COLUMN vault.cell_value.finding_id IS 'Mã phát hiện / Finding: hash of what is judged, rule, column';

COMMENT ON COLUMN vault.cell_value.value_sent IS 'Giá trị gửi / Cell as sent';

COMMENT ON COLUMN vault.cell_value.value_suggested IS 'Giá trị đề nghị / Cell as repaired';

CREATE TABLE vault.inbox_file (
    inbox_path TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    modified_ns BIGINT NOT NULL,
    changed_ns BIGINT NOT NULL,
    CONSTRAINT inbox_file_pk PRIMARY KEY (inbox_path),
    CONSTRAINT inbox_file_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]{64})$'),
    CONSTRAINT inbox_file_size_bytes_at_least_0 CHECK (size_bytes >= 0),
    CONSTRAINT inbox_file_modified_ns_at_least_0 CHECK (modified_ns >= 0),
    CONSTRAINT inbox_file_changed_ns_at_least_0 CHECK (changed_ns >= 0)
);

COMMENT ON TABLE vault.inbox_file IS 'Một đường dẫn của hộp thư đến và nội dung đã đọc lần cuối. / One path of the inbox and the bytes last read there.';

COMMENT ON COLUMN vault.inbox_file.inbox_path IS 'Đường dẫn / Path below the inbox as sent';

COMMENT ON COLUMN vault.inbox_file.file_sha256 IS 'Mã băm tệp / SHA-256 of the file''s bytes';

COMMENT ON COLUMN vault.inbox_file.size_bytes IS 'Cỡ tệp / Size of the file';

COMMENT ON COLUMN vault.inbox_file.modified_ns IS 'Sửa lúc (ns) / Modification time of the file';

COMMENT ON COLUMN vault.inbox_file.changed_ns IS 'Đổi lúc (ns) / Inode change time of the file';

CREATE TABLE vault.link_ledger (
    record_key TEXT NOT NULL,
    person_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    CONSTRAINT link_ledger_pk PRIMARY KEY (record_key),
    CONSTRAINT link_ledger_record_key_hex_32 CHECK (record_key ~ '^([0-9a-f]{32})$'),
    CONSTRAINT link_ledger_person_id_person_id CHECK (person_id ~ '^(P[0-9]{10})$')
);

COMMENT ON TABLE vault.link_ledger IS 'Người mà một dòng thuộc về, kể cả dòng không còn hiệu lực. / The person that a record belongs to, kept when the record is no longer in force.';

COMMENT ON COLUMN vault.link_ledger.record_key IS 'Khóa dòng / Keyed hash of a row''s content';

COMMENT ON COLUMN vault.link_ledger.person_id IS 'Mã người / Deduplicated citizen: a stable pseudonym that says nothing about the person';

COMMENT ON COLUMN vault.link_ledger.run_id IS 'Lượt chạy / Run that last changed the row';

CREATE TABLE vault.person_token (
    token TEXT NOT NULL,
    person_id TEXT NOT NULL,
    CONSTRAINT person_token_pk PRIMARY KEY (token, person_id),
    CONSTRAINT person_token_token_hex_32 CHECK (token ~ '^([0-9a-f]{32})$'),
    CONSTRAINT person_token_person_id_person_id CHECK (person_id ~ '^(P[0-9]{10})$')
);

COMMENT ON TABLE vault.person_token IS 'Một chứng cứ mà người đó từng có. / One exact evidence that a person once had.';

COMMENT ON COLUMN vault.person_token.token IS 'Mã chứng cứ / Keyed hash of one evidence';

COMMENT ON COLUMN vault.person_token.person_id IS 'Mã người / Deduplicated citizen: a stable pseudonym that says nothing about the person';

CREATE TABLE core.activity (
    row_uid TEXT NOT NULL,
    sunday DATE NOT NULL,
    submission_id TEXT NOT NULL,
    branch_code TEXT NOT NULL,
    team_code TEXT,
    service_code TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    attendance BIGINT,
    unit_code TEXT NOT NULL,
    unit_valid_from DATE NOT NULL,
    CONSTRAINT activity_pk PRIMARY KEY (row_uid),
    CONSTRAINT activity_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]{32})$'),
    CONSTRAINT activity_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT activity_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT activity_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT activity_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT activity_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT activity_quantity_at_least_0 CHECK (quantity >= 0),
    CONSTRAINT activity_attendance_at_least_0 CHECK (attendance >= 0),
    CONSTRAINT activity_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT activity_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id),
    CONSTRAINT activity_service_code_fk FOREIGN KEY(service_code) REFERENCES core.service (service_code)
);

CREATE INDEX activity_sunday_ix ON core.activity (sunday);

COMMENT ON TABLE core.activity IS 'Một hoạt động được nhận của báo cáo có hiệu lực. / One accepted activity of a submission in force.';

COMMENT ON COLUMN core.activity.row_uid IS 'Mã dòng / Row as sent: hash of file, sheet and row number';

COMMENT ON COLUMN core.activity.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.activity.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN core.activity.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.activity.team_code IS 'Mã tổ / Youth digital-technology team';

COMMENT ON COLUMN core.activity.service_code IS 'Mã dịch vụ / Service of the catalogue';

COMMENT ON COLUMN core.activity.quantity IS 'Số lượng / Dossiers, items or sessions';

COMMENT ON COLUMN core.activity.attendance IS 'Lượt tham gia / People who took part';

COMMENT ON COLUMN core.activity.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN core.activity.unit_valid_from IS 'Đơn vị hiệu lực từ / With unit_code, the unit (codes are reused)';

CREATE TABLE core.anonymous_contact (
    row_uid TEXT NOT NULL,
    service_code TEXT NOT NULL,
    assist_date DATE NOT NULL,
    team_code TEXT NOT NULL,
    sunday DATE NOT NULL,
    branch_code TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_valid_from DATE NOT NULL,
    submission_id TEXT NOT NULL,
    CONSTRAINT anonymous_contact_pk PRIMARY KEY (row_uid, service_code),
    CONSTRAINT anonymous_contact_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]{32})$'),
    CONSTRAINT anonymous_contact_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT anonymous_contact_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT anonymous_contact_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT anonymous_contact_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT anonymous_contact_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT anonymous_contact_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT anonymous_contact_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id),
    CONSTRAINT anonymous_contact_service_code_fk FOREIGN KEY(service_code) REFERENCES core.service (service_code)
);

CREATE INDEX anonymous_contact_sunday_ix ON core.anonymous_contact (sunday);

COMMENT ON TABLE core.anonymous_contact IS 'Một lượt hỗ trợ của người không đồng ý cung cấp thông tin (không tính người). / One tick of an excluded row: a contact without a person.';

COMMENT ON COLUMN core.anonymous_contact.row_uid IS 'Mã dòng / Row as sent: hash of file, sheet and row number';

COMMENT ON COLUMN core.anonymous_contact.service_code IS 'Mã dịch vụ / Service of the catalogue';

COMMENT ON COLUMN core.anonymous_contact.assist_date IS 'Ngày hỗ trợ / Day on which the citizen was helped';

COMMENT ON COLUMN core.anonymous_contact.team_code IS 'Mã tổ / Youth digital-technology team';

COMMENT ON COLUMN core.anonymous_contact.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.anonymous_contact.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.anonymous_contact.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN core.anonymous_contact.unit_valid_from IS 'Đơn vị hiệu lực từ / With unit_code, the unit (codes are reused)';

COMMENT ON COLUMN core.anonymous_contact.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

CREATE TABLE core.assistance (
    person_id TEXT NOT NULL,
    service_code TEXT NOT NULL,
    assist_date DATE NOT NULL,
    team_code TEXT NOT NULL,
    row_uid TEXT NOT NULL,
    sunday DATE NOT NULL,
    branch_code TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_valid_from DATE NOT NULL,
    submission_id TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    is_first_for_service BOOLEAN NOT NULL,
    is_first_ever BOOLEAN NOT NULL,
    CONSTRAINT assistance_pk PRIMARY KEY (person_id, service_code, assist_date, team_code),
    CONSTRAINT assistance_person_id_person_id CHECK (person_id ~ '^(P[0-9]{10})$'),
    CONSTRAINT assistance_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT assistance_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT assistance_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]{32})$'),
    CONSTRAINT assistance_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT assistance_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT assistance_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT assistance_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT assistance_quantity_at_least_0 CHECK (quantity >= 0),
    CONSTRAINT assistance_person_id_fk FOREIGN KEY(person_id) REFERENCES core.person (person_id),
    CONSTRAINT assistance_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id),
    CONSTRAINT assistance_service_code_fk FOREIGN KEY(service_code) REFERENCES core.service (service_code)
);

CREATE INDEX assistance_sunday_ix ON core.assistance (sunday);

COMMENT ON TABLE core.assistance IS 'Một người được một tổ hỗ trợ một nội dung trong một ngày. / One person helped by one team with one service on one day.';

COMMENT ON COLUMN core.assistance.person_id IS 'Mã người / Deduplicated citizen: a stable pseudonym that says nothing about the person';

COMMENT ON COLUMN core.assistance.service_code IS 'Mã dịch vụ / Service of the catalogue';

COMMENT ON COLUMN core.assistance.assist_date IS 'Ngày hỗ trợ / Day on which the citizen was helped';

COMMENT ON COLUMN core.assistance.team_code IS 'Mã tổ / Youth digital-technology team';

COMMENT ON COLUMN core.assistance.row_uid IS 'Mã dòng / Row as sent: hash of file, sheet and row number';

COMMENT ON COLUMN core.assistance.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.assistance.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.assistance.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN core.assistance.unit_valid_from IS 'Đơn vị hiệu lực từ / With unit_code, the unit (codes are reused)';

COMMENT ON COLUMN core.assistance.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN core.assistance.quantity IS 'Số lượng / Dossiers, items or sessions';

COMMENT ON COLUMN core.assistance.is_first_for_service IS 'Lần đầu của dịch vụ / First of person and service';

COMMENT ON COLUMN core.assistance.is_first_ever IS 'Lần đầu / First assistance of the person';

CREATE TABLE core.member_report (
    sunday DATE NOT NULL,
    submission_id TEXT NOT NULL,
    branch_code TEXT NOT NULL,
    member_total BIGINT,
    member_dvc_count BIGINT,
    member_vneid2_count BIGINT,
    member_both_count BIGINT,
    CONSTRAINT member_report_pk PRIMARY KEY (submission_id),
    CONSTRAINT member_report_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT member_report_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT member_report_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT member_report_member_total_at_least_0 CHECK (member_total >= 0),
    CONSTRAINT member_report_member_dvc_count_at_least_0 CHECK (member_dvc_count >= 0),
    CONSTRAINT member_report_member_vneid2_count_at_least_0 CHECK (member_vneid2_count >= 0),
    CONSTRAINT member_report_member_both_count_at_least_0 CHECK (member_both_count >= 0),
    CONSTRAINT member_report_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id)
);

CREATE INDEX member_report_sunday_ix ON core.member_report (sunday);

COMMENT ON TABLE core.member_report IS 'Số đoàn viên của một cơ sở Đoàn theo một báo cáo có hiệu lực. / A branch''s members by one submission in force; the latest one is the current value.';

COMMENT ON COLUMN core.member_report.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.member_report.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN core.member_report.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.member_report.member_total IS 'Tổng số đoàn viên / Members of the branch';

COMMENT ON COLUMN core.member_report.member_dvc_count IS 'Đoàn viên có DVC / Members with a DVC account';

COMMENT ON COLUMN core.member_report.member_vneid2_count IS 'Đoàn viên mức 2 / Members with VNeID level 2';

COMMENT ON COLUMN core.member_report.member_both_count IS 'Đoàn viên có cả hai / Members with both';

CREATE TABLE core.record_person (
    sunday DATE NOT NULL,
    submission_id TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    sheet TEXT NOT NULL,
    row_number BIGINT NOT NULL,
    row_uid TEXT NOT NULL,
    person_id TEXT NOT NULL,
    link_reason TEXT NOT NULL,
    match_weight DOUBLE PRECISION NOT NULL,
    CONSTRAINT record_person_pk PRIMARY KEY (row_uid),
    CONSTRAINT record_person_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT record_person_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT record_person_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]{64})$'),
    CONSTRAINT record_person_row_number_at_least_1 CHECK (row_number >= 1),
    CONSTRAINT record_person_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]{32})$'),
    CONSTRAINT record_person_person_id_person_id CHECK (person_id ~ '^(P[0-9]{10})$'),
    CONSTRAINT record_person_person_id_fk FOREIGN KEY(person_id) REFERENCES core.person (person_id),
    CONSTRAINT record_person_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id)
);

CREATE INDEX record_person_person_id_ix ON core.record_person (person_id);

CREATE INDEX record_person_sunday_ix ON core.record_person (sunday);

COMMENT ON TABLE core.record_person IS 'Một dòng được nhận của báo cáo có hiệu lực, kể cả dòng trùng. / One accepted record of a submission in force, duplicates included.';

COMMENT ON COLUMN core.record_person.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.record_person.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN core.record_person.file_sha256 IS 'Mã băm tệp / SHA-256 of the file''s bytes';

COMMENT ON COLUMN core.record_person.sheet IS 'Trang tính / Sheet name in the workbook as sent ('''' for a CSV)';

COMMENT ON COLUMN core.record_person.row_number IS 'Dòng / Row as the sender sees it in Excel (1-based)';

COMMENT ON COLUMN core.record_person.row_uid IS 'Mã dòng / Row as sent: hash of file, sheet and row number';

COMMENT ON COLUMN core.record_person.person_id IS 'Mã người / Deduplicated citizen: a stable pseudonym that says nothing about the person';

COMMENT ON COLUMN core.record_person.link_reason IS 'Cơ sở nhận dạng / Why the record belongs to the person';

COMMENT ON COLUMN core.record_person.match_weight IS 'Trọng số / Weight of the strongest link of the record';

CREATE TABLE core.reported_summary (
    sunday DATE NOT NULL,
    submission_id TEXT NOT NULL,
    branch_code TEXT NOT NULL,
    indicator_code TEXT NOT NULL,
    reported BIGINT,
    CONSTRAINT reported_summary_pk PRIMARY KEY (submission_id, indicator_code),
    CONSTRAINT reported_summary_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT reported_summary_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT reported_summary_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT reported_summary_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT reported_summary_reported_at_least_0 CHECK (reported >= 0),
    CONSTRAINT reported_summary_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id),
    CONSTRAINT reported_summary_indicator_code_fk FOREIGN KEY(indicator_code) REFERENCES core.indicator (indicator_code)
);

CREATE INDEX reported_summary_sunday_ix ON core.reported_summary (sunday);

COMMENT ON TABLE core.reported_summary IS 'Số tổng hợp của cơ sở Đoàn cho một chỉ tiêu: chỉ để so sánh, không bao giờ được cộng. / A branch''s own figure for one indicator: only ever compared, never loaded into an indicator.';

COMMENT ON COLUMN core.reported_summary.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.reported_summary.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN core.reported_summary.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.reported_summary.indicator_code IS 'Mã chỉ tiêu / Indicator of the catalogue';

COMMENT ON COLUMN core.reported_summary.reported IS 'Cơ sở báo cáo / The branch''s own summary';

CREATE TABLE core.team_report (
    sunday DATE NOT NULL,
    submission_id TEXT NOT NULL,
    branch_code TEXT NOT NULL,
    team_code TEXT NOT NULL,
    member_count BIGINT NOT NULL,
    status TEXT NOT NULL,
    CONSTRAINT team_report_pk PRIMARY KEY (submission_id, team_code),
    CONSTRAINT team_report_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT team_report_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT team_report_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT team_report_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT team_report_member_count_at_least_1 CHECK (member_count >= 1),
    CONSTRAINT team_report_status_one_of CHECK (status IN ('accepted', 'quarantined')),
    CONSTRAINT team_report_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id)
);

CREATE INDEX team_report_sunday_ix ON core.team_report (sunday);

COMMENT ON TABLE core.team_report IS 'Danh sách thành viên của một tổ trong một báo cáo có hiệu lực. / One team''s list of members in a submission in force.';

COMMENT ON COLUMN core.team_report.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.team_report.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN core.team_report.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.team_report.team_code IS 'Mã tổ / Youth digital-technology team';

COMMENT ON COLUMN core.team_report.member_count IS 'Số thành viên / TO_CNS rows of the team';

COMMENT ON COLUMN core.team_report.status IS 'Tình trạng / Status of the row''s subject';

CREATE TABLE mart.credit (
    sunday DATE NOT NULL,
    unit_level TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_valid_from DATE NOT NULL,
    service_code TEXT NOT NULL,
    first_touch DOUBLE PRECISION NOT NULL,
    participation DOUBLE PRECISION NOT NULL,
    fractional DOUBLE PRECISION NOT NULL,
    CONSTRAINT credit_pk PRIMARY KEY (sunday, unit_level, unit_code, unit_valid_from, service_code),
    CONSTRAINT credit_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT credit_unit_level_one_of CHECK (unit_level IN ('province', 'district', 'commune', 'branch', 'team')),
    CONSTRAINT credit_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT credit_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT credit_service_code_fk FOREIGN KEY(service_code) REFERENCES core.service (service_code)
);

COMMENT ON TABLE mart.credit IS 'Phần ghi nhận của một đơn vị cho số người được hỗ trợ trong tuần theo dịch vụ. / One unit''s claim to the persons helped in one week with one service.';

COMMENT ON COLUMN mart.credit.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN mart.credit.unit_level IS 'Cấp / Level that the row counts for';

COMMENT ON COLUMN mart.credit.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN mart.credit.unit_valid_from IS 'Đơn vị hiệu lực từ / With unit_code, the unit (codes are reused)';

COMMENT ON COLUMN mart.credit.service_code IS 'Mã dịch vụ / Service of the catalogue';

COMMENT ON COLUMN mart.credit.first_touch IS 'Ghi nhận lần đầu / Credited to who helped first in the week';

COMMENT ON COLUMN mart.credit.participation IS 'Tham gia / Distinct persons that the unit helped';

COMMENT ON COLUMN mart.credit.fractional IS 'Chia đều / 1/k for each of the k units that helped';

CREATE TABLE mart.indicator (
    sunday DATE NOT NULL,
    period TEXT NOT NULL,
    unit_level TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_valid_from DATE NOT NULL,
    indicator_code TEXT NOT NULL,
    numerator DOUBLE PRECISION NOT NULL,
    denominator DOUBLE PRECISION,
    value DOUBLE PRECISION,
    target DOUBLE PRECISION,
    status TEXT NOT NULL,
    run_id TEXT NOT NULL,
    CONSTRAINT indicator_pk PRIMARY KEY (sunday, period, unit_level, unit_code, unit_valid_from, indicator_code),
    CONSTRAINT indicator_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT indicator_period_one_of CHECK (period IN ('week', 'month_to_date', 'year_to_date', 'since_launch')),
    CONSTRAINT indicator_unit_level_one_of CHECK (unit_level IN ('province', 'district', 'commune', 'branch', 'team')),
    CONSTRAINT indicator_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT indicator_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT indicator_status_one_of CHECK (status IN ('provisional', 'final')),
    CONSTRAINT indicator_indicator_code_fk FOREIGN KEY(indicator_code) REFERENCES core.indicator (indicator_code)
);

COMMENT ON TABLE mart.indicator IS 'Giá trị đã công bố của một chỉ tiêu ở một đơn vị cho một kỳ kết thúc vào một Chủ nhật. / Published value of one indicator in one unit for one period ending on one Sunday.';

COMMENT ON COLUMN mart.indicator.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN mart.indicator.period IS 'Kỳ / Time span that ends on the Sunday';

COMMENT ON COLUMN mart.indicator.unit_level IS 'Cấp / Level that the row counts for';

COMMENT ON COLUMN mart.indicator.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN mart.indicator.unit_valid_from IS 'Đơn vị hiệu lực từ / With unit_code, the unit (codes are reused)';

COMMENT ON COLUMN mart.indicator.indicator_code IS 'Mã chỉ tiêu / Indicator of the catalogue';

COMMENT ON COLUMN mart.indicator.numerator IS 'Tử số / Count, or upper part of the ratio';

COMMENT ON COLUMN mart.indicator.denominator IS 'Mẫu số / Lower part (null for a count)';

COMMENT ON COLUMN mart.indicator.value IS 'Giá trị / Count or percentage (null where it has no base)';

COMMENT ON COLUMN mart.indicator.target IS 'Mục tiêu / Target in force';

COMMENT ON COLUMN mart.indicator.status IS 'Tình trạng / Status of the row''s subject';

COMMENT ON COLUMN mart.indicator.run_id IS 'Lượt chạy / Run that last changed the row';

CREATE TABLE mart.indicator_history (
    sunday DATE NOT NULL,
    period TEXT NOT NULL,
    unit_level TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_valid_from DATE NOT NULL,
    indicator_code TEXT NOT NULL,
    numerator DOUBLE PRECISION NOT NULL,
    denominator DOUBLE PRECISION,
    value DOUBLE PRECISION,
    target DOUBLE PRECISION,
    status TEXT NOT NULL,
    run_id TEXT NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    superseded_at TIMESTAMP WITH TIME ZONE,
    cause TEXT NOT NULL,
    CONSTRAINT indicator_history_pk PRIMARY KEY (sunday, period, unit_level, unit_code, unit_valid_from, indicator_code, published_at),
    CONSTRAINT indicator_history_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT indicator_history_period_one_of CHECK (period IN ('week', 'month_to_date', 'year_to_date', 'since_launch')),
    CONSTRAINT indicator_history_unit_level_one_of CHECK (unit_level IN ('province', 'district', 'commune', 'branch', 'team')),
    CONSTRAINT indicator_history_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT indicator_history_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT indicator_history_status_one_of CHECK (status IN ('provisional', 'final')),
    CONSTRAINT indicator_history_cause_one_of CHECK (cause IN ('first', 'late', 'correction', 'link_change', 'unit_change', 'rule_change', 'decision')),
    CONSTRAINT indicator_history_indicator_code_fk FOREIGN KEY(indicator_code) REFERENCES core.indicator (indicator_code)
);

COMMENT ON TABLE mart.indicator_history IS 'Một giá trị từng được công bố; mỗi lần giá trị thay đổi là một dòng. / One value that was published: a row only where a value changed.';

COMMENT ON COLUMN mart.indicator_history.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN mart.indicator_history.period IS 'Kỳ / Time span that ends on the Sunday';

COMMENT ON COLUMN mart.indicator_history.unit_level IS 'Cấp / Level that the row counts for';

COMMENT ON COLUMN mart.indicator_history.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN mart.indicator_history.unit_valid_from IS 'Đơn vị hiệu lực từ / With unit_code, the unit (codes are reused)';

COMMENT ON COLUMN mart.indicator_history.indicator_code IS 'Mã chỉ tiêu / Indicator of the catalogue';

COMMENT ON COLUMN mart.indicator_history.numerator IS 'Tử số / Count, or upper part of the ratio';

COMMENT ON COLUMN mart.indicator_history.denominator IS 'Mẫu số / Lower part (null for a count)';

COMMENT ON COLUMN mart.indicator_history.value IS 'Giá trị / Count or percentage (null where it has no base)';

COMMENT ON COLUMN mart.indicator_history.target IS 'Mục tiêu / Target in force';

COMMENT ON COLUMN mart.indicator_history.status IS 'Tình trạng / Status of the row''s subject';

COMMENT ON COLUMN mart.indicator_history.run_id IS 'Lượt chạy / Run that last changed the row';

COMMENT ON COLUMN mart.indicator_history.published_at IS 'Công bố lúc / When the value was published';

COMMENT ON COLUMN mart.indicator_history.superseded_at IS 'Thay lúc / When another value replaced it';

COMMENT ON COLUMN mart.indicator_history.cause IS 'Nguyên nhân / Why the value changed';

CREATE TABLE mart.reconciliation (
    sunday DATE NOT NULL,
    branch_code TEXT NOT NULL,
    indicator_code TEXT NOT NULL,
    reported BIGINT,
    parsed BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    excluded BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    duplicate_in_file BIGINT NOT NULL,
    duplicate_in_week BIGINT NOT NULL,
    duplicate_earlier BIGINT NOT NULL,
    unique_new BIGINT NOT NULL,
    unexplained BIGINT NOT NULL,
    CONSTRAINT reconciliation_pk PRIMARY KEY (sunday, branch_code, indicator_code),
    CONSTRAINT reconciliation_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT reconciliation_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT reconciliation_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT reconciliation_reported_at_least_0 CHECK (reported >= 0),
    CONSTRAINT reconciliation_parsed_at_least_0 CHECK (parsed >= 0),
    CONSTRAINT reconciliation_quarantined_at_least_0 CHECK (quarantined >= 0),
    CONSTRAINT reconciliation_excluded_at_least_0 CHECK (excluded >= 0),
    CONSTRAINT reconciliation_accepted_at_least_0 CHECK (accepted >= 0),
    CONSTRAINT reconciliation_duplicate_in_file_at_least_0 CHECK (duplicate_in_file >= 0),
    CONSTRAINT reconciliation_duplicate_in_week_at_least_0 CHECK (duplicate_in_week >= 0),
    CONSTRAINT reconciliation_duplicate_earlier_at_least_0 CHECK (duplicate_earlier >= 0),
    CONSTRAINT reconciliation_unique_new_at_least_0 CHECK (unique_new >= 0),
    CONSTRAINT reconciliation_parsed_adds_up CHECK (parsed = quarantined + excluded + accepted),
    CONSTRAINT reconciliation_accepted_adds_up CHECK (accepted = duplicate_in_file + duplicate_in_week + duplicate_earlier + unique_new + unexplained),
    CONSTRAINT reconciliation_indicator_code_fk FOREIGN KEY(indicator_code) REFERENCES core.indicator (indicator_code)
);

COMMENT ON TABLE mart.reconciliation IS 'Từ số dòng gửi đến số người của một cơ sở, một Chủ nhật, một chỉ tiêu. / From rows sent to people counted, for one branch, Sunday and indicator.';

COMMENT ON COLUMN mart.reconciliation.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN mart.reconciliation.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN mart.reconciliation.indicator_code IS 'Mã chỉ tiêu / Indicator of the catalogue';

COMMENT ON COLUMN mart.reconciliation.reported IS 'Cơ sở báo cáo / The branch''s own summary';

COMMENT ON COLUMN mart.reconciliation.parsed IS 'Đọc được / Read in the unit of the indicator';

COMMENT ON COLUMN mart.reconciliation.quarantined IS 'Tạm giữ / Held back';

COMMENT ON COLUMN mart.reconciliation.excluded IS 'Loại trừ / Not counted as persons';

COMMENT ON COLUMN mart.reconciliation.accepted IS 'Nhận / Accepted';

COMMENT ON COLUMN mart.reconciliation.duplicate_in_file IS 'Trùng trong tệp / Repeats within the file';

COMMENT ON COLUMN mart.reconciliation.duplicate_in_week IS 'Trùng trong tuần / Repeats in the week';

COMMENT ON COLUMN mart.reconciliation.duplicate_earlier IS 'Trùng trước đó / Seen since launch';

COMMENT ON COLUMN mart.reconciliation.unique_new IS 'Mới / Counted for the first time';

COMMENT ON COLUMN mart.reconciliation.unexplained IS 'Chưa giải thích / What does not add up (0)';

CREATE TABLE ops.submission_team (
    submission_id TEXT NOT NULL,
    team_code TEXT NOT NULL,
    CONSTRAINT submission_team_pk PRIMARY KEY (submission_id, team_code),
    CONSTRAINT submission_team_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT submission_team_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id)
);

COMMENT ON TABLE ops.submission_team IS 'Một tổ mà một báo cáo nói đến ('''' là hoạt động của chính cơ sở). / One team that a submission speaks about ('''' for the branch''s own activities).';

COMMENT ON COLUMN ops.submission_team.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN ops.submission_team.team_code IS 'Mã tổ / Youth digital-technology team';

CREATE TABLE quality.finding (
    finding_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    severity TEXT NOT NULL,
    is_security BOOLEAN NOT NULL,
    scope TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    sheet TEXT NOT NULL,
    row_number BIGINT,
    column_name TEXT NOT NULL,
    cell TEXT NOT NULL,
    value_masked TEXT NOT NULL,
    message_vi TEXT NOT NULL,
    message_en TEXT NOT NULL,
    suggestion TEXT NOT NULL,
    state TEXT NOT NULL,
    first_run_id TEXT NOT NULL,
    last_run_id TEXT NOT NULL,
    CONSTRAINT finding_pk PRIMARY KEY (finding_id),
    CONSTRAINT finding_finding_id_hex_32 CHECK (finding_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT finding_severity_one_of CHECK (severity IN ('error', 'warning', 'info')),
    CONSTRAINT finding_scope_one_of CHECK (scope IN ('file', 'sheet', 'row', 'cross_row', 'cross_submission')),
    CONSTRAINT finding_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT finding_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]{64})$'),
    CONSTRAINT finding_row_number_at_least_1 CHECK (row_number >= 1),
    CONSTRAINT finding_state_one_of CHECK (state IN ('open', 'fixed', 'waived', 'returned', 'closed')),
    CONSTRAINT finding_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id)
);

CREATE INDEX finding_rule_id_ix ON quality.finding (rule_id);

CREATE INDEX finding_submission_id_ix ON quality.finding (submission_id);

COMMENT ON TABLE quality.finding IS 'Một lỗi của một tệp hoặc một dòng theo một quy tắc. / One fault: submission or record × rule × column.';

COMMENT ON COLUMN quality.finding.finding_id IS 'Mã phát hiện / Finding: hash of what is judged, rule, column';

COMMENT ON COLUMN quality.finding.rule_id IS 'Quy tắc / Slug of the broken rule';

COMMENT ON COLUMN quality.finding.case_id IS 'Trường hợp / Case of the catalogue of dirty submissions ('''' if none)';

COMMENT ON COLUMN quality.finding.severity IS 'Mức độ / What it leads to';

COMMENT ON COLUMN quality.finding.is_security IS 'An ninh / Whether it is a security or privacy event';

COMMENT ON COLUMN quality.finding.scope IS 'Phạm vi / What is judged';

COMMENT ON COLUMN quality.finding.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN quality.finding.file_sha256 IS 'Mã băm tệp / SHA-256 of the file''s bytes';

COMMENT ON COLUMN quality.finding.sheet IS 'Trang tính / Sheet name in the workbook as sent ('''' for a CSV)';

COMMENT ON COLUMN quality.finding.row_number IS 'Dòng / Row as the sender sees it in Excel (1-based)';

COMMENT ON COLUMN quality.finding.column_name IS 'Cột / Template column ('''' where it is not one column''s)';

COMMENT ON COLUMN quality.finding.cell IS 'Ô / Address in the sheet, such as E12 ('''' if none)';

COMMENT ON COLUMN quality.finding.value_masked IS 'Giá trị (che) / What was found, masked';

COMMENT ON COLUMN quality.finding.message_vi IS 'Thông báo / What to tell the branch';

COMMENT ON COLUMN quality.finding.message_en IS 'Thông báo (Anh) / The same in English';

COMMENT ON COLUMN quality.finding.suggestion IS 'Cách sửa đề nghị / Name of the repair ('''' if none)';

COMMENT ON COLUMN quality.finding.state IS 'Trạng thái / State of the row''s subject';

COMMENT ON COLUMN quality.finding.first_run_id IS 'Lượt chạy đầu / Run that found it first';

COMMENT ON COLUMN quality.finding.last_run_id IS 'Lượt chạy cuối / Last run that changed it';

CREATE TABLE vault.record (
    row_uid TEXT NOT NULL,
    record_key TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    sheet TEXT NOT NULL,
    row_number BIGINT NOT NULL,
    branch_code TEXT,
    sunday DATE,
    assist_date DATE,
    team_code TEXT NOT NULL,
    service_codes TEXT NOT NULL,
    dossier_count BIGINT NOT NULL,
    full_name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    phone TEXT NOT NULL,
    ward_code TEXT NOT NULL,
    sex TEXT,
    consent TEXT,
    is_number_trusted BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    CONSTRAINT record_pk PRIMARY KEY (row_uid),
    CONSTRAINT record_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]{32})$'),
    CONSTRAINT record_record_key_hex_32 CHECK (record_key ~ '^([0-9a-f]{32})$'),
    CONSTRAINT record_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT record_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]{64})$'),
    CONSTRAINT record_row_number_at_least_1 CHECK (row_number >= 1),
    CONSTRAINT record_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT record_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT record_dossier_count_at_least_0 CHECK (dossier_count >= 0),
    CONSTRAINT record_sex_one_of CHECK (sex IN ('F', 'M')),
    CONSTRAINT record_consent_one_of CHECK (consent IN ('yes', 'no')),
    CONSTRAINT record_status_one_of CHECK (status IN ('accepted', 'quarantined', 'excluded')),
    CONSTRAINT record_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id)
);

CREATE INDEX record_submission_id_ix ON vault.record (submission_id);

COMMENT ON TABLE vault.record IS 'Một dòng NGUOI_DAN đã đọc và chuẩn hóa. / One NGUOI_DAN row, read and normalised.';

COMMENT ON COLUMN vault.record.row_uid IS 'Mã dòng / Row as sent: hash of file, sheet and row number';

COMMENT ON COLUMN vault.record.record_key IS 'Khóa dòng / Keyed hash of a row''s content';

COMMENT ON COLUMN vault.record.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN vault.record.file_sha256 IS 'Mã băm tệp / SHA-256 of the file''s bytes';

COMMENT ON COLUMN vault.record.sheet IS 'Trang tính / Sheet name in the workbook as sent ('''' for a CSV)';

COMMENT ON COLUMN vault.record.row_number IS 'Dòng / Row as the sender sees it in Excel (1-based)';

COMMENT ON COLUMN vault.record.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN vault.record.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN vault.record.assist_date IS 'Ngày hỗ trợ / Day on which the citizen was helped';

COMMENT ON COLUMN vault.record.team_code IS 'Mã tổ / Youth digital-technology team';

COMMENT ON COLUMN vault.record.service_codes IS 'Các dịch vụ / Services of the row, separated by ;';

COMMENT ON COLUMN vault.record.dossier_count IS 'Số hồ sơ / Dossiers filed in the row';

COMMENT ON COLUMN vault.record.full_name IS 'Họ và tên / Name for display';

COMMENT ON COLUMN vault.record.id_number IS 'Số định danh / CCCD or old CMND';

COMMENT ON COLUMN vault.record.birth_date IS 'Ngày sinh / YYYY-MM-DD, or YYYY at year precision';

COMMENT ON COLUMN vault.record.phone IS 'Điện thoại / National form';

COMMENT ON COLUMN vault.record.ward_code IS 'Xã phường nơi ở / Unit where the citizen lives';

COMMENT ON COLUMN vault.record.sex IS 'Giới tính / F or M';

COMMENT ON COLUMN vault.record.consent IS 'Đồng ý / Consent to give data as stated';

COMMENT ON COLUMN vault.record.is_number_trusted IS 'Số đáng tin / Whether the number may forbid a link';

COMMENT ON COLUMN vault.record.status IS 'Tình trạng / Status of the row''s subject';

CREATE TABLE vault.submission_file (
    submission_id TEXT NOT NULL,
    inbox_path TEXT NOT NULL,
    modified_at TIMESTAMP WITH TIME ZONE,
    prepared_by TEXT,
    prepared_phone TEXT,
    CONSTRAINT submission_file_pk PRIMARY KEY (submission_id),
    CONSTRAINT submission_file_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT submission_file_submission_id_fk FOREIGN KEY(submission_id) REFERENCES ops.submission (submission_id)
);

COMMENT ON TABLE vault.submission_file IS 'Tên tệp và người lập của một báo cáo. / File name and preparer of a submission.';

COMMENT ON COLUMN vault.submission_file.submission_id IS 'Mã báo cáo / Submission: hash of file and place received';

COMMENT ON COLUMN vault.submission_file.inbox_path IS 'Đường dẫn / Path below the inbox as sent';

COMMENT ON COLUMN vault.submission_file.modified_at IS 'Sửa lúc / The workbook''s modified property';

COMMENT ON COLUMN vault.submission_file.prepared_by IS 'Người lập biểu / Who made the report';

COMMENT ON COLUMN vault.submission_file.prepared_phone IS 'Điện thoại / Phone of who made it';
