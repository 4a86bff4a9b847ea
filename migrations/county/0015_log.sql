-- The proof: every fact in the order in which it was written, sealed as a salted commitment into a Merkle tree (RFC 6962).
-- Entries are numbered by themselves and cost the paying path nothing; everything else takes its number here.
CREATE TABLE log_facts (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_facts_no_update BEFORE UPDATE ON log_facts BEGIN SELECT RAISE(ABORT, 'append_only:log_facts'); END;
CREATE TRIGGER log_facts_no_delete BEFORE DELETE ON log_facts BEGIN SELECT RAISE(ABORT, 'append_only:log_facts'); END;
CREATE TRIGGER log_facts_no_replace BEFORE INSERT ON log_facts WHEN EXISTS (SELECT 1 FROM log_facts WHERE seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'duplicate:log_facts'); END;
CREATE TRIGGER log_facts_contract AFTER UPDATE OF signed_at_ms ON contract_versions WHEN OLD.signed_at_ms IS NULL AND NEW.signed_at_ms IS NOT NULL BEGIN INSERT INTO log_facts (kind, subject) VALUES ('contract', NEW.id); END;
CREATE TRIGGER log_facts_termination AFTER INSERT ON contract_terminations BEGIN INSERT INTO log_facts (kind, subject) VALUES ('termination', NEW.contract_version_id); END;
CREATE TRIGGER log_facts_slip AFTER INSERT ON deliveries BEGIN INSERT INTO log_facts (kind, subject) VALUES ('slip', NEW.id); END;
CREATE TRIGGER log_facts_correction AFTER UPDATE OF status ON slip_corrections WHEN NEW.status <> OLD.status BEGIN INSERT INTO log_facts (kind, subject) VALUES ('correction', NEW.id); END;
CREATE TRIGGER log_facts_reversal AFTER INSERT ON delivery_reversals BEGIN INSERT INTO log_facts (kind, subject) VALUES ('reversal', NEW.delivery_id); END;
CREATE TRIGGER log_facts_lot AFTER INSERT ON lots BEGIN INSERT INTO log_facts (kind, subject) VALUES ('lot', NEW.id); END;
CREATE TRIGGER log_facts_loss AFTER INSERT ON lot_losses BEGIN INSERT INTO log_facts (kind, subject) VALUES ('loss', NEW.id); END;
CREATE TRIGGER log_facts_closing AFTER UPDATE OF closed_at_ms ON lots WHEN OLD.closed_at_ms IS NULL AND NEW.closed_at_ms IS NOT NULL BEGIN INSERT INTO log_facts (kind, subject) VALUES ('closing', NEW.id); END;
CREATE TRIGGER log_facts_refund AFTER INSERT ON refunds BEGIN INSERT INTO log_facts (kind, subject) VALUES ('refund', NEW.id); END;
CREATE TRIGGER log_facts_guarantee AFTER INSERT ON guarantee_payments BEGIN INSERT INTO log_facts (kind, subject) VALUES ('guarantee', NEW.id); END;
CREATE TRIGGER log_facts_settlement AFTER UPDATE OF approved_at_ms ON settlements WHEN OLD.approved_at_ms IS NULL AND NEW.approved_at_ms IS NOT NULL BEGIN INSERT INTO log_facts (kind, subject) VALUES ('settlement', NEW.id); END;
CREATE TRIGGER log_facts_lines AFTER UPDATE OF approved_at_ms ON settlements WHEN OLD.approved_at_ms IS NULL AND NEW.approved_at_ms IS NOT NULL BEGIN INSERT INTO log_facts (kind, subject) SELECT 'line', id FROM settlement_lines WHERE settlement_id = NEW.id; END;
CREATE TRIGGER log_facts_outcome AFTER UPDATE OF status ON settlement_lines WHEN NEW.status <> OLD.status AND NEW.status IN ('paid', 'failed', 'released') AND EXISTS (SELECT 1 FROM settlements t WHERE t.id = NEW.settlement_id AND t.approved_at_ms IS NOT NULL) BEGIN INSERT INTO log_facts (kind, subject) VALUES ('outcome', NEW.id); END;
CREATE TRIGGER log_facts_payout_file AFTER INSERT ON payout_files BEGIN INSERT INTO log_facts (kind, subject) VALUES ('payout_file', NEW.id); END;
CREATE TRIGGER log_facts_bank_answer AFTER INSERT ON payout_answers BEGIN INSERT INTO log_facts (kind, subject) VALUES ('bank_answer', NEW.file_id || '/' || NEW.answer_sha256); END;
CREATE TRIGGER log_facts_cash AFTER INSERT ON cash_receipts BEGIN INSERT INTO log_facts (kind, subject) VALUES ('cash', NEW.line_id); END;
CREATE TRIGGER log_facts_input AFTER INSERT ON input_advances BEGIN INSERT INTO log_facts (kind, subject) VALUES ('input', NEW.id); END;
CREATE TRIGGER log_facts_input_reversal AFTER INSERT ON input_reversals BEGIN INSERT INTO log_facts (kind, subject) VALUES ('input_reversal', NEW.advance_id); END;
CREATE TRIGGER log_facts_capital AFTER INSERT ON member_capitals BEGIN INSERT INTO log_facts (kind, subject) VALUES ('capital', NEW.id); END;
CREATE TRIGGER log_facts_surplus_deposit AFTER INSERT ON surplus_deposits BEGIN INSERT INTO log_facts (kind, subject) VALUES ('surplus_deposit', NEW.id); END;
CREATE TRIGGER log_facts_reserve AFTER INSERT ON reserve_payments BEGIN INSERT INTO log_facts (kind, subject) VALUES ('reserve', NEW.id); END;
CREATE TRIGGER log_facts_write_off AFTER INSERT ON write_offs BEGIN INSERT INTO log_facts (kind, subject) VALUES ('write_off', NEW.id); END;
CREATE TRIGGER log_facts_period AFTER INSERT ON ledger_periods BEGIN INSERT INTO log_facts (kind, subject) VALUES ('period', NEW.organisation_id || '/' || NEW.month); END;

-- A leaf: which fact, its salt, the commitment that is public, and a mark per field that tells which one was changed.
-- entry_seq and fact_seq are how far both rows of facts are sealed with this leaf. Forgetting a salt is forgetting the fact.
CREATE TABLE log_leaves (
  idx INTEGER PRIMARY KEY CHECK (idx >= 0),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  entry_seq INTEGER NOT NULL CHECK (entry_seq >= 0),
  fact_seq INTEGER NOT NULL CHECK (fact_seq >= 0),
  salt TEXT CHECK (length(salt) = 64),
  commitment TEXT NOT NULL CHECK (length(commitment) = 64),
  marks TEXT NOT NULL,
  CONSTRAINT log_fact_sealed UNIQUE (kind, subject)
) STRICT;
CREATE TRIGGER log_leaves_in_order BEFORE INSERT ON log_leaves WHEN NEW.idx <> (SELECT coalesce(max(idx) + 1, 0) FROM log_leaves) BEGIN SELECT RAISE(ABORT, 'must:busy_try_again'); END;
CREATE TRIGGER log_leaves_frozen BEFORE UPDATE OF idx, kind, subject, entry_seq, fact_seq, commitment, marks ON log_leaves BEGIN SELECT RAISE(ABORT, 'append_only:log_leaves'); END;
CREATE TRIGGER log_leaves_only_forget BEFORE UPDATE OF salt ON log_leaves WHEN NEW.salt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append_only:log_leaves'); END;
CREATE TRIGGER log_leaves_no_delete BEFORE DELETE ON log_leaves BEGIN SELECT RAISE(ABORT, 'append_only:log_leaves'); END;

-- 256 hashes of a level, 64 hex digits each, and the hash they make one level up. C2SP tlog-tiles.
CREATE TABLE log_tiles (
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5),
  n INTEGER NOT NULL CHECK (n >= 0),
  hashes TEXT NOT NULL CHECK (length(hashes) = 16384),
  root TEXT NOT NULL CHECK (length(root) = 64),
  PRIMARY KEY (level, n)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER log_tiles_no_update BEFORE UPDATE ON log_tiles BEGIN SELECT RAISE(ABORT, 'append_only:log_tiles'); END;
CREATE TRIGGER log_tiles_no_delete BEFORE DELETE ON log_tiles BEGIN SELECT RAISE(ABORT, 'append_only:log_tiles'); END;
CREATE TRIGGER log_tiles_no_replace BEFORE INSERT ON log_tiles WHEN EXISTS (SELECT 1 FROM log_tiles WHERE level = NEW.level AND n = NEW.n) BEGIN SELECT RAISE(ABORT, 'must:busy_try_again'); END;

-- What was signed; each continues the one before. key: the line to check its signature with, since keys change.
CREATE TABLE log_checkpoints (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  root TEXT NOT NULL CHECK (length(root) = 64),
  note TEXT NOT NULL,
  key TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT;
CREATE TRIGGER log_checkpoints_no_update BEFORE UPDATE ON log_checkpoints BEGIN SELECT RAISE(ABORT, 'append_only:log_checkpoints'); END;
CREATE TRIGGER log_checkpoints_no_delete BEFORE DELETE ON log_checkpoints BEGIN SELECT RAISE(ABORT, 'append_only:log_checkpoints'); END;
CREATE TRIGGER log_checkpoints_grow BEFORE INSERT ON log_checkpoints WHEN NEW.size <= (SELECT max(size) FROM log_checkpoints) BEGIN SELECT RAISE(ABORT, 'must:busy_try_again'); END;

-- Why the log stopped: it holds something else than what it signed. Healed only by a whole recount of the tree that fits.
CREATE TABLE log_faults (
  id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  reason TEXT NOT NULL CHECK (reason IN ('root', 'tile', 'fact')),
  detail TEXT NOT NULL,
  healed_at_ms INTEGER CHECK (healed_at_ms >= at_ms)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX log_faults_open ON log_faults ((1)) WHERE healed_at_ms IS NULL;
CREATE TRIGGER log_faults_frozen BEFORE UPDATE OF id, at_ms, reason, detail ON log_faults BEGIN SELECT RAISE(ABORT, 'append_only:log_faults'); END;
CREATE TRIGGER log_faults_healed_once BEFORE UPDATE OF healed_at_ms ON log_faults WHEN OLD.healed_at_ms IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append_only:log_faults'); END;
CREATE TRIGGER log_faults_no_delete BEFORE DELETE ON log_faults BEGIN SELECT RAISE(ABORT, 'append_only:log_faults'); END;
