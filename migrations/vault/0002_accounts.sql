-- Grown-up people of a household beside its head, and the bank accounts it has named; sealed like the rest.
CREATE TABLE household_adults (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES identities (household_id),
  sealed TEXT NOT NULL,
  key_version INTEGER NOT NULL CHECK (key_version > 0),
  id_number_hmac TEXT NOT NULL CONSTRAINT adult_taken UNIQUE,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX household_adults_by_household ON household_adults (household_id);

-- An account stands under the id of the change that named it; only a change that the county's books know ever counts.
CREATE TABLE household_accounts (
  change_id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES identities (household_id),
  sealed TEXT NOT NULL,
  key_version INTEGER NOT NULL CHECK (key_version > 0),
  account_hmac TEXT NOT NULL CHECK (length(account_hmac) = 64),
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX household_accounts_by_account ON household_accounts (account_hmac);
CREATE TRIGGER household_accounts_no_update BEFORE UPDATE ON household_accounts BEGIN SELECT RAISE(ABORT, 'append_only:household_accounts'); END;
CREATE TRIGGER household_accounts_no_delete BEFORE DELETE ON household_accounts BEGIN SELECT RAISE(ABORT, 'append_only:household_accounts'); END;
CREATE TRIGGER household_accounts_no_replace BEFORE INSERT ON household_accounts WHEN EXISTS (SELECT 1 FROM household_accounts WHERE change_id = NEW.change_id) BEGIN SELECT RAISE(ABORT, 'duplicate:household_accounts'); END;

-- To whom each line of a bank file went, exactly as it was written, under the hash of the file's canonical text.
CREATE TABLE payout_payees (
  file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
  chunk INTEGER NOT NULL CHECK (chunk >= 0),
  sealed TEXT NOT NULL,
  key_version INTEGER NOT NULL CHECK (key_version > 0),
  PRIMARY KEY (file_sha256, chunk)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER payout_payees_no_update BEFORE UPDATE ON payout_payees BEGIN SELECT RAISE(ABORT, 'append_only:payout_payees'); END;
CREATE TRIGGER payout_payees_no_delete BEFORE DELETE ON payout_payees BEGIN SELECT RAISE(ABORT, 'append_only:payout_payees'); END;
