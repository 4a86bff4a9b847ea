-- Double entry by transfers: one debit, one credit, one positive amount. Balanced by construction, undone only by another transfer.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  code TEXT NOT NULL CHECK (code IN ('bank', 'clearing', 'disputed', 'fees', 'fronted', 'inputs', 'lot_sold', 'lot_final', 'freight', 'pool', 'household', 'party', 'guarantee', 'reserve', 'supplied', 'surplus')),
  subject TEXT NOT NULL,
  debit_fen INTEGER NOT NULL DEFAULT 0 CHECK (debit_fen >= 0),
  credit_fen INTEGER NOT NULL DEFAULT 0 CHECK (credit_fen >= 0),
  CONSTRAINT account_overdrawn CHECK (code IN ('bank', 'clearing', 'disputed', 'fees', 'fronted', 'inputs') OR credit_fen >= debit_fen),
  CONSTRAINT account_overpaid CHECK (code NOT IN ('disputed', 'fronted', 'inputs') OR debit_fen >= credit_fen),
  CONSTRAINT account_taken UNIQUE (organisation_id, code, subject)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER accounts_no_delete BEFORE DELETE ON accounts BEGIN SELECT RAISE(ABORT, 'append_only:accounts'); END;
CREATE TRIGGER accounts_frozen BEFORE UPDATE OF id, organisation_id, code, subject ON accounts BEGIN SELECT RAISE(ABORT, 'append_only:accounts'); END;

CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL CONSTRAINT entry_taken UNIQUE,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  month TEXT NOT NULL CHECK (month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  actor TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'append_only:entries'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'append_only:entries'); END;
CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id OR seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'duplicate:entries'); END;

CREATE TABLE transfers (
  entry_seq INTEGER NOT NULL REFERENCES entries (seq),
  n INTEGER NOT NULL CHECK (n > 0),
  debit TEXT NOT NULL REFERENCES accounts (id),
  credit TEXT NOT NULL REFERENCES accounts (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 1000000000000),
  PRIMARY KEY (entry_seq, n),
  CONSTRAINT transfer_to_itself CHECK (debit <> credit)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'append_only:transfers'); END;
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'append_only:transfers'); END;
CREATE TRIGGER transfers_no_replace BEFORE INSERT ON transfers WHEN EXISTS (SELECT 1 FROM transfers WHERE entry_seq = NEW.entry_seq AND n = NEW.n) BEGIN SELECT RAISE(ABORT, 'duplicate:transfers'); END;
CREATE TRIGGER transfers_credit AFTER INSERT ON transfers BEGIN UPDATE accounts SET credit_fen = credit_fen + NEW.amount_fen WHERE id = NEW.credit; END;
CREATE TRIGGER transfers_debit AFTER INSERT ON transfers BEGIN UPDATE accounts SET debit_fen = debit_fen + NEW.amount_fen WHERE id = NEW.debit; END;
