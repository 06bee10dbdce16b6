ALTER TABLE ops.run
    DROP CONSTRAINT run_reference_hash_hex_64,
    ADD CONSTRAINT run_reference_hash_hex_64 CHECK (reference_hash ~ '^([0-9a-f]*)$' AND length(reference_hash) BETWEEN 64 AND 64);

ALTER TABLE ops.submission
    DROP CONSTRAINT submission_submission_id_hex_32,
    ADD CONSTRAINT submission_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT submission_file_sha256_hex_64,
    ADD CONSTRAINT submission_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]*)$' AND length(file_sha256) BETWEEN 64 AND 64),
    DROP CONSTRAINT submission_branch_code_code,
    ADD CONSTRAINT submission_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT submission_corrected_id_hex_32,
    ADD CONSTRAINT submission_corrected_id_hex_32 CHECK (corrected_id ~ '^([0-9a-f]*)$' AND length(corrected_id) BETWEEN 32 AND 32);

ALTER TABLE ops.submission_team
    DROP CONSTRAINT submission_team_submission_id_hex_32,
    ADD CONSTRAINT submission_team_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32);

ALTER TABLE core.unit
    DROP CONSTRAINT unit_unit_code_code,
    ADD CONSTRAINT unit_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT unit_parent_code_code,
    ADD CONSTRAINT unit_parent_code_code CHECK (parent_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(parent_code) BETWEEN 1 AND 40);

ALTER TABLE core.unit_succession
    DROP CONSTRAINT unit_succession_old_code_code,
    ADD CONSTRAINT unit_succession_old_code_code CHECK (old_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(old_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT unit_succession_new_code_code,
    ADD CONSTRAINT unit_succession_new_code_code CHECK (new_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(new_code) BETWEEN 1 AND 40);

ALTER TABLE core.branch
    DROP CONSTRAINT branch_branch_code_code,
    ADD CONSTRAINT branch_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT branch_unit_code_code,
    ADD CONSTRAINT branch_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT branch_parent_branch_code_code,
    ADD CONSTRAINT branch_parent_branch_code_code CHECK (parent_branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(parent_branch_code) BETWEEN 1 AND 40);

ALTER TABLE core.branch_succession
    DROP CONSTRAINT branch_succession_old_code_code,
    ADD CONSTRAINT branch_succession_old_code_code CHECK (old_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(old_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT branch_succession_new_code_code,
    ADD CONSTRAINT branch_succession_new_code_code CHECK (new_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(new_code) BETWEEN 1 AND 40);

ALTER TABLE core.team
    DROP CONSTRAINT team_team_code_code,
    ADD CONSTRAINT team_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(team_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT team_branch_code_code,
    ADD CONSTRAINT team_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40);

ALTER TABLE core.suspended_sunday
    DROP CONSTRAINT suspended_sunday_unit_code_code,
    ADD CONSTRAINT suspended_sunday_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40);

ALTER TABLE core.target
    DROP CONSTRAINT target_indicator_code_code,
    ADD CONSTRAINT target_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(indicator_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT target_unit_code_code,
    ADD CONSTRAINT target_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40);

ALTER TABLE core.service
    DROP CONSTRAINT service_service_code_code,
    ADD CONSTRAINT service_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(service_code) BETWEEN 1 AND 40);

ALTER TABLE core.indicator
    DROP CONSTRAINT indicator_indicator_code_code,
    ADD CONSTRAINT indicator_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(indicator_code) BETWEEN 1 AND 40);

ALTER TABLE core.reference_figure
    DROP CONSTRAINT reference_figure_indicator_code_code,
    ADD CONSTRAINT reference_figure_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(indicator_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT reference_figure_unit_code_code,
    ADD CONSTRAINT reference_figure_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40);

ALTER TABLE core.person
    DROP CONSTRAINT person_person_id_person_id,
    ADD CONSTRAINT person_person_id_person_id CHECK (person_id ~ '^(P[0-9]*)$' AND length(person_id) BETWEEN 11 AND 11);

ALTER TABLE core.record_person
    DROP CONSTRAINT record_person_person_id_fk,
    DROP CONSTRAINT record_person_submission_id_fk,
    DROP CONSTRAINT record_person_submission_id_hex_32,
    ADD CONSTRAINT record_person_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT record_person_file_sha256_hex_64,
    ADD CONSTRAINT record_person_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]*)$' AND length(file_sha256) BETWEEN 64 AND 64),
    DROP CONSTRAINT record_person_row_uid_hex_32,
    ADD CONSTRAINT record_person_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]*)$' AND length(row_uid) BETWEEN 32 AND 32),
    DROP CONSTRAINT record_person_person_id_person_id,
    ADD CONSTRAINT record_person_person_id_person_id CHECK (person_id ~ '^(P[0-9]*)$' AND length(person_id) BETWEEN 11 AND 11);

