CREATE TABLE core.reference_figure (
    indicator_code TEXT NOT NULL,
    as_of_date DATE NOT NULL,
    unit_level TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_valid_from DATE NOT NULL,
    unit_counted TEXT NOT NULL,
    numerator DOUBLE PRECISION,
    denominator DOUBLE PRECISION,
    value DOUBLE PRECISION,
    published_value DOUBLE PRECISION,
    target DOUBLE PRECISION,
    target_text TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT,
    CONSTRAINT reference_figure_pk PRIMARY KEY (indicator_code, as_of_date, unit_level, unit_code),
    CONSTRAINT reference_figure_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT reference_figure_unit_level_one_of CHECK (unit_level IN ('province', 'district', 'commune', 'branch', 'team')),
    CONSTRAINT reference_figure_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'),
    CONSTRAINT reference_figure_indicator_code_fk FOREIGN KEY(indicator_code) REFERENCES core.indicator (indicator_code)
);

COMMENT ON TABLE core.reference_figure IS 'Một số liệu do văn bản công bố, kèm các phần của nó; không đếm từ báo cáo của cơ sở. / One figure that a document published, with its parts; counted from no submission.';

COMMENT ON COLUMN core.reference_figure.indicator_code IS 'Mã chỉ tiêu / Indicator of the catalogue';

COMMENT ON COLUMN core.reference_figure.as_of_date IS 'Tính đến ngày / Last day that the figure speaks of';

COMMENT ON COLUMN core.reference_figure.unit_level IS 'Cấp / Level that the row counts for';

COMMENT ON COLUMN core.reference_figure.unit_code IS 'Mã đơn vị hành chính / Code of the unit, branch or team';

COMMENT ON COLUMN core.reference_figure.unit_valid_from IS 'Đơn vị hiệu lực từ / With unit_code, the unit (codes are reused)';

COMMENT ON COLUMN core.reference_figure.unit_counted IS 'Đơn vị đếm / What is counted';

COMMENT ON COLUMN core.reference_figure.numerator IS 'Tử số / Count, or upper part of the ratio';

COMMENT ON COLUMN core.reference_figure.denominator IS 'Mẫu số / Lower part (null for a count)';

COMMENT ON COLUMN core.reference_figure.value IS 'Giá trị / Count or percentage (null where it has no base)';

COMMENT ON COLUMN core.reference_figure.published_value IS 'Giá trị đã công bố / Percentage as the source printed it, rounding and slips included (null: not told)';

COMMENT ON COLUMN core.reference_figure.target IS 'Mục tiêu / Target in force';

COMMENT ON COLUMN core.reference_figure.target_text IS 'Mục tiêu (bằng lời) / Target in words, as its source sets it';

COMMENT ON COLUMN core.reference_figure.source IS 'Nguồn / Document or site that published it';

COMMENT ON COLUMN core.reference_figure.note IS 'Ghi chú / What to know before quoting it';
