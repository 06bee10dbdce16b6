CREATE TABLE core.team_week (
	sunday DATE NOT NULL, 
	team_code TEXT NOT NULL, 
	fact_count BIGINT NOT NULL, 
	CONSTRAINT team_week_pk PRIMARY KEY (sunday, team_code), 
	CONSTRAINT team_week_sunday_is_sunday CHECK (extract(isodow from sunday) = 7), 
	CONSTRAINT team_week_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]{0,39})$'), 
	CONSTRAINT team_week_fact_count_at_least_1 CHECK (fact_count >= 1)
);

COMMENT ON TABLE core.team_week IS 'Một tổ có hoạt động trong một tuần. / One team that did anything in one week.';

COMMENT ON COLUMN core.team_week.sunday IS 'Ngày Chủ nhật / Sunday that ends the report week';

COMMENT ON COLUMN core.team_week.team_code IS 'Mã tổ / Youth digital-technology team';

COMMENT ON COLUMN core.team_week.fact_count IS 'Số sự kiện / Rows and activities of the week';

CREATE TABLE vault.link_node (
	node_id BIGSERIAL NOT NULL, 
	id_number TEXT NOT NULL, 
	is_number_trusted BOOLEAN NOT NULL, 
	tone_key TEXT NOT NULL, 
	birth_date TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	ward_code TEXT NOT NULL, 
	sex TEXT, 
	name_key TEXT NOT NULL, 
	number_key BIGINT NOT NULL, 
	phone_key BIGINT NOT NULL, 
	name_birth_key BIGINT NOT NULL, 
	ward_birth_key BIGINT NOT NULL, 
	given_birth_key BIGINT NOT NULL, 
	family_birth_key BIGINT NOT NULL, 
	name_ward_key BIGINT NOT NULL, 
	name_year_key BIGINT NOT NULL, 
	short_ward_key BIGINT NOT NULL, 
	short_year_key BIGINT NOT NULL, 
	family_ward_year_key BIGINT NOT NULL, 
	rare_name_key BIGINT NOT NULL, 
	guards BIGINT NOT NULL, 
	record_count BIGINT NOT NULL, 
	component BIGINT NOT NULL, 
	person_id TEXT NOT NULL, 
	CONSTRAINT link_node_pk PRIMARY KEY (node_id), 
	CONSTRAINT link_node_sex_one_of CHECK (sex IN ('F', 'M')), 
	CONSTRAINT link_node_record_count_at_least_1 CHECK (record_count >= 1), 
	CONSTRAINT link_node_person_id_person_id CHECK (person_id ~ '^(P[0-9]{10})$')
);

CREATE INDEX link_node_component_ix ON vault.link_node (component);

COMMENT ON TABLE vault.link_node IS 'Một bộ chứng cứ của các dòng có hiệu lực. / One set of evidence that rows in force have.';

COMMENT ON COLUMN vault.link_node.node_id IS 'Số chứng cứ / Number that a row''s evidence alone decides';

COMMENT ON COLUMN vault.link_node.id_number IS 'Số định danh / CCCD or old CMND';

COMMENT ON COLUMN vault.link_node.is_number_trusted IS 'Số đáng tin / Whether the number may forbid a link';

COMMENT ON COLUMN vault.link_node.tone_key IS 'Khóa họ tên có dấu / Folded name with accents';

COMMENT ON COLUMN vault.link_node.birth_date IS 'Ngày sinh / YYYY-MM-DD, or YYYY at year precision';

COMMENT ON COLUMN vault.link_node.phone IS 'Điện thoại / National form';

COMMENT ON COLUMN vault.link_node.ward_code IS 'Xã phường nơi ở / Unit where the citizen lives';

COMMENT ON COLUMN vault.link_node.sex IS 'Giới tính / F or M';

COMMENT ON COLUMN vault.link_node.name_key IS 'Khóa họ tên / Folded name, words in order';

