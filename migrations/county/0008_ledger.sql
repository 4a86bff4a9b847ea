-- Double entry by transfers: one debit, one credit, one positive amount. Balanced by construction, undone only by another transfer.
-- An account's id says all there is to say of it, so that no REPLACE could change one.
CREATE TABLE chart (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  code TEXT NOT NULL CHECK (code IN ('bank', 'clearing', 'disputed', 'fees', 'fronted', 'inputs', 'lot_sold', 'lot_final', 'freight', 'pool', 'household', 'party', 'guarantee', 'reserve', 'supplied', 'surplus')),
  subject TEXT NOT NULL,
  CONSTRAINT account_misnamed CHECK (id = organisation_id || '/' || code || '/' || subject),
  CONSTRAINT account_taken UNIQUE (organisation_id, code, subject)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER chart_no_update BEFORE UPDATE ON chart BEGIN SELECT RAISE(ABORT, 'append_only:chart'); END;
CREATE TRIGGER chart_no_delete BEFORE DELETE ON chart BEGIN SELECT RAISE(ABORT, 'append_only:chart'); END;

-- month: when it was posted. about_on: the day the fact belongs to, where that lies in an earlier month.
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL CONSTRAINT entry_taken UNIQUE,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  month TEXT NOT NULL CHECK (month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  evidence TEXT NOT NULL DEFAULT '',
  about_on TEXT CHECK (about_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  CONSTRAINT about_later_month CHECK (substr(about_on, 1, 7) < month)
) STRICT;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'append_only:entries'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'append_only:entries'); END;
CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id OR seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'duplicate:entries'); END;

CREATE TABLE transfers (
  entry_seq INTEGER NOT NULL REFERENCES entries (seq),
  n INTEGER NOT NULL CHECK (n > 0),
  debit TEXT NOT NULL REFERENCES chart (id),
  credit TEXT NOT NULL REFERENCES chart (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 1000000000000),
  PRIMARY KEY (entry_seq, n),
  CONSTRAINT transfer_to_itself CHECK (debit <> credit)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'append_only:transfers'); END;
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'append_only:transfers'); END;
CREATE TRIGGER transfers_no_replace BEFORE INSERT ON transfers WHEN EXISTS (SELECT 1 FROM transfers WHERE entry_seq = NEW.entry_seq AND n = NEW.n) BEGIN SELECT RAISE(ABORT, 'duplicate:transfers'); END;
-- Nothing is added to an entry after it was posted, and an entry never reaches into another organisation's books.
CREATE TRIGGER transfers_with_their_entry BEFORE INSERT ON transfers WHEN NEW.entry_seq <> (SELECT max(seq) FROM entries) BEGIN SELECT RAISE(ABORT, 'append_only:entries'); END;
CREATE TRIGGER transfers_one_organisation BEFORE INSERT ON transfers WHEN EXISTS (SELECT 1 FROM entries e JOIN chart a ON a.id IN (NEW.debit, NEW.credit) WHERE e.seq = NEW.entry_seq AND a.organisation_id <> e.organisation_id) BEGIN SELECT RAISE(ABORT, 'other_organisation:transfers'); END;

-- Each side of a transfer, in its account's own order, with the account's totals after it: the general ledger, and every
-- balance of every month, one seek away. It stands where totals on the account would, and costs the same rows.
CREATE TABLE postings (
  account_id TEXT NOT NULL REFERENCES chart (id),
  month TEXT NOT NULL,
  entry_seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  code TEXT NOT NULL,
  debit_fen INTEGER NOT NULL CHECK (debit_fen >= 0),
  credit_fen INTEGER NOT NULL CHECK (credit_fen >= 0),
  PRIMARY KEY (account_id, month, entry_seq, n),
  FOREIGN KEY (entry_seq, n) REFERENCES transfers (entry_seq, n),
  CONSTRAINT account_overdrawn CHECK (code IN ('bank', 'clearing', 'disputed', 'fees', 'fronted', 'inputs') OR credit_fen >= debit_fen),
  CONSTRAINT account_overpaid CHECK (code NOT IN ('disputed', 'fronted', 'inputs') OR debit_fen >= credit_fen)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'append_only:postings'); END;
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'append_only:postings'); END;
CREATE TRIGGER postings_no_replace BEFORE INSERT ON postings WHEN EXISTS (SELECT 1 FROM postings WHERE account_id = NEW.account_id AND (month, entry_seq, n) >= (NEW.month, NEW.entry_seq, NEW.n)) BEGIN SELECT RAISE(ABORT, 'duplicate:postings'); END;

-- An account with what was ever debited and credited to it, and the month of its last posting.
CREATE VIEW accounts (id, organisation_id, code, subject, debit_fen, credit_fen, month) AS SELECT a.id, a.organisation_id, a.code, a.subject,
  coalesce((SELECT p.debit_fen FROM postings p WHERE p.account_id = a.id ORDER BY p.month DESC, p.entry_seq DESC, p.n DESC LIMIT 1), 0),
  coalesce((SELECT p.credit_fen FROM postings p WHERE p.account_id = a.id ORDER BY p.month DESC, p.entry_seq DESC, p.n DESC LIMIT 1), 0),
  (SELECT p.month FROM postings p WHERE p.account_id = a.id ORDER BY p.month DESC, p.entry_seq DESC, p.n DESC LIMIT 1)
FROM chart a;
CREATE TRIGGER transfers_posted AFTER INSERT ON transfers BEGIN INSERT INTO postings (account_id, month, entry_seq, n, code, debit_fen, credit_fen) SELECT a.id, e.month, e.seq, NEW.n, a.code, a.debit_fen + iif(a.id = NEW.debit, NEW.amount_fen, 0), a.credit_fen + iif(a.id = NEW.credit, NEW.amount_fen, 0) FROM accounts a JOIN entries e ON e.seq = NEW.entry_seq WHERE a.id IN (NEW.debit, NEW.credit); END;
