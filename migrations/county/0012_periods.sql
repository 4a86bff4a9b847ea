-- A month whose books are closed: in order, once, never opened again. next_month is the one that is open after it.
-- The totals and the sha256 are of the month's trial balance as it stood at closing, so that anyone can compute it again.
CREATE TABLE ledger_periods (
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  month TEXT NOT NULL CHECK (month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  next_month TEXT NOT NULL CHECK (next_month = strftime('%Y-%m', month || '-01', '+1 month')),
  accounts INTEGER NOT NULL CHECK (accounts >= 0),
  debit_fen INTEGER NOT NULL CHECK (debit_fen >= 0),
  credit_fen INTEGER NOT NULL CHECK (credit_fen >= 0),
  trial_sha256 TEXT NOT NULL CHECK (length(trial_sha256) = 64),
  closed_by TEXT NOT NULL,
  closed_at_ms INTEGER NOT NULL CHECK (closed_at_ms > 0),
  PRIMARY KEY (organisation_id, month),
  CONSTRAINT books_unbalanced CHECK (debit_fen = credit_fen),
  CONSTRAINT month_not_over CHECK (closed_at_ms >= unixepoch(next_month || '-01') * 1000 - 28800000)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_periods_no_update BEFORE UPDATE ON ledger_periods BEGIN SELECT RAISE(ABORT, 'append_only:ledger_periods'); END;
CREATE TRIGGER ledger_periods_no_delete BEFORE DELETE ON ledger_periods BEGIN SELECT RAISE(ABORT, 'append_only:ledger_periods'); END;
CREATE TRIGGER ledger_periods_no_replace BEFORE INSERT ON ledger_periods WHEN EXISTS (SELECT 1 FROM ledger_periods WHERE organisation_id = NEW.organisation_id AND month >= NEW.month) BEGIN SELECT RAISE(ABORT, 'must:month_closed'); END;
CREATE TRIGGER ledger_periods_in_order BEFORE INSERT ON ledger_periods WHEN (SELECT max(next_month) FROM ledger_periods WHERE organisation_id = NEW.organisation_id) < NEW.month BEGIN SELECT RAISE(ABORT, 'must:month_out_of_order'); END;
-- The lock. postEntry chooses an open month, so no posting of ours ever meets it; whatever else writes here does.
CREATE TRIGGER entries_month_open BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM ledger_periods WHERE organisation_id = NEW.organisation_id AND month >= NEW.month) BEGIN SELECT RAISE(ABORT, 'must:month_closed'); END;
CREATE TRIGGER transfers_month_open BEFORE INSERT ON transfers WHEN EXISTS (SELECT 1 FROM entries e JOIN ledger_periods p ON p.organisation_id = e.organisation_id AND p.month >= e.month WHERE e.seq = NEW.entry_seq) BEGIN SELECT RAISE(ABORT, 'must:month_closed'); END;
