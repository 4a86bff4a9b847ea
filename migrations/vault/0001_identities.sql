-- Names, identity numbers, phones and bank accounts, sealed; found only by keyed hashes. May live on a server inside the county.
CREATE TABLE identities (
  household_id TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  key_version INTEGER NOT NULL CHECK (key_version > 0),
  id_number_hmac TEXT NOT NULL CONSTRAINT id_number_taken UNIQUE,
  account_hmac TEXT,
  updated_at_ms INTEGER NOT NULL CHECK (updated_at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_by_account ON identities (account_hmac) WHERE account_hmac IS NOT NULL;

-- A blind index: a clerk finds a member by name, initials or the last digits of a phone without any of them being readable here.
CREATE TABLE identity_terms (
  term_hmac TEXT NOT NULL,
  household_id TEXT NOT NULL REFERENCES identities (household_id),
  PRIMARY KEY (term_hmac, household_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_terms_by_household ON identity_terms (household_id);
