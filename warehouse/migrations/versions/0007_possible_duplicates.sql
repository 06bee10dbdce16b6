CREATE TABLE quality.duplicate (
    duplicate_id TEXT NOT NULL,
    left_person_id TEXT NOT NULL,
    right_person_id TEXT NOT NULL,
    left_row_uid TEXT NOT NULL,
    right_row_uid TEXT NOT NULL,
    left_masked TEXT NOT NULL,
    right_masked TEXT NOT NULL,
    match_weight DOUBLE PRECISION NOT NULL,
    is_linked BOOLEAN NOT NULL,
    evidence_vi TEXT NOT NULL,
    evidence_en TEXT NOT NULL,
    effect_vi TEXT NOT NULL,
    effect_en TEXT NOT NULL,
    effect_units BIGINT NOT NULL,
    effect_since DATE NOT NULL,
    state TEXT NOT NULL,
    first_run_id TEXT NOT NULL,
    last_run_id TEXT NOT NULL,
    CONSTRAINT duplicate_pk PRIMARY KEY (duplicate_id),
    CONSTRAINT duplicate_duplicate_id_hex_32 CHECK (duplicate_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT duplicate_left_person_id_person_id CHECK (left_person_id ~ '^(P[0-9]{10})$'),
    CONSTRAINT duplicate_right_person_id_person_id CHECK (right_person_id ~ '^(P[0-9]{10})$'),
    CONSTRAINT duplicate_left_row_uid_hex_32 CHECK (left_row_uid ~ '^([0-9a-f]{32})$'),
    CONSTRAINT duplicate_right_row_uid_hex_32 CHECK (right_row_uid ~ '^([0-9a-f]{32})$'),
    CONSTRAINT duplicate_effect_units_at_least_0 CHECK (effect_units >= 0),
    CONSTRAINT duplicate_effect_since_is_sunday CHECK (extract(isodow from effect_since) = 7),
    CONSTRAINT duplicate_state_one_of CHECK (state IN ('open', 'same', 'different', 'closed'))
);

CREATE INDEX duplicate_state_ix ON quality.duplicate (state);

COMMENT ON TABLE quality.duplicate IS 'Hai dòng có thể của cùng một người, do người rà soát quyết định. / Two rows that may be one person: a question for a steward.';

COMMENT ON COLUMN quality.duplicate.duplicate_id IS 'Mã nghi trùng / Possible duplicate: hash of the lineages of its two rows';

COMMENT ON COLUMN quality.duplicate.left_person_id IS 'Người bên trái / Person of the one row';

COMMENT ON COLUMN quality.duplicate.right_person_id IS 'Người bên phải / Person of the other row; the same where both are linked';

COMMENT ON COLUMN quality.duplicate.left_row_uid IS 'Dòng trái / One of the two rows';

COMMENT ON COLUMN quality.duplicate.right_row_uid IS 'Dòng phải / The other row';

COMMENT ON COLUMN quality.duplicate.left_masked IS 'Bên trái (che) / What the one row says, masked';

COMMENT ON COLUMN quality.duplicate.right_masked IS 'Bên phải (che) / What the other row says, masked';

COMMENT ON COLUMN quality.duplicate.match_weight IS 'Trọng số / Weight of the strongest link of the record';

COMMENT ON COLUMN quality.duplicate.is_linked IS 'Đang coi là một / Whether both are one person as it stands';

COMMENT ON COLUMN quality.duplicate.evidence_vi IS 'Căn cứ / What speaks for and against, in words';

COMMENT ON COLUMN quality.duplicate.evidence_en IS 'Căn cứ (Anh) / The same in English';

COMMENT ON COLUMN quality.duplicate.effect_vi IS 'Ảnh hưởng / What the other answer changes in the figures';

COMMENT ON COLUMN quality.duplicate.effect_en IS 'Ảnh hưởng (Anh) / The same in English';

COMMENT ON COLUMN quality.duplicate.effect_units IS 'Số đơn vị ảnh hưởng / Units whose number of citizens the other answer changes by one';

COMMENT ON COLUMN quality.duplicate.effect_since IS 'Ảnh hưởng từ / First Sunday of which the province''s figure changes';

COMMENT ON COLUMN quality.duplicate.state IS 'Trạng thái / State of the row''s subject';

COMMENT ON COLUMN quality.duplicate.first_run_id IS 'Lượt chạy đầu / Run that found it first';

COMMENT ON COLUMN quality.duplicate.last_run_id IS 'Lượt chạy cuối / Last run that changed it';

CREATE TABLE mart.indicator_bounds (
    sunday DATE NOT NULL,
    period TEXT NOT NULL,
    unit_level TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_valid_from DATE NOT NULL,
    indicator_code TEXT NOT NULL,
    low DOUBLE PRECISION NOT NULL,
    high DOUBLE PRECISION NOT NULL,
    CONSTRAINT indicator_bounds_pk PRIMARY KEY (sunday, period, unit_level, unit_code, unit_valid_from, indicator_code),
    CONSTRAINT indicator_bounds_sunday_is_sunday CHECK (extract(isodow from sunday) = 7),
    CONSTRAINT indicator_bounds_period_one_of CHECK (period IN ('week', 'month_to_date', 'year_to_date', 'since_launch')),
    CONSTRAINT indicator_bounds_unit_level_one_of CHECK (unit_level IN ('province', 'district', 'commune', 'branch', 'team')),
    CONSTRAINT indicator_bounds_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT indicator_bounds_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT indicator_bounds_low_at_least_0 CHECK (low >= 0),
    CONSTRAINT indicator_bounds_high_at_least_0 CHECK (high >= 0),
    CONSTRAINT indicator_bounds_indicator_code_fk FOREIGN KEY(indicator_code) REFERENCES core.indicator (indicator_code)
);

COMMENT ON TABLE mart.indicator_bounds IS 'Khoảng chắc chắn của số người đã công bố cho Chủ nhật mới nhất. / Between what numbers a published count of people lies, for the newest Sunday.';

COMMENT ON COLUMN mart.indicator_bounds.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN mart.indicator_bounds.period IS 'Kỳ / Time span that ends on the Sunday';

COMMENT ON COLUMN mart.indicator_bounds.unit_level IS 'Cấp / Level that the row counts for';

COMMENT ON COLUMN mart.indicator_bounds.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN mart.indicator_bounds.unit_valid_from IS 'Đơn vị hiệu lực từ / With unit_code, the unit (codes are reused)';

COMMENT ON COLUMN mart.indicator_bounds.indicator_code IS 'Mã chỉ tiêu / Indicator of the catalogue';

COMMENT ON COLUMN mart.indicator_bounds.low IS 'Cận dưới / Least that the true number is likely to be';

COMMENT ON COLUMN mart.indicator_bounds.high IS 'Cận trên / Most that the true number is likely to be';

CREATE TABLE vault.duplicate_key (
    duplicate_id TEXT NOT NULL,
    left_key TEXT NOT NULL,
    right_key TEXT NOT NULL,
    left_node BIGINT NOT NULL,
    right_node BIGINT NOT NULL,
    value_token TEXT NOT NULL,
    CONSTRAINT duplicate_key_pk PRIMARY KEY (duplicate_id),
    CONSTRAINT duplicate_key_duplicate_id_hex_32 CHECK (duplicate_id ~ '^([0-9a-f]{32})$'),
    CONSTRAINT duplicate_key_left_key_hex_32 CHECK (left_key ~ '^([0-9a-f]{32})$'),
    CONSTRAINT duplicate_key_right_key_hex_32 CHECK (right_key ~ '^([0-9a-f]{32})$'),
    CONSTRAINT duplicate_key_value_token_hex_32 CHECK (value_token ~ '^([0-9a-f]{32})$')
);

CREATE INDEX duplicate_key_left_node_ix ON vault.duplicate_key (left_node);

CREATE INDEX duplicate_key_right_node_ix ON vault.duplicate_key (right_node);

COMMENT ON TABLE vault.duplicate_key IS 'Hai dòng của một trường hợp nghi trùng và chứng cứ của chúng. / The rows of a possible duplicate by their lineage, and what they said when it was found.';

COMMENT ON COLUMN vault.duplicate_key.duplicate_id IS 'Mã nghi trùng / Possible duplicate: hash of the lineages of its two rows';

COMMENT ON COLUMN vault.duplicate_key.left_key IS 'Khóa dòng trái / Record key of a pair';

COMMENT ON COLUMN vault.duplicate_key.right_key IS 'Khóa dòng phải / Record key of a pair';

COMMENT ON COLUMN vault.duplicate_key.left_node IS 'Chứng cứ trái / Smaller of two linked nodes';

COMMENT ON COLUMN vault.duplicate_key.right_node IS 'Chứng cứ phải / Greater of two linked nodes';

COMMENT ON COLUMN vault.duplicate_key.value_token IS 'Mã giá trị / Keyed hash of the value that was judged';

CREATE TABLE vault.link_event (
    run_id TEXT NOT NULL,
    event TEXT NOT NULL,
    person_id TEXT NOT NULL,
    other_person_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT link_event_pk PRIMARY KEY (run_id, person_id, other_person_id),
    CONSTRAINT link_event_event_one_of CHECK (event IN ('merge', 'split', 'unmerge', 'move')),
    CONSTRAINT link_event_person_id_person_id CHECK (person_id ~ '^(P[0-9]{10})$'),
    CONSTRAINT link_event_other_person_id_person_id CHECK (other_person_id ~ '^(P[0-9]{10})$'),
    CONSTRAINT link_event_reason_one_of CHECK (reason IN ('evidence', 'decision', 'model'))
);

COMMENT ON TABLE vault.link_event IS 'Một lần gộp, tách hoặc chuyển dòng giữa hai mã người. / One merge, split or return of a person, with the run and why.';

COMMENT ON COLUMN vault.link_event.run_id IS 'Lượt chạy / Run that last changed the row';

COMMENT ON COLUMN vault.link_event.event IS 'Sự việc / What became of the ids';

COMMENT ON COLUMN vault.link_event.person_id IS 'Mã người / Deduplicated citizen: a stable pseudonym that says nothing about the person';

COMMENT ON COLUMN vault.link_event.other_person_id IS 'Người kia / Person that the records went to';

COMMENT ON COLUMN vault.link_event.reason IS 'Lý do / Why, in words';

ALTER TABLE vault.link_node ADD COLUMN part BIGINT;

UPDATE vault.link_node SET part = node_id;

ALTER TABLE vault.link_node ALTER COLUMN part SET NOT NULL;

COMMENT ON COLUMN vault.link_node.part IS 'Phần / Smallest node of those that belong together beyond doubt';

ALTER TABLE core.person ADD COLUMN has_strong_evidence BOOLEAN;

COMMENT ON COLUMN core.person.has_strong_evidence IS 'Đủ căn cứ / Whether two of trusted card number, phone and full birth date are known (null: no row in force)';

UPDATE core.person p SET has_strong_evidence = e.is_strong FROM (
    SELECT person_id, bool_or(is_number_trusted AND length(id_number) = 12)::int
        + bool_or(phone <> '')::int
        + bool_or(length(birth_date) = 10 AND birth_date NOT LIKE '%%-01-01')::int >= 2 AS is_strong
    FROM core.record_person JOIN vault.record USING (row_uid) GROUP BY person_id
) e WHERE e.person_id = p.person_id;

UPDATE ops.run SET model_version = 'before possible duplicates' WHERE model_version IS NOT NULL;
