"""The statements of `filling`, in order: what is inserted by SQL, and how.

Each gets `count`, arrays of ids `people`, `devices` and `partners`, `days` back from today,
`company`, `user`, `group` and `site`; a few get the codes of a selection.
"""

PEOPLE_AS_USERS = """
INSERT INTO biometric_device_user (device_id, pin, name, employee_id, sync_state, wanted)
SELECT device, (1000 + place)::text, e.name, e.id, 'present', FALSE
  FROM unnest(%(people)s) WITH ORDINALITY AS p(person, place)
  JOIN hr_employee e ON e.id = person,
       LATERAL (SELECT (%(devices)s::int[])
                       [1 + place %% cardinality(%(devices)s::int[])] AS device) d
    ON CONFLICT DO NOTHING
"""
# The rest: known at more devices, or nobody's.
MORE_USERS = """
INSERT INTO biometric_device_user (device_id, pin, name, employee_id, partner_id,
                                   sync_state, wanted, access_denied, pin_conflict,
                                   renamed_from, renamed_to, renamed_at)
SELECT (%(devices)s::int[])[1 + n %% cardinality(%(devices)s::int[])],
       (100000 + n)::text, 'User ' || n,
       CASE WHEN n %% 8 > 1
            THEN (%(people)s::int[])[1 + n %% cardinality(%(people)s::int[])] END,
       CASE WHEN n %% 8 = 1
            THEN (%(partners)s::int[])[1 + n %% cardinality(%(partners)s::int[])] END,
       (ARRAY['present', 'unknown', 'absent'])[1 + n %% 3], FALSE, n %% 50 = 0, NULL,
       NULL, NULL, NULL
  FROM generate_series(1, %(count)s) n
"""
ATTENDANCES = """
INSERT INTO hr_attendance (employee_id, check_in, check_out, date, in_mode, out_mode,
                           worked_hours, biometric_managed)
SELECT person, at, at + interval '8 hours', at::date, 'biometric', 'biometric', 8, TRUE
  FROM unnest(%(people)s) AS p(person), generate_series(1, %(days)s) ago,
       LATERAL (SELECT current_date - ago + interval '7 hours' AS at) t
 WHERE NOT EXISTS (SELECT 1 FROM hr_attendance a
                    WHERE a.employee_id = person AND a.check_in < at + interval '8 hours'
                      AND coalesce(a.check_out, now() AT TIME ZONE 'UTC') > at)
"""
# Every second person is in.
OPEN_ATTENDANCES = """
INSERT INTO hr_attendance (employee_id, check_in, date, in_mode, worked_hours,
                           biometric_managed)
SELECT person, at, at::date, 'biometric', 0, TRUE
  FROM unnest(%(people)s) WITH ORDINALITY AS p(person, place),
       LATERAL (SELECT date_trunc('minute', now() AT TIME ZONE 'UTC')
                       - interval '1 hour' - place %% 50 * interval '1 minute' AS at) t
 WHERE place %% 2 = 0
   AND NOT EXISTS (SELECT 1 FROM hr_attendance a
                    WHERE a.employee_id = person AND a.check_out IS NULL)
"""
PAIRED_PUNCHES = """
INSERT INTO biometric_punch (device_id, employee_id, pin, device_time, instant,
                             received_at, direction, status, verify, line, route, outcome,
                             reason, attendance_id)
SELECT u.device_id, a.employee_id, u.pin, to_char(at, 'YYYY-MM-DD HH24:MI:SS'), at, at,
       way, status, 1, u.pin || E'\\t' || at, 'push', outcome, reason, a.id
  FROM hr_attendance a
  JOIN (SELECT employee_id, min(device_id) AS device_id, min(pin) AS pin
          FROM biometric_device_user WHERE pin::text ~ '^1[0-9]{3}$'
         GROUP BY employee_id) u USING (employee_id),
       LATERAL (VALUES (check_in, 'in', 0, 'checked_in', 'begins'),
                       (check_out, 'out', 1, 'checked_out', 'ends'))
               AS p(at, way, status, outcome, reason)
 WHERE a.in_mode = 'biometric' AND at IS NOT NULL
    ON CONFLICT DO NOTHING
"""
# Each outcome in turn, a few an hour.
ODD_PUNCHES = """
WITH odd AS (
    SELECT row_number() OVER () AS place, o.*
      FROM (VALUES ('unmapped', 'nobody'), ('denied', 'access_ended'),
                   ('visit', 'visit'), ('repeat', 'double_tap'),
                   ('missing_check_out', 'never_out'), ('missing_check_in', 'never_in'),
                   ('clock_error', 'clock_ahead'), ('before_start', 'too_old'),
                   ('closed_period', 'closed'), ('covered', 'covered'),
                   ('discarded', 'discarded'), ('inactive_employee', 'employment_ended'),
                   ('break', 'break_begins')) AS o(outcome, reason))
INSERT INTO biometric_punch (device_id, employee_id, partner_id, pin, device_time, instant,
                             received_at, status, verify, line, route, outcome, reason)
SELECT (%(devices)s::int[])[1 + n %% cardinality(%(devices)s::int[])],
       CASE WHEN outcome NOT IN ('unmapped', 'visit')
            THEN (%(people)s::int[])[1 + n %% cardinality(%(people)s::int[])] END,
       CASE WHEN outcome = 'visit'
            THEN (%(partners)s::int[])[1 + n %% cardinality(%(partners)s::int[])] END,
       (100000 + n)::text, to_char(at, 'YYYY-MM-DD HH24:MI:SS'), at, at, 0, 1,
       (100000 + n) || E'\\t' || at, 'push', outcome, reason
  FROM generate_series(1, %(count)s) n
  JOIN odd ON odd.place = 1 + n %% (SELECT count(*) FROM odd),
       LATERAL (SELECT date_trunc('second', now() AT TIME ZONE 'UTC')
                       - n * interval '11 minutes' AS at) t
"""
# Of the latest odd punches.
CORRECTIONS = """
INSERT INTO biometric_correction (employee_id, punch_id, kind, direction, instant, state,
                                  outcome, reason, note, create_uid, create_date)
SELECT p.employee_id, p.id, kind, CASE kind WHEN 'add' THEN 'out' END,
       p.instant + interval '8 hours', (ARRAY['active', 'withdrawn'])[1 + place %% 2],
       'waiting', 'queued', 'Forgotten', %(user)s, p.received_at
  FROM (SELECT row_number() OVER (ORDER BY id DESC) AS place, * FROM biometric_punch
         WHERE outcome = 'missing_check_out'
            OR outcome = 'checked_in' LIMIT %(count)s) AS p,
       LATERAL (SELECT (ARRAY['add', 'discard'])[1 + place %% 2] AS kind) k
"""
COMMANDS = """
INSERT INTO biometric_command (device_id, kind, payload, pin, target, state, attempts,
                               create_date, expires_at, sent_at, finished_at)
SELECT (%(devices)s::int[])[1 + n %% cardinality(%(devices)s::int[])],
       (%(kinds)s::text[])[1 + n %% cardinality(%(kinds)s::text[])], '{}',
       (100000 + n)::text, 'filled:' || n,
       CASE WHEN n %% 20 > 5 THEN 'done'
            ELSE (%(states)s::text[])[1 + n %% cardinality(%(states)s::text[])] END,
       1, at, at + interval '30 days', at, at
  FROM generate_series(1, %(count)s) n,
       LATERAL (SELECT now() AT TIME ZONE 'UTC' - n * interval '9 minutes' AS at) t
"""
MESSAGES = """
INSERT INTO biometric_message (device_id, "table", line, size, reason_code, state,
                               received_at, create_date, digest)
SELECT (%(devices)s::int[])[1 + n %% cardinality(%(devices)s::int[])],
       'ATTLOG', n || E'\\t2026-11-31 25:61:00\\t0', 30,
       (ARRAY['row_time', 'punch_columns'])[1 + n %% 2],
       (ARRAY['new', 'replayed', 'discarded'])[1 + n %% 3], at, at, md5(n::text)
  FROM generate_series(1, %(count)s) n,
       LATERAL (SELECT now() AT TIME ZONE 'UTC' - n * interval '9 minutes' AS at) t
"""
EVENTS = """
INSERT INTO biometric_device_event (device_id, label, code, device_time, operator, details,
                                    tampering, received_at)
SELECT (%(devices)s::int[])[1 + n %% cardinality(%(devices)s::int[])],
       (ARRAY['Menu opened', 'User deleted', 'Clock set'])[1 + n %% 3],
       (n %% 3)::text, to_char(at, 'YYYY-MM-DD HH24:MI:SS'), '0', n::text, n %% 30 = 0, at
  FROM generate_series(1, %(count)s) n,
       LATERAL (SELECT now() AT TIME ZONE 'UTC' - n * interval '9 minutes' AS at) t
"""
ATTEMPTS = """
INSERT INTO biometric_contact_attempt (kind, brand, serial, network, address, path, calls,
                                       first_at, last_at)
SELECT (%(kinds)s::text[])[1 + n %% cardinality(%(kinds)s::text[])], 'adms', 'NEAR' || n,
       '10.0.' || n %% 200 || '.0/24', '10.0.' || n %% 200 || '.7', '/iclock/cdata', 3,
       at, at
  FROM generate_series(1, %(count)s) n,
       LATERAL (SELECT now() AT TIME ZONE 'UTC' - n * interval '9 minutes' AS at) t
    ON CONFLICT DO NOTHING
"""
NETWORKS = """
INSERT INTO biometric_unknown_network (network, serial, calls, since, last_seen)
SELECT '10.' || n / 250 || '.' || n %% 250 || '.0/24', 'NEAR' || n, n, now(), now()
  FROM generate_series(1, %(count)s) n
    ON CONFLICT DO NOTHING
"""
ALERTS = """
INSERT INTO biometric_alert (cause, device_id, company_id, user_id, device_count, number,
                             times, since, opened_at, closed_at, create_date)
SELECT (%(causes)s::text[])[1 + n %% cardinality(%(causes)s::text[])],
       (%(devices)s::int[])[1 + n %% cardinality(%(devices)s::int[])], %(company)s,
       %(user)s, 1, 3, 1, at, at, CASE WHEN n %% 4 > 0 THEN at END, at
  FROM generate_series(1, %(count)s) n,
       LATERAL (SELECT now() AT TIME ZONE 'UTC' - n * interval '9 minutes' AS at) t
    ON CONFLICT DO NOTHING
"""
PASSES = """
WITH added AS (
    INSERT INTO biometric_access_pass (employee_id, partner_id, company_id, reason,
                                       first_day, last_day, active, create_date)
    SELECT CASE WHEN n %% 2 = 0
                THEN (%(people)s::int[])[1 + n %% cardinality(%(people)s::int[])] END,
           CASE WHEN n %% 2 = 1
                THEN (%(partners)s::int[])[1 + n %% cardinality(%(partners)s::int[])] END,
           %(company)s, 'Visit', current_date - n %% 40, current_date - n %% 40 + 30, TRUE,
           now()
      FROM generate_series(1, %(count)s) n RETURNING id)
INSERT INTO biometric_access_pass_biometric_device_group_rel
SELECT id, %(group)s FROM added
"""
TEMPLATES = """
INSERT INTO biometric_template (device_user_id, employee_id, partner_id, company_id, slot,
                                size, uuid, family, kind, valid, duress, plain, stored_at)
SELECT id, employee_id, partner_id, %(company)s, 1, 900, gen_random_uuid(), 'zk', 'finger',
       TRUE, FALSE, FALSE, now()
  FROM biometric_device_user ORDER BY id LIMIT %(count)s
"""
PHOTOS = """
INSERT INTO biometric_photo (device_id, company_id, employee_id, uuid, pin, device_time,
                             received_at)
SELECT device_id, %(company)s, employee_id, gen_random_uuid(), pin, device_time, received_at
  FROM biometric_punch ORDER BY id DESC LIMIT %(count)s
    ON CONFLICT DO NOTHING
"""
CONSENTS = """
INSERT INTO biometric_consent (employee_id, company_id, basis, given_on, note)
SELECT (%(people)s::int[])[1 + n %% cardinality(%(people)s::int[])], %(company)s, 'consent',
       current_date - n %% 300, 'On paper'
  FROM generate_series(1, %(count)s) n
"""
ERASURES = """
WITH added AS (
    INSERT INTO biometric_erasure (employee_id, company_id, user_id, subject, reason, state,
                                   begun_at, template_count, photo_count)
    SELECT (%(people)s::int[])[1 + n %% cardinality(%(people)s::int[])], %(company)s,
           %(user)s, 'Person ' || n, 'request', (ARRAY['pending', 'confirmed'])[1 + n %% 2],
           now(), 1, 1
      FROM generate_series(1, %(count)s) n RETURNING id)
INSERT INTO biometric_erasure_line (erasure_id, company_id, device_id, device_name, pin,
                                    state)
SELECT id, %(company)s, device, 'Terminal', '1', 'pending'
  FROM added, unnest((%(devices)s::int[])[:5]) AS d(device)
"""
EVACUATIONS = """
WITH added AS (
    INSERT INTO biometric_evacuation (company_id, started_by_id, started_at, ended_at)
    SELECT %(company)s, %(user)s, at, at + interval '1 hour'
      FROM generate_series(1, %(count)s) n,
           LATERAL (SELECT now() AT TIME ZONE 'UTC' - n * interval '9 days' AS at) t
    RETURNING id, started_at)
INSERT INTO biometric_evacuation_line (evacuation_id, employee_id, kind, name, since,
                                       safe_at)
SELECT a.id, e.id, 'inside', e.name, a.started_at,
       CASE WHEN e.id %% 3 > 0 THEN a.started_at END
  FROM added a, hr_employee e WHERE e.id = ANY (%(people)s)
"""
IMPORTS = """
INSERT INTO biometric_file_import (name, company_id, user_id, device_id, state, work,
                                   row_count, new_count, create_date, imported_at)
SELECT 'attlog-' || n || '.dat', %(company)s, %(user)s, (%(devices)s::int[])[1], 'done',
       'import', 1000, 900, now(), now()
  FROM generate_series(1, %(count)s) n
"""
HOURS = """
INSERT INTO biometric_device_hour (device_id, hour, contacts, failures)
SELECT device, date_trunc('hour', now() AT TIME ZONE 'UTC') - ago * interval '1 hour', 50,
       (ago = 3)::int * 4
  FROM unnest(%(devices)s) AS d(device), generate_series(0, 23) ago
    ON CONFLICT DO NOTHING
"""
# One device in seven is silent since yesterday, and one never called.
CONTACTS = """
UPDATE biometric_device
   SET last_seen = now() AT TIME ZONE 'UTC'
                   - CASE WHEN id %% 7 = 0 THEN interval '1 day' ELSE '20 seconds' END,
       contact_since = now() AT TIME ZONE 'UTC' - interval '90 days', tz_confirmed = TRUE
 WHERE id = ANY (%(devices)s) AND id %% 29 > 0
"""
# Nobody has confirmed the time zone of those that wait.
WAITING = """
UPDATE biometric_device SET tz_confirmed = FALSE,
       last_seen = now() AT TIME ZONE 'UTC' - interval '20 seconds'
 WHERE state = 'pending' AND serial LIKE 'FILL%%'
"""

#: Name, which tells how many, and statement.
ROWS = (
    ("people_as_users", PEOPLE_AS_USERS),
    ("biometric_device_user", MORE_USERS),
    ("hr_attendance", ATTENDANCES),
    ("open_attendances", OPEN_ATTENDANCES),
    ("paired_punch", PAIRED_PUNCHES),
    ("odd_punch", ODD_PUNCHES),
    ("biometric_correction", CORRECTIONS),
    ("biometric_command", COMMANDS),
    ("biometric_message", MESSAGES),
    ("biometric_device_event", EVENTS),
    ("biometric_contact_attempt", ATTEMPTS),
    ("biometric_unknown_network", NETWORKS),
    ("biometric_alert", ALERTS),
    ("biometric_access_pass", PASSES),
    ("biometric_template", TEMPLATES),
    ("biometric_photo", PHOTOS),
    ("biometric_consent", CONSENTS),
    ("biometric_erasure", ERASURES),
    ("biometric_evacuation", EVACUATIONS),
    ("biometric_file_import", IMPORTS),
    ("biometric_device_hour", HOURS),
    ("contacts", CONTACTS),
    ("waiting", WAITING),
)