ALTER TABLE core.assistance
    DROP CONSTRAINT assistance_person_id_fk,
    DROP CONSTRAINT assistance_submission_id_fk,
    DROP CONSTRAINT assistance_service_code_fk,
    DROP CONSTRAINT assistance_person_id_person_id,
    ADD CONSTRAINT assistance_person_id_person_id CHECK (person_id ~ '^(P[0-9]*)$' AND length(person_id) BETWEEN 11 AND 11),
    DROP CONSTRAINT assistance_service_code_code,
    ADD CONSTRAINT assistance_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(service_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT assistance_team_code_code,
    ADD CONSTRAINT assistance_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(team_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT assistance_row_uid_hex_32,
    ADD CONSTRAINT assistance_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]*)$' AND length(row_uid) BETWEEN 32 AND 32),
    DROP CONSTRAINT assistance_branch_code_code,
    ADD CONSTRAINT assistance_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT assistance_unit_code_code,
    ADD CONSTRAINT assistance_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT assistance_submission_id_hex_32,
    ADD CONSTRAINT assistance_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32);

ALTER TABLE core.anonymous_contact
    DROP CONSTRAINT anonymous_contact_submission_id_fk,
    DROP CONSTRAINT anonymous_contact_service_code_fk,
    DROP CONSTRAINT anonymous_contact_row_uid_hex_32,
    ADD CONSTRAINT anonymous_contact_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]*)$' AND length(row_uid) BETWEEN 32 AND 32),
    DROP CONSTRAINT anonymous_contact_service_code_code,
    ADD CONSTRAINT anonymous_contact_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(service_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT anonymous_contact_team_code_code,
    ADD CONSTRAINT anonymous_contact_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(team_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT anonymous_contact_branch_code_code,
    ADD CONSTRAINT anonymous_contact_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT anonymous_contact_unit_code_code,
    ADD CONSTRAINT anonymous_contact_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT anonymous_contact_submission_id_hex_32,
    ADD CONSTRAINT anonymous_contact_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32);

ALTER TABLE core.team_report
    DROP CONSTRAINT team_report_submission_id_hex_32,
    ADD CONSTRAINT team_report_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT team_report_branch_code_code,
    ADD CONSTRAINT team_report_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT team_report_team_code_code,
    ADD CONSTRAINT team_report_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(team_code) BETWEEN 1 AND 40);

ALTER TABLE core.activity
    DROP CONSTRAINT activity_row_uid_hex_32,
    ADD CONSTRAINT activity_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]*)$' AND length(row_uid) BETWEEN 32 AND 32),
    DROP CONSTRAINT activity_submission_id_hex_32,
    ADD CONSTRAINT activity_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT activity_branch_code_code,
    ADD CONSTRAINT activity_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT activity_team_code_code,
    ADD CONSTRAINT activity_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(team_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT activity_service_code_code,
    ADD CONSTRAINT activity_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(service_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT activity_unit_code_code,
    ADD CONSTRAINT activity_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40);

ALTER TABLE core.member_report
    DROP CONSTRAINT member_report_submission_id_hex_32,
    ADD CONSTRAINT member_report_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT member_report_branch_code_code,
    ADD CONSTRAINT member_report_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40);