COMMENT ON COLUMN vault.link_node.number_key IS 'Khóa số định danh / Hash of the number; 0: none';

COMMENT ON COLUMN vault.link_node.phone_key IS 'Khóa điện thoại / Hash of the phone; 0: none';

COMMENT ON COLUMN vault.link_node.name_birth_key IS 'Khóa họ tên và ngày sinh / Hash of name and birth date; 0: none';

COMMENT ON COLUMN vault.link_node.ward_birth_key IS 'Khóa xã và ngày sinh / Hash of ward and birth date; 0: none';

COMMENT ON COLUMN vault.link_node.given_birth_key IS 'Khóa tên và ngày sinh / Hash of given name and birth date; 0: none';

COMMENT ON COLUMN vault.link_node.family_birth_key IS 'Khóa họ, đệm và ngày sinh / Hash of surname, middle name and birth date; 0: none';

COMMENT ON COLUMN vault.link_node.name_ward_key IS 'Khóa họ tên và xã / Hash of name and ward; 0: none';

COMMENT ON COLUMN vault.link_node.name_year_key IS 'Khóa họ tên và năm sinh / Hash of name and birth year; 0: none';

COMMENT ON COLUMN vault.link_node.short_ward_key IS 'Khóa họ, tên và xã / Hash of surname, given name and ward; 0: none';

COMMENT ON COLUMN vault.link_node.short_year_key IS 'Khóa họ, tên và năm sinh / Hash of surname, given name and birth year; 0: none';

COMMENT ON COLUMN vault.link_node.family_ward_year_key IS 'Khóa họ, đệm, xã và năm sinh / Hash of surname, middle name, ward and year; 0: none';

COMMENT ON COLUMN vault.link_node.rare_name_key IS 'Khóa họ tên hiếm / Hash of a rare name; 0: none';

COMMENT ON COLUMN vault.link_node.guards IS 'Dè chừng / What its keys do not say, one bit each';

COMMENT ON COLUMN vault.link_node.record_count IS 'Số dòng / Rows in force with this evidence';

COMMENT ON COLUMN vault.link_node.component IS 'Thành phần / Smallest node that this one hangs together with';

COMMENT ON COLUMN vault.link_node.person_id IS 'Mã người / Deduplicated citizen: a stable pseudonym that says nothing about the person';

CREATE TABLE vault.link_edge (
	left_node BIGINT NOT NULL, 
	right_node BIGINT NOT NULL, 
	match_weight DOUBLE PRECISION NOT NULL, 
	link_reason TEXT NOT NULL, 
	CONSTRAINT link_edge_pk PRIMARY KEY (left_node, right_node)
);

COMMENT ON TABLE vault.link_edge IS 'Hai bộ chứng cứ có thể của cùng một người. / Two sets of evidence that speak of one person.';

COMMENT ON COLUMN vault.link_edge.left_node IS 'Chứng cứ trái / Smaller of two linked nodes';

COMMENT ON COLUMN vault.link_edge.right_node IS 'Chứng cứ phải / Greater of two linked nodes';

COMMENT ON COLUMN vault.link_edge.match_weight IS 'Trọng số / Weight of the strongest link of the record';

COMMENT ON COLUMN vault.link_edge.link_reason IS 'Cơ sở nhận dạng / Why the record belongs to the person';

COMMENT ON TABLE vault.person_token IS 'Một chứng cứ của người không còn dòng nào có hiệu lực. / One exact evidence of a person without a row in force: by it the id comes back.';

ALTER TABLE vault.record ADD COLUMN node_id BIGINT NOT NULL DEFAULT 0;

ALTER TABLE vault.record ALTER COLUMN node_id DROP DEFAULT;

COMMENT ON COLUMN vault.record.node_id IS 'Số chứng cứ / Number that a row''s evidence alone decides';

ALTER TABLE ops.run ADD COLUMN model_version TEXT;

COMMENT ON COLUMN ops.run.model_version IS 'Phiên bản mô hình / Linking model that a run used';
