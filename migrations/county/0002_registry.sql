-- Divisions, households, organisations and who is a member of which. Names and numbers of people live in the vault.
CREATE TABLE divisions (
  code TEXT PRIMARY KEY CHECK (length(code) = 12 AND code NOT GLOB '*[^0-9]*'),
  level TEXT NOT NULL CHECK (level IN ('province', 'city', 'county', 'township', 'village')),
  parent_code TEXT REFERENCES divisions (code),
  name_zh TEXT NOT NULL CHECK (length(name_zh) > 0),
  name_en TEXT NOT NULL CHECK (length(name_en) > 0),
  CHECK ((level = 'province') = (parent_code IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX divisions_by_parent ON divisions (parent_code);

CREATE TABLE organisations (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('cooperative', 'enterprise', 'family_farm', 'village_collective')),
  division_code TEXT NOT NULL REFERENCES divisions (code),
  credit_code TEXT NOT NULL CHECK (length(credit_code) = 18) CONSTRAINT credit_code_taken UNIQUE,
  name_zh TEXT NOT NULL CHECK (length(name_zh) > 0),
  name_en TEXT NOT NULL CHECK (length(name_en) > 0),
  story_zh TEXT NOT NULL DEFAULT '',
  story_en TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  notice_days INTEGER NOT NULL DEFAULT 7 CONSTRAINT notice_too_short CHECK (notice_days BETWEEN 7 AND 60),
  created_at_ms INTEGER NOT NULL CHECK (created_at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX organisations_by_division ON organisations (division_code);

CREATE TABLE households (
  id TEXT PRIMARY KEY,
  village_code TEXT NOT NULL REFERENCES divisions (code),
  people INTEGER NOT NULL CONSTRAINT people_out_of_range CHECK (people BETWEEN 1 AND 30),
  workers INTEGER NOT NULL CONSTRAINT workers_above_people CHECK (workers BETWEEN 0 AND people),
  created_at_ms INTEGER NOT NULL CHECK (created_at_ms > 0),
  updated_at_ms INTEGER NOT NULL CHECK (updated_at_ms >= created_at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX households_by_village ON households (village_code);

-- The status that counts is the one in force on the day of a delivery; a later row never rewrites an earlier day.
CREATE TABLE registry_statuses (
  household_id TEXT NOT NULL REFERENCES households (id),
  from_on TEXT NOT NULL CHECK (from_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  status TEXT NOT NULL CHECK (status IN ('registered', 'exited', 'monitored_unstable', 'monitored_marginal', 'monitored_emergency', 'none')),
  reason TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at_ms INTEGER NOT NULL CHECK (recorded_at_ms > 0),
  PRIMARY KEY (household_id, from_on)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER registry_statuses_no_update BEFORE UPDATE ON registry_statuses BEGIN SELECT RAISE(ABORT, 'append_only:registry_statuses'); END;
CREATE TRIGGER registry_statuses_no_delete BEFORE DELETE ON registry_statuses BEGIN SELECT RAISE(ABORT, 'append_only:registry_statuses'); END;
CREATE TRIGGER registry_statuses_no_replace BEFORE INSERT ON registry_statuses WHEN EXISTS (SELECT 1 FROM registry_statuses WHERE household_id = NEW.household_id AND from_on = NEW.from_on) BEGIN SELECT RAISE(ABORT, 'duplicate:registry_statuses'); END;

CREATE TABLE registry_imports (
  id TEXT PRIMARY KEY,
  division_code TEXT NOT NULL REFERENCES divisions (code),
  file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
  added INTEGER NOT NULL CHECK (added >= 0),
  changed INTEGER NOT NULL CHECK (changed >= 0),
  removed INTEGER NOT NULL CHECK (removed >= 0),
  rejected INTEGER NOT NULL CHECK (rejected >= 0),
  made_by TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL CHECK (made_at_ms > 0),
  applied_at_ms INTEGER CHECK (applied_at_ms >= made_at_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  household_id TEXT NOT NULL REFERENCES households (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_on TEXT NOT NULL CHECK (from_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  until_on TEXT CHECK (until_on >= from_on),
  PRIMARY KEY (organisation_id, household_id, from_on),
  CONSTRAINT member_number_taken UNIQUE (organisation_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_household ON members (household_id);
CREATE TRIGGER members_no_overlap BEFORE INSERT ON members WHEN EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = NEW.organisation_id AND m.household_id = NEW.household_id AND coalesce(m.until_on, '9999') >= NEW.from_on AND coalesce(NEW.until_on, '9999') >= m.from_on) BEGIN SELECT RAISE(ABORT, 'must:already_member'); END;
CREATE TRIGGER members_no_delete BEFORE DELETE ON members BEGIN SELECT RAISE(ABORT, 'append_only:members'); END;

-- A card opens with a signed code and a PIN; five wrong PINs lock it, a reprint revokes the one before.
CREATE TABLE cards (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  pin_hash TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0 CHECK (failures BETWEEN 0 AND 5),
  issued_by TEXT NOT NULL,
  issued_at_ms INTEGER NOT NULL CHECK (issued_at_ms > 0),
  revoked_at_ms INTEGER CHECK (revoked_at_ms >= issued_at_ms)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX cards_one_live ON cards (household_id) WHERE revoked_at_ms IS NULL;

CREATE TABLE files (
  id TEXT PRIMARY KEY CHECK (length(id) = 64),
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  purpose TEXT NOT NULL CHECK (purpose IN ('contract_scan', 'slip_photo', 'input_evidence', 'loss_photo', 'claim_photo', 'offer_photo', 'payout_file', 'payout_answer', 'account_signature', 'cash_signature', 'correction_proof')),
  owner TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