ALTER TABLE core.reported_summary
    DROP CONSTRAINT reported_summary_submission_id_hex_32,
    ADD CONSTRAINT reported_summary_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT reported_summary_branch_code_code,
    ADD CONSTRAINT reported_summary_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT reported_summary_indicator_code_code,
    ADD CONSTRAINT reported_summary_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(indicator_code) BETWEEN 1 AND 40);

ALTER TABLE core.team_week
    DROP CONSTRAINT team_week_team_code_code,
    ADD CONSTRAINT team_week_team_code_code CHECK (team_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(team_code) BETWEEN 1 AND 40);

ALTER TABLE quality.finding
    DROP CONSTRAINT finding_submission_id_fk,
    DROP CONSTRAINT finding_finding_id_hex_32,
    ADD CONSTRAINT finding_finding_id_hex_32 CHECK (finding_id ~ '^([0-9a-f]*)$' AND length(finding_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT finding_submission_id_hex_32,
    ADD CONSTRAINT finding_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT finding_file_sha256_hex_64,
    ADD CONSTRAINT finding_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]*)$' AND length(file_sha256) BETWEEN 64 AND 64);

ALTER TABLE quality.decision
    DROP CONSTRAINT decision_branch_code_code,
    ADD CONSTRAINT decision_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40);

ALTER TABLE quality.duplicate
    DROP CONSTRAINT duplicate_duplicate_id_hex_32,
    ADD CONSTRAINT duplicate_duplicate_id_hex_32 CHECK (duplicate_id ~ '^([0-9a-f]*)$' AND length(duplicate_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT duplicate_left_person_id_person_id,
    ADD CONSTRAINT duplicate_left_person_id_person_id CHECK (left_person_id ~ '^(P[0-9]*)$' AND length(left_person_id) BETWEEN 11 AND 11),
    DROP CONSTRAINT duplicate_right_person_id_person_id,
    ADD CONSTRAINT duplicate_right_person_id_person_id CHECK (right_person_id ~ '^(P[0-9]*)$' AND length(right_person_id) BETWEEN 11 AND 11),
    DROP CONSTRAINT duplicate_left_row_uid_hex_32,
    ADD CONSTRAINT duplicate_left_row_uid_hex_32 CHECK (left_row_uid ~ '^([0-9a-f]*)$' AND length(left_row_uid) BETWEEN 32 AND 32),
    DROP CONSTRAINT duplicate_right_row_uid_hex_32,
    ADD CONSTRAINT duplicate_right_row_uid_hex_32 CHECK (right_row_uid ~ '^([0-9a-f]*)$' AND length(right_row_uid) BETWEEN 32 AND 32);

ALTER TABLE mart.indicator
    DROP CONSTRAINT indicator_indicator_code_fk,
    DROP CONSTRAINT indicator_unit_code_code,
    ADD CONSTRAINT indicator_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT indicator_indicator_code_code,
    ADD CONSTRAINT indicator_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(indicator_code) BETWEEN 1 AND 40);

ALTER TABLE mart.indicator_history
    DROP CONSTRAINT indicator_history_indicator_code_fk,
    DROP CONSTRAINT indicator_history_unit_code_code,
    ADD CONSTRAINT indicator_history_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT indicator_history_indicator_code_code,
    ADD CONSTRAINT indicator_history_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(indicator_code) BETWEEN 1 AND 40);

ALTER TABLE mart.indicator_bounds
    DROP CONSTRAINT indicator_bounds_unit_code_code,
    ADD CONSTRAINT indicator_bounds_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT indicator_bounds_indicator_code_code,
    ADD CONSTRAINT indicator_bounds_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(indicator_code) BETWEEN 1 AND 40);

