CREATE TABLE core.branch_place (
    branch_code TEXT NOT NULL,
    branch_valid_from DATE NOT NULL,
    holds_from DATE NOT NULL,
    holds_to DATE,
    province_code TEXT NOT NULL,
    province_valid_from DATE NOT NULL,
    district_code TEXT,
    district_valid_from DATE,
    commune_code TEXT,
    commune_valid_from DATE,
    CONSTRAINT branch_place_pk PRIMARY KEY (branch_code, branch_valid_from, holds_from),
    CONSTRAINT branch_place_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    CONSTRAINT branch_place_province_code_code CHECK (province_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(province_code) BETWEEN 1 AND 40),
    CONSTRAINT branch_place_district_code_code CHECK (district_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(district_code) BETWEEN 1 AND 40),
    CONSTRAINT branch_place_commune_code_code CHECK (commune_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(commune_code) BETWEEN 1 AND 40)
);

COMMENT ON TABLE core.branch_place IS 'Nơi của một cơ sở Đoàn giữa hai lần thay đổi địa giới. / Where one branch stands between two changes of units: by it figures are told in other units.';

COMMENT ON COLUMN core.branch_place.branch_code IS 'Mã cơ sở Đoàn / Branch of the Youth Union';

COMMENT ON COLUMN core.branch_place.branch_valid_from IS 'Cơ sở hiệu lực từ / With branch_code, the branch as it was over one stretch of time';

COMMENT ON COLUMN core.branch_place.holds_from IS 'Từ ngày / First day of a stretch in which no unit changes (1900-01-01: always)';

COMMENT ON COLUMN core.branch_place.holds_to IS 'Đến ngày / Last day of that stretch (null: open)';

COMMENT ON COLUMN core.branch_place.province_code IS 'Mã tỉnh / Code of the province';

COMMENT ON COLUMN core.branch_place.province_valid_from IS 'Tỉnh hiệu lực từ / With province_code, the province';

COMMENT ON COLUMN core.branch_place.district_code IS 'Mã huyện / Code of the district (null: in none)';

COMMENT ON COLUMN core.branch_place.district_valid_from IS 'Huyện hiệu lực từ / With district_code, the district';

COMMENT ON COLUMN core.branch_place.commune_code IS 'Mã xã / Code of the commune (null: in none)';

COMMENT ON COLUMN core.branch_place.commune_valid_from IS 'Xã hiệu lực từ / With commune_code, the commune';

-- A run that finds other reference data than the last one counts everything anew, and writes where
-- branches stand. Until then there is no province, district or commune in another geography.
UPDATE ops.run SET reference_hash = NULL;


-- The functions below are plain SQL without settings of their own, so that Postgres takes them into
-- the query that asks, with its conditions: who asks for branches waits for no citizens.

