-- A copy of a database must not talk to the terminals of the original.

-- No terminal is believed: it keeps its punches for the original. No secret stays.
UPDATE biometric_device
   SET active = active AND state <> 'approved',
       path_digest = NULL,
       key_digest = NULL,
       previous_key_digest = NULL,
       connection_secret = NULL,
       push_secret = NULL,
       encryption_secret = NULL,
       previous_encryption_secret = NULL,
       resend_all = FALSE;

-- Nothing is told to any terminal.
UPDATE biometric_command
   SET state = 'cancelled',
       result_reason = '{"code": "copied_database", "values": {}}',
       finished_at = now() AT TIME ZONE 'UTC',
       lease_until = NULL,
       payload = '{}'
 WHERE state IN ('queued', 'sent');

-- Nobody's finger, face or photo is needed to try something out.
DELETE FROM biometric_template;
DELETE FROM biometric_photo;
DELETE FROM biometric_message_part;

UPDATE biometric_message
   SET ciphertext = NULL,
       state = 'discarded'
 WHERE ciphertext IS NOT NULL;

-- Displays of the original show the original.
UPDATE biometric_wall
   SET token_digest = NULL;

-- No program of the original is let in or told, and no bridge is believed.
UPDATE biometric_api_token
   SET token_digest = NULL,
       revoked_at = coalesce(revoked_at, now() AT TIME ZONE 'UTC');

UPDATE biometric_bridge
   SET pairing_digest = NULL,
       pairing_until = NULL,
       revoked_at = coalesce(revoked_at, now() AT TIME ZONE 'UTC');

UPDATE biometric_webhook
   SET active = FALSE,
       signing_secret = NULL;

DELETE FROM biometric_webhook_delivery;

-- Only the pairing runs on: it stays within this database.
UPDATE ir_cron
   SET active = FALSE
 WHERE id IN (
       SELECT res_id
         FROM ir_model_data
        WHERE module = 'biometric_attendance'
          AND model = 'ir.cron'
          AND name <> 'cron_pair');

-- Nor does it read programs and folders, which are still those of the original.
UPDATE biometric_source SET active = FALSE, password_secret = NULL;
UPDATE biometric_file_folder SET active = FALSE;