ALTER TABLE mart.reconciliation
    DROP CONSTRAINT reconciliation_indicator_code_fk,
    DROP CONSTRAINT reconciliation_branch_code_code,
    ADD CONSTRAINT reconciliation_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT reconciliation_indicator_code_code,
    ADD CONSTRAINT reconciliation_indicator_code_code CHECK (indicator_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(indicator_code) BETWEEN 1 AND 40);

ALTER TABLE mart.submission_status
    DROP CONSTRAINT submission_status_branch_code_code,
    ADD CONSTRAINT submission_status_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40);

ALTER TABLE mart.credit
    DROP CONSTRAINT credit_service_code_fk,
    DROP CONSTRAINT credit_unit_code_code,
    ADD CONSTRAINT credit_unit_code_code CHECK (unit_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(unit_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT credit_service_code_code,
    ADD CONSTRAINT credit_service_code_code CHECK (service_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(service_code) BETWEEN 1 AND 40);

ALTER TABLE ops.publication
    DROP CONSTRAINT publication_content_hash_hex_64,
    ADD CONSTRAINT publication_content_hash_hex_64 CHECK (content_hash ~ '^([0-9a-f]*)$' AND length(content_hash) BETWEEN 64 AND 64);

ALTER TABLE ops.answer
    DROP CONSTRAINT answer_branch_code_code,
    ADD CONSTRAINT answer_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40);

ALTER TABLE vault.inbox_file
    DROP CONSTRAINT inbox_file_file_sha256_hex_64,
    ADD CONSTRAINT inbox_file_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]*)$' AND length(file_sha256) BETWEEN 64 AND 64);

ALTER TABLE vault.submission_file
    DROP CONSTRAINT submission_file_submission_id_hex_32,
    ADD CONSTRAINT submission_file_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT submission_file_content_sha256_hex_64,
    ADD CONSTRAINT submission_file_content_sha256_hex_64 CHECK (content_sha256 ~ '^([0-9a-f]*)$' AND length(content_sha256) BETWEEN 64 AND 64);

ALTER TABLE vault.cell_value
    DROP CONSTRAINT cell_value_finding_id_hex_32,
    ADD CONSTRAINT cell_value_finding_id_hex_32 CHECK (finding_id ~ '^([0-9a-f]*)$' AND length(finding_id) BETWEEN 32 AND 32);

ALTER TABLE vault.decision_value
    DROP CONSTRAINT decision_value_value_token_hex_32,
    ADD CONSTRAINT decision_value_value_token_hex_32 CHECK (value_token ~ '^([0-9a-f]*)$' AND length(value_token) BETWEEN 32 AND 32),
    DROP CONSTRAINT decision_value_left_key_hex_32,
    ADD CONSTRAINT decision_value_left_key_hex_32 CHECK (left_key ~ '^([0-9a-f]*)$' AND length(left_key) BETWEEN 32 AND 32),
    DROP CONSTRAINT decision_value_right_key_hex_32,
    ADD CONSTRAINT decision_value_right_key_hex_32 CHECK (right_key ~ '^([0-9a-f]*)$' AND length(right_key) BETWEEN 32 AND 32);