CREATE FUNCTION mart.period_start(period text, sunday date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE period
        WHEN 'week' THEN sunday
        WHEN 'month_to_date' THEN date_trunc('month', sunday::timestamp)::date
        WHEN 'year_to_date' THEN date_trunc('year', sunday::timestamp)::date
        ELSE DATE '1900-01-01'
    END
$$;

COMMENT ON FUNCTION mart.period_start(text, date) IS 'Ngày đầu của kỳ kết thúc vào một Chủ nhật / First day of the period that ends on a Sunday';


CREATE FUNCTION mart.branch_unit_as_of(day date, level text) RETURNS TABLE (
    branch_code text,
    branch_valid_from date,
    unit_code text,
    unit_valid_from date
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT branch_code, branch_valid_from,
        CASE level WHEN 'commune' THEN commune_code ELSE district_code END,
        CASE level WHEN 'commune' THEN commune_valid_from ELSE district_valid_from END
    FROM core.branch_place
    WHERE day BETWEEN holds_from AND coalesce(holds_to, 'infinity')
        AND CASE level WHEN 'commune' THEN commune_code ELSE district_code END IS NOT NULL
$$;

COMMENT ON FUNCTION mart.branch_unit_as_of(date, text) IS 'Huyện hoặc xã của mỗi cơ sở Đoàn theo địa giới của một ngày / District or commune of each branch by the units of a day';


-- Citizens who enter the count of a unit on a Sunday, for each period: on it they have services of
-- both groups since the period began, and before it they had not. Null groups are of any service.
CREATE FUNCTION mart.citizens_entering_as_of(day date, level text, one text[], other text[])
RETURNS TABLE (
    unit_code text,
    unit_valid_from date,
    period text,
    sunday date,
    citizens double precision
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH visit AS (
        SELECT place.unit_code, place.unit_valid_from, helped.person_id, helped.sunday,
            max(helped.sunday) FILTER (WHERE one IS NULL OR helped.service_code = ANY (one))
                AS one_given,
            max(helped.sunday) FILTER (WHERE other IS NULL OR helped.service_code = ANY (other))
                AS other_given
        FROM core.assistance helped
        JOIN core.branch branch ON branch.branch_code = helped.branch_code
            AND helped.assist_date
                BETWEEN branch.valid_from AND coalesce(branch.valid_to, 'infinity')
        JOIN mart.branch_unit_as_of(day, level) place ON place.branch_code = branch.branch_code
            AND place.branch_valid_from = branch.valid_from
        WHERE one IS NULL OR other IS NULL OR helped.service_code = ANY (one || other)
        GROUP BY 1, 2, 3, 4
    ),
    given AS (
        -- The earlier of the last Sundays of both groups, up to this visit.
        SELECT unit_code, unit_valid_from, person_id, sunday,
            least(
                coalesce(max(one_given) OVER so_far, '-infinity'),
                coalesce(max(other_given) OVER so_far, '-infinity')
            ) AS both_given
        FROM visit
        WINDOW so_far AS (PARTITION BY unit_code, unit_valid_from, person_id ORDER BY sunday)
    ),
    seen AS (
        SELECT unit_code, unit_valid_from, sunday, both_given,
            lag(both_given, 1, '-infinity') OVER (
                PARTITION BY unit_code, unit_valid_from, person_id ORDER BY sunday
            ) AS given_before
        FROM given
    )
    SELECT unit_code, unit_valid_from, told.period, sunday, count(*)
    FROM seen
    CROSS JOIN LATERAL (
        VALUES
            ('week', sunday),
            ('month_to_date', mart.period_start('month_to_date', sunday)),
            ('year_to_date', mart.period_start('year_to_date', sunday)),
            ('since_launch', mart.period_start('since_launch', sunday))
    ) AS told (period, start)
    WHERE both_given >= told.start AND given_before < told.start
    GROUP BY 1, 2, 3, 4
$$;

COMMENT ON FUNCTION mart.citizens_entering_as_of(date, text, text[], text[]) IS 'Số người vào một đơn vị trong kỳ, theo địa giới của một ngày / Citizens who enter a unit in a period, by the units of a day: to be added up over its Sundays';


-- What is counted by citizens, as transforms/indicators/citizens.py says it; a test holds both equal.
-- One arm an indicator: those that nobody asks for fall away.
CREATE FUNCTION mart.citizens_adding_as_of(day date, level text) RETURNS TABLE (
    unit_code text,
    unit_valid_from date,
    indicator_code text,
    period text,
    sunday date,
    numerator double precision,
    denominator double precision
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT unit_code, unit_valid_from, 'KPI_UNIQUE_CITIZENS', period, sunday, citizens, NULL::double precision
        FROM mart.citizens_entering_as_of(day, level, NULL, NULL)
    -- Who was ever there before is new in no period.
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_NEW_CITIZENS', told.period, sunday, citizens, NULL
        FROM mart.citizens_entering_as_of(day, level, NULL, NULL) AS ever
        CROSS JOIN (
            VALUES ('week'), ('month_to_date'), ('year_to_date'), ('since_launch')
        ) AS told (period)
        WHERE ever.period = 'since_launch'
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_CITIZEN_ACCOUNT', period, sunday, citizens, NULL
        FROM mart.citizens_entering_as_of(day, level, '{DVC_ACCOUNT,VNEID_L2}', '{DVC_ACCOUNT,VNEID_L2}')
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_CITIZEN_ACCOUNT_BOTH', period, sunday, citizens, NULL
        FROM mart.citizens_entering_as_of(day, level, '{DVC_ACCOUNT}', '{VNEID_L2}')
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_CITIZEN_DVC', period, sunday, citizens, NULL
        FROM mart.citizens_entering_as_of(day, level, '{DVC_ACCOUNT}', '{DVC_ACCOUNT}')
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_CITIZEN_VNEID2', period, sunday, citizens, NULL
        FROM mart.citizens_entering_as_of(day, level, '{VNEID_L2}', '{VNEID_L2}')
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_ACCOUNT_DOSSIER', period, sunday, citizens, NULL
        FROM mart.citizens_entering_as_of(day, level, '{DVCTT_DOSSIER}', '{DVCTT_DOSSIER}')
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_ACCOUNT_EPAY', period, sunday, citizens, NULL
        FROM mart.citizens_entering_as_of(day, level, '{EPAYMENT}', '{EPAYMENT}')
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_DOSSIER_CONV', period, sunday, citizens, 0
        FROM mart.citizens_entering_as_of(day, level, '{DVC_ACCOUNT,VNEID_L2}', '{DVCTT_DOSSIER}')
    UNION ALL SELECT unit_code, unit_valid_from, 'KPI_DOSSIER_CONV', period, sunday, 0, citizens
        FROM mart.citizens_entering_as_of(day, level, '{DVC_ACCOUNT,VNEID_L2}', '{DVC_ACCOUNT,VNEID_L2}')
$$;

COMMENT ON FUNCTION mart.citizens_adding_as_of(date, text) IS 'Phần mỗi Chủ nhật thêm vào số người của các đơn vị, theo địa giới của một ngày / What each Sunday adds to the citizens of units, by the units of a day';


-- Teams that come to a unit or leave it, and whether they missed no Sunday of the period so far.
-- The rules are those of transforms/indicators/teams.py and of the roster in transforms/grid.py, and
-- the first Sunday is the launch in schemas/settings.py.
CREATE FUNCTION mart.steady_teams_adding_as_of(day date, level text) RETURNS TABLE (
    unit_code text,
    unit_valid_from date,
    indicator_code text,
    period text,
    sunday date,
    numerator double precision,
    denominator double precision
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH roster AS (
        -- Youth teams and their branch on every Sunday since launch that was not suspended.
        SELECT week.sunday, team.team_code, branch.branch_code,
            branch.valid_from AS branch_valid_from, active.team_code IS NOT NULL AS is_active
        FROM (
            SELECT generate_series(TIMESTAMP '2023-02-26', max(sunday), INTERVAL '7 days')::date
                AS sunday
            FROM mart.indicator
        ) AS week
        JOIN core.team team ON team.team_type = 'youth'
            AND week.sunday BETWEEN team.valid_from AND coalesce(team.valid_to, 'infinity')
        JOIN core.branch branch ON branch.branch_code = team.branch_code
            AND week.sunday BETWEEN branch.valid_from AND coalesce(branch.valid_to, 'infinity')
        LEFT JOIN core.team_week active ON active.sunday = week.sunday
            AND active.team_code = team.team_code
        WHERE NOT EXISTS (
            SELECT FROM core.suspended_sunday suspended
            JOIN core.branch_place place ON suspended.unit_code IN (
                place.province_code, place.district_code, place.commune_code, place.branch_code
            )
            WHERE suspended.sunday = week.sunday
                AND suspended.sunday
                    BETWEEN place.holds_from AND coalesce(place.holds_to, 'infinity')
                AND place.branch_code = branch.branch_code
                AND place.branch_valid_from = branch.valid_from
        )
    ),
    standing AS (
        SELECT period, sunday, branch_code, branch_valid_from,
            bool_and(is_active) OVER so_far AS is_steady,
            lag(branch_code) OVER so_far AS left_code,
            lag(branch_valid_from) OVER so_far AS left_valid_from,
            bool_and(is_active) OVER before AS was_steady
        FROM roster
        CROSS JOIN (
            VALUES ('week'), ('month_to_date'), ('year_to_date'), ('since_launch')
        ) AS told (period)
        WINDOW
            so_far AS (
                PARTITION BY team_code, period, mart.period_start(period, sunday)
                ORDER BY sunday
            ),
            before AS (so_far ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    moving AS (
        SELECT period, sunday, branch_code, branch_valid_from, is_steady::int AS steady, 1 AS due
        FROM standing
        UNION ALL
        SELECT period, sunday, left_code, left_valid_from, -was_steady::int, -1
        FROM standing
        WHERE left_code IS NOT NULL
    )
    SELECT unit_code, unit_valid_from, 'KPI_TEAM_ACTIVE_ALL', period, sunday, steady, due
    FROM moving
    JOIN mart.branch_unit_as_of(day, level) USING (branch_code, branch_valid_from)
$$;

COMMENT ON FUNCTION mart.steady_teams_adding_as_of(date, text) IS 'Phần mỗi Chủ nhật thêm vào số tổ hoạt động đều của các đơn vị, theo địa giới của một ngày / What each Sunday adds to the teams of units that missed none, by the units of a day';


-- What each Sunday adds to the published figures of branches. Whose branches are on the roster has a
-- row, so these rows say which units are published on which Sundays; what is counted anew adds 0.
CREATE FUNCTION mart.branches_adding_as_of(day date, level text) RETURNS TABLE (
    unit_code text,
    unit_valid_from date,
    indicator_code text,
    period text,
    sunday date,
    numerator double precision,
    denominator double precision,
    status text,
    run_id text
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT place.unit_code, place.unit_valid_from, added.indicator_code, added.period,
        added.sunday,
        CASE WHEN added.is_counted_anew THEN 0 ELSE added.numerator END,
        CASE WHEN added.is_counted_anew THEN 0 * added.denominator ELSE added.denominator END,
        added.status, added.run_id
    FROM (
        SELECT unit_code AS branch_code, unit_valid_from AS branch_valid_from, indicator_code,
            period, sunday, status, run_id,
            numerator - lag(numerator, 1, 0.0) OVER so_far AS numerator,
            denominator - lag(denominator, 1, 0.0) OVER so_far AS denominator,
            indicator_code IN (
                'KPI_UNIQUE_CITIZENS', 'KPI_NEW_CITIZENS', 'KPI_CITIZEN_ACCOUNT',
                'KPI_CITIZEN_ACCOUNT_BOTH', 'KPI_CITIZEN_DVC', 'KPI_CITIZEN_VNEID2',
                'KPI_ACCOUNT_DOSSIER', 'KPI_ACCOUNT_EPAY', 'KPI_DOSSIER_CONV',
                'KPI_TEAM_ACTIVE_ALL'
            ) AS is_counted_anew
        FROM mart.indicator
        WHERE unit_level = 'branch'
        WINDOW so_far AS (
            PARTITION BY unit_code, unit_valid_from, indicator_code, period,
                mart.period_start(period, sunday)
            ORDER BY sunday
        )
    ) AS added
    JOIN mart.branch_unit_as_of(day, level) place USING (branch_code, branch_valid_from)
$$;

COMMENT ON FUNCTION mart.branches_adding_as_of(date, text) IS 'Phần mỗi Chủ nhật thêm vào số liệu của các cơ sở, theo địa giới của một ngày / What each Sunday adds to the figures of branches, by the units of a day';


CREATE FUNCTION mart.regrouped_as_of(day date, level text) RETURNS TABLE (
    sunday date,
    period text,
    unit_code text,
    unit_valid_from date,
    indicator_code text,
    numerator double precision,
    denominator double precision,
    value double precision,
    target double precision,
    status text,
    run_id text
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT told.sunday, told.period, told.unit_code, told.unit_valid_from, told.indicator_code,
        told.numerator, told.denominator,
        CASE
            WHEN told.denominator IS NULL THEN told.numerator
            WHEN told.denominator > 0 THEN 100.0 * told.numerator / told.denominator
        END,
        coalesce(own.target, listed.target), told.status, told.run_id
    FROM (
        SELECT unit_code, unit_valid_from, indicator_code, period, sunday, status, run_id,
            sum(numerator) OVER so_far AS numerator, sum(denominator) OVER so_far AS denominator
        FROM (
            SELECT unit_code, unit_valid_from, indicator_code, period, sunday,
                sum(numerator) AS numerator, sum(denominator) AS denominator,
                max(status) AS status, max(run_id) AS run_id
            FROM (
                SELECT * FROM mart.branches_adding_as_of(day, level)
                UNION ALL SELECT *, NULL, NULL FROM mart.citizens_adding_as_of(day, level)
                UNION ALL SELECT *, NULL, NULL FROM mart.steady_teams_adding_as_of(day, level)
            ) AS added
            GROUP BY 1, 2, 3, 4, 5
        ) AS summed
        WINDOW so_far AS (
            PARTITION BY unit_code, unit_valid_from, indicator_code, period,
                mart.period_start(period, sunday)
            ORDER BY sunday
        )
    ) AS told
    JOIN core.indicator listed ON listed.indicator_code = told.indicator_code
        AND level = ANY (string_to_array(listed.levels, '|'))
    LEFT JOIN core.target own ON own.indicator_code = told.indicator_code
        AND own.unit_code = told.unit_code
        AND own.year = extract(year FROM told.sunday)
        -- The code may have been another unit's in that year.
        AND told.unit_valid_from <= told.sunday
    -- Only rows of branches have a status: without one nothing of the unit is published that Sunday.
    WHERE told.status IS NOT NULL
$$;

COMMENT ON FUNCTION mart.regrouped_as_of(date, text) IS 'Giá trị của các huyện hoặc các xã của một ngày / The figures of the districts or communes of a day';


CREATE FUNCTION mart.indicator_as_of(day date) RETURNS TABLE (
    sunday date,
    period text,
    unit_level text,
    unit_code text,
    unit_valid_from date,
    indicator_code text,
    numerator double precision,
    denominator double precision,
    value double precision,
    target double precision,
    status text,
    run_id text
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sunday, period, unit_level, unit_code, unit_valid_from, indicator_code, numerator,
        denominator, value, target, status, run_id
    FROM mart.indicator
    WHERE unit_level IN ('branch', 'team')
    UNION ALL
    SELECT told.sunday, told.period, 'province', province.code, province.valid_from,
        told.indicator_code, told.numerator, told.denominator, told.value, told.target,
        told.status, told.run_id
    FROM mart.indicator told
    CROSS JOIN (
        SELECT DISTINCT province_code, province_valid_from
        FROM core.branch_place
        WHERE day BETWEEN holds_from AND coalesce(holds_to, 'infinity')
    ) AS province (code, valid_from)
    WHERE told.unit_level = 'province'
    UNION ALL
    SELECT sunday, period, 'district', unit_code, unit_valid_from, indicator_code, numerator,
        denominator, value, target, status, run_id
    FROM mart.regrouped_as_of(day, 'district')
    UNION ALL
    SELECT sunday, period, 'commune', unit_code, unit_valid_from, indicator_code, numerator,
        denominator, value, target, status, run_id
    FROM mart.regrouped_as_of(day, 'commune')
$$;

COMMENT ON FUNCTION mart.indicator_as_of(date) IS 'Giá trị của mọi Chủ nhật theo các đơn vị hành chính của một ngày; các cột như mart.indicator / The figures of every Sunday by the units of a day; columns as in mart.indicator';

CREATE VIEW mart.indicator_current WITH (security_invoker = true) AS
    SELECT * FROM mart.indicator_as_of((now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);

COMMENT ON VIEW mart.indicator_current IS 'Giá trị của mọi Chủ nhật theo các đơn vị hành chính hôm nay; các cột như mart.indicator / The figures of every Sunday by today''s units; columns as in mart.indicator';
