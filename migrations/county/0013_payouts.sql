-- How money leaves: accounts and their changes, what stood in each bank file, cash handed out, and the bank's answers.
-- The account of a household lives in the vault under the id of its change; here stands who changed it, why, and from when it counts.
CREATE TABLE account_changes (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  organisation_id TEXT REFERENCES organisations (id),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 2 AND 200),
  proof TEXT NOT NULL CHECK (proof IN ('pin', 'signature', 'register')),
  evidence_file_id TEXT REFERENCES files (id),
  entered_by TEXT NOT NULL,
  entered_at_ms INTEGER NOT NULL CHECK (entered_at_ms > 0),
  effective_at_ms INTEGER NOT NULL,
  CONSTRAINT account_cooling CHECK (effective_at_ms - entered_at_ms >= 259200000),
  CONSTRAINT account_proof_missing CHECK ((proof = 'signature') = (evidence_file_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX account_changes_by_household ON account_changes (household_id, effective_at_ms);
CREATE INDEX account_changes_by_moment ON account_changes (entered_at_ms);
CREATE TABLE account_cancellations (
  change_id TEXT PRIMARY KEY REFERENCES account_changes (id),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 2 AND 200),
  cancelled_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER account_changes_one_pending BEFORE INSERT ON account_changes WHEN EXISTS (SELECT 1 FROM account_changes c WHERE c.household_id = NEW.household_id AND c.effective_at_ms > NEW.entered_at_ms AND NOT EXISTS (SELECT 1 FROM account_cancellations x WHERE x.change_id = c.id)) BEGIN SELECT RAISE(ABORT, 'must:account_change_pending'); END;
CREATE TRIGGER account_changes_no_update BEFORE UPDATE ON account_changes BEGIN SELECT RAISE(ABORT, 'append_only:account_changes'); END;
CREATE TRIGGER account_changes_no_delete BEFORE DELETE ON account_changes BEGIN SELECT RAISE(ABORT, 'append_only:account_changes'); END;
CREATE TRIGGER account_changes_no_replace BEFORE INSERT ON account_changes WHEN EXISTS (SELECT 1 FROM account_changes WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:account_changes'); END;
CREATE TRIGGER account_cancellations_in_time BEFORE INSERT ON account_cancellations WHEN NEW.at_ms >= (SELECT effective_at_ms FROM account_changes WHERE id = NEW.change_id) BEGIN SELECT RAISE(ABORT, 'must:account_in_force'); END;
CREATE TRIGGER account_cancellations_no_update BEFORE UPDATE ON account_cancellations BEGIN SELECT RAISE(ABORT, 'append_only:account_cancellations'); END;
CREATE TRIGGER account_cancellations_no_delete BEFORE DELETE ON account_cancellations BEGIN SELECT RAISE(ABORT, 'append_only:account_cancellations'); END;
CREATE TRIGGER account_cancellations_no_replace BEFORE INSERT ON account_cancellations WHEN EXISTS (SELECT 1 FROM account_cancellations WHERE change_id = NEW.change_id) BEGIN SELECT RAISE(ABORT, 'must:account_change_cancelled'); END;

-- An organisation's own account: written down by one person, counted once another has confirmed it. The latest confirmed version is in force.
CREATE TABLE organisation_accounts (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  version INTEGER NOT NULL CHECK (version > 0),
  holder TEXT NOT NULL CHECK (length(holder) BETWEEN 1 AND 120),
  bank_name TEXT NOT NULL CHECK (length(bank_name) BETWEEN 2 AND 60),
  bank_account TEXT NOT NULL CHECK (length(bank_account) BETWEEN 8 AND 25 AND bank_account NOT GLOB '*[^0-9]*'),
  cnaps TEXT NOT NULL DEFAULT '' CHECK (length(cnaps) IN (0, 12) AND cnaps NOT GLOB '*[^0-9]*'),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 2 AND 200),
  entered_by TEXT NOT NULL,
  entered_at_ms INTEGER NOT NULL CHECK (entered_at_ms > 0),
  CONSTRAINT organisation_account_taken UNIQUE (organisation_id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE organisation_account_decisions (
  account_id TEXT PRIMARY KEY REFERENCES organisation_accounts (id),
  decision TEXT NOT NULL CHECK (decision IN ('confirmed', 'refused')),
  decided_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER organisation_account_decisions_four_eyes BEFORE INSERT ON organisation_account_decisions WHEN NEW.decision = 'confirmed' AND NEW.decided_by = (SELECT entered_by FROM organisation_accounts WHERE id = NEW.account_id) BEGIN SELECT RAISE(ABORT, 'must:account_confirmed_by_maker'); END;
CREATE TRIGGER organisation_accounts_no_update BEFORE UPDATE ON organisation_accounts BEGIN SELECT RAISE(ABORT, 'append_only:organisation_accounts'); END;
CREATE TRIGGER organisation_accounts_no_delete BEFORE DELETE ON organisation_accounts BEGIN SELECT RAISE(ABORT, 'append_only:organisation_accounts'); END;
CREATE TRIGGER organisation_accounts_no_replace BEFORE INSERT ON organisation_accounts WHEN EXISTS (SELECT 1 FROM organisation_accounts WHERE id = NEW.id OR (organisation_id = NEW.organisation_id AND version = NEW.version)) BEGIN SELECT RAISE(ABORT, 'duplicate:organisation_accounts'); END;
CREATE TRIGGER organisation_account_decisions_no_update BEFORE UPDATE ON organisation_account_decisions BEGIN SELECT RAISE(ABORT, 'append_only:organisation_account_decisions'); END;
CREATE TRIGGER organisation_account_decisions_no_delete BEFORE DELETE ON organisation_account_decisions BEGIN SELECT RAISE(ABORT, 'append_only:organisation_account_decisions'); END;
CREATE TRIGGER organisation_account_decisions_no_replace BEFORE INSERT ON organisation_account_decisions WHEN EXISTS (SELECT 1 FROM organisation_account_decisions WHERE account_id = NEW.account_id) BEGIN SELECT RAISE(ABORT, 'must:account_decided'); END;

-- A line stands in one file for good, with the keyed hash of the account it was sent to.
CREATE TABLE payout_lines (
  line_id TEXT PRIMARY KEY REFERENCES settlement_lines (id),
  file_id TEXT NOT NULL REFERENCES payout_files (id),
  n INTEGER NOT NULL CHECK (n > 0),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  account_hmac TEXT NOT NULL CHECK (length(account_hmac) = 64),
  CONSTRAINT payout_line_taken UNIQUE (file_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX payout_lines_by_account ON payout_lines (account_hmac);
CREATE TRIGGER payout_lines_of_bank BEFORE INSERT ON payout_lines WHEN NOT EXISTS (SELECT 1 FROM settlement_lines l JOIN payout_files f ON f.id = NEW.file_id WHERE l.id = NEW.line_id AND l.settlement_id = f.settlement_id AND l.channel = 'bank' AND l.amount_fen = NEW.amount_fen) BEGIN SELECT RAISE(ABORT, 'must:line_status_moved'); END;
CREATE TRIGGER payout_lines_no_update BEFORE UPDATE ON payout_lines BEGIN SELECT RAISE(ABORT, 'append_only:payout_lines'); END;
CREATE TRIGGER payout_lines_no_delete BEFORE DELETE ON payout_lines BEGIN SELECT RAISE(ABORT, 'append_only:payout_lines'); END;
CREATE TRIGGER payout_lines_no_replace BEFORE INSERT ON payout_lines WHEN EXISTS (SELECT 1 FROM payout_lines WHERE line_id = NEW.line_id OR (file_id = NEW.file_id AND n = NEW.n)) BEGIN SELECT RAISE(ABORT, 'must:line_in_file'); END;
CREATE TRIGGER payout_files_frozen BEFORE UPDATE OF id, settlement_id, lines, total_fen, file_sha256, made_by, made_at_ms ON payout_files BEGIN SELECT RAISE(ABORT, 'append_only:payout_files'); END;
CREATE TRIGGER payout_files_no_delete BEFORE DELETE ON payout_files BEGIN SELECT RAISE(ABORT, 'append_only:payout_files'); END;
CREATE TRIGGER payout_files_no_replace BEFORE INSERT ON payout_files WHEN EXISTS (SELECT 1 FROM payout_files WHERE id = NEW.id OR settlement_id = NEW.settlement_id) BEGIN SELECT RAISE(ABORT, 'must:settlement_status_moved'); END;
CREATE TRIGGER settlement_lines_one_file BEFORE UPDATE OF payout_file_id ON settlement_lines WHEN OLD.payout_file_id IS NOT NULL AND NEW.payout_file_id IS NOT OLD.payout_file_id BEGIN SELECT RAISE(ABORT, 'must:line_in_file'); END;
CREATE TRIGGER settlement_lines_channel BEFORE UPDATE OF channel ON settlement_lines WHEN NEW.channel <> OLD.channel AND OLD.status <> 'draft' BEGIN SELECT RAISE(ABORT, 'must:line_status_moved'); END;

-- Every answer of the bank as it was brought in, and by whom; its bytes are kept under their hash.
CREATE TABLE payout_answers (
  file_id TEXT NOT NULL REFERENCES payout_files (id),
  answer_sha256 TEXT NOT NULL REFERENCES files (id),
  format TEXT NOT NULL CHECK (format IN ('csv', 'pain002')),
  paid INTEGER NOT NULL CHECK (paid >= 0),
  failed INTEGER NOT NULL CHECK (failed >= 0),
  paid_fen INTEGER NOT NULL CHECK (paid_fen >= 0),
  imported_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  PRIMARY KEY (file_id, answer_sha256)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER payout_answers_no_update BEFORE UPDATE ON payout_answers BEGIN SELECT RAISE(ABORT, 'append_only:payout_answers'); END;
CREATE TRIGGER payout_answers_no_delete BEFORE DELETE ON payout_answers BEGIN SELECT RAISE(ABORT, 'append_only:payout_answers'); END;
CREATE TRIGGER payout_answers_no_replace BEFORE INSERT ON payout_answers WHEN EXISTS (SELECT 1 FROM payout_answers WHERE file_id = NEW.file_id AND answer_sha256 = NEW.answer_sha256) BEGIN SELECT RAISE(ABORT, 'must:line_status_moved'); END;

-- Cash counts as received by the household's own PIN or signature only.
CREATE TABLE cash_receipts (
  line_id TEXT PRIMARY KEY REFERENCES settlement_lines (id),
  proof TEXT NOT NULL CHECK (proof IN ('pin', 'signature')),
  evidence_file_id TEXT REFERENCES files (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  handed_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  CONSTRAINT cash_proof_missing CHECK ((proof = 'signature') = (evidence_file_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cash_receipts_of_line BEFORE INSERT ON cash_receipts WHEN NOT EXISTS (SELECT 1 FROM settlement_lines l JOIN settlements t ON t.id = l.settlement_id WHERE l.id = NEW.line_id AND l.channel = 'cash' AND l.status = 'draft' AND l.amount_fen = NEW.amount_fen AND t.status IN ('approved', 'exported')) BEGIN SELECT RAISE(ABORT, 'must:line_status_moved'); END;
CREATE TRIGGER cash_receipts_no_update BEFORE UPDATE ON cash_receipts BEGIN SELECT RAISE(ABORT, 'append_only:cash_receipts'); END;
CREATE TRIGGER cash_receipts_no_delete BEFORE DELETE ON cash_receipts BEGIN SELECT RAISE(ABORT, 'append_only:cash_receipts'); END;
CREATE TRIGGER cash_receipts_no_replace BEFORE INSERT ON cash_receipts WHEN EXISTS (SELECT 1 FROM cash_receipts WHERE line_id = NEW.line_id) BEGIN SELECT RAISE(ABORT, 'must:line_status_moved'); END;
CREATE TRIGGER settlement_lines_cash_proof BEFORE UPDATE OF status ON settlement_lines WHEN OLD.status = 'draft' AND NEW.status = 'paid' AND (NEW.channel <> 'cash' OR NOT EXISTS (SELECT 1 FROM cash_receipts r WHERE r.line_id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'must:cash_proof_missing'); END;