ALTER TABLE vault.record
    DROP CONSTRAINT record_submission_id_fk,
    DROP CONSTRAINT record_row_uid_hex_32,
    ADD CONSTRAINT record_row_uid_hex_32 CHECK (row_uid ~ '^([0-9a-f]*)$' AND length(row_uid) BETWEEN 32 AND 32),
    DROP CONSTRAINT record_record_key_hex_32,
    ADD CONSTRAINT record_record_key_hex_32 CHECK (record_key ~ '^([0-9a-f]*)$' AND length(record_key) BETWEEN 32 AND 32),
    DROP CONSTRAINT record_submission_id_hex_32,
    ADD CONSTRAINT record_submission_id_hex_32 CHECK (submission_id ~ '^([0-9a-f]*)$' AND length(submission_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT record_file_sha256_hex_64,
    ADD CONSTRAINT record_file_sha256_hex_64 CHECK (file_sha256 ~ '^([0-9a-f]*)$' AND length(file_sha256) BETWEEN 64 AND 64),
    DROP CONSTRAINT record_branch_code_code,
    ADD CONSTRAINT record_branch_code_code CHECK (branch_code ~ '^([A-Z0-9][A-Z0-9._/-]*)$' AND length(branch_code) BETWEEN 1 AND 40),
    DROP CONSTRAINT record_lineage_key_hex_32,
    ADD CONSTRAINT record_lineage_key_hex_32 CHECK (lineage_key ~ '^([0-9a-f]*)$' AND length(lineage_key) BETWEEN 32 AND 32);

ALTER TABLE vault.link_ledger
    DROP CONSTRAINT link_ledger_record_key_hex_32,
    ADD CONSTRAINT link_ledger_record_key_hex_32 CHECK (record_key ~ '^([0-9a-f]*)$' AND length(record_key) BETWEEN 32 AND 32),
    DROP CONSTRAINT link_ledger_person_id_person_id,
    ADD CONSTRAINT link_ledger_person_id_person_id CHECK (person_id ~ '^(P[0-9]*)$' AND length(person_id) BETWEEN 11 AND 11);

ALTER TABLE vault.person_token
    DROP CONSTRAINT person_token_token_hex_32,
    ADD CONSTRAINT person_token_token_hex_32 CHECK (token ~ '^([0-9a-f]*)$' AND length(token) BETWEEN 32 AND 32),
    DROP CONSTRAINT person_token_person_id_person_id,
    ADD CONSTRAINT person_token_person_id_person_id CHECK (person_id ~ '^(P[0-9]*)$' AND length(person_id) BETWEEN 11 AND 11);

ALTER TABLE vault.tombstone
    DROP CONSTRAINT tombstone_token_hex_32,
    ADD CONSTRAINT tombstone_token_hex_32 CHECK (token ~ '^([0-9a-f]*)$' AND length(token) BETWEEN 32 AND 32);

ALTER TABLE vault.link_node
    DROP CONSTRAINT link_node_person_id_person_id,
    ADD CONSTRAINT link_node_person_id_person_id CHECK (person_id ~ '^(P[0-9]*)$' AND length(person_id) BETWEEN 11 AND 11);

ALTER TABLE vault.duplicate_key
    DROP CONSTRAINT duplicate_key_duplicate_id_hex_32,
    ADD CONSTRAINT duplicate_key_duplicate_id_hex_32 CHECK (duplicate_id ~ '^([0-9a-f]*)$' AND length(duplicate_id) BETWEEN 32 AND 32),
    DROP CONSTRAINT duplicate_key_left_key_hex_32,
    ADD CONSTRAINT duplicate_key_left_key_hex_32 CHECK (left_key ~ '^([0-9a-f]*)$' AND length(left_key) BETWEEN 32 AND 32),
    DROP CONSTRAINT duplicate_key_right_key_hex_32,
    ADD CONSTRAINT duplicate_key_right_key_hex_32 CHECK (right_key ~ '^([0-9a-f]*)$' AND length(right_key) BETWEEN 32 AND 32),
    DROP CONSTRAINT duplicate_key_value_token_hex_32,
    ADD CONSTRAINT duplicate_key_value_token_hex_32 CHECK (value_token ~ '^([0-9a-f]*)$' AND length(value_token) BETWEEN 32 AND 32);

ALTER TABLE vault.link_event
    DROP CONSTRAINT link_event_person_id_person_id,
    ADD CONSTRAINT link_event_person_id_person_id CHECK (person_id ~ '^(P[0-9]*)$' AND length(person_id) BETWEEN 11 AND 11),
    DROP CONSTRAINT link_event_other_person_id_person_id,
    ADD CONSTRAINT link_event_other_person_id_person_id CHECK (other_person_id ~ '^(P[0-9]*)$' AND length(other_person_id) BETWEEN 11 AND 11);
