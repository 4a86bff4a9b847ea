-- What is owed to whom for a month, its way to the bank, and what was received.
CREATE TABLE guarantee_payments (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  guarantor_id TEXT NOT NULL REFERENCES organisations (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  bank_reference TEXT NOT NULL CONSTRAINT bank_reference_taken UNIQUE,
  paid_on TEXT NOT NULL CHECK (paid_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  recorded_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX guarantee_payments_by_contract ON guarantee_payments (contract_id);
CREATE TRIGGER guarantee_payments_no_update BEFORE UPDATE ON guarantee_payments BEGIN SELECT RAISE(ABORT, 'append_only:guarantee_payments'); END;
CREATE TRIGGER guarantee_payments_no_delete BEFORE DELETE ON guarantee_payments BEGIN SELECT RAISE(ABORT, 'append_only:guarantee_payments'); END;
CREATE TRIGGER guarantee_payments_no_replace BEFORE INSERT ON guarantee_payments WHEN EXISTS (SELECT 1 FROM guarantee_payments WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:guarantee_payments'); END;

-- What an organisation sets aside to lay out when money that was paid is no longer due.
CREATE TABLE reserve_payments (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  bank_reference TEXT NOT NULL CHECK (length(bank_reference) > 0),
  paid_on TEXT NOT NULL CHECK (paid_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  recorded_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  CONSTRAINT reserve_reference_taken UNIQUE (organisation_id, bank_reference)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reserve_payments_no_update BEFORE UPDATE ON reserve_payments BEGIN SELECT RAISE(ABORT, 'append_only:reserve_payments'); END;
CREATE TRIGGER reserve_payments_no_delete BEFORE DELETE ON reserve_payments BEGIN SELECT RAISE(ABORT, 'append_only:reserve_payments'); END;
CREATE TRIGGER reserve_payments_no_replace BEFORE INSERT ON reserve_payments WHEN EXISTS (SELECT 1 FROM reserve_payments WHERE id = NEW.id OR (organisation_id = NEW.organisation_id AND bank_reference = NEW.bank_reference)) BEGIN SELECT RAISE(ABORT, 'must:reserve_reference_taken'); END;

-- through_seq: the last ledger entry whose money is in these figures, so that anyone can recompute exactly the same state.
CREATE TABLE settlements (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  kind TEXT NOT NULL DEFAULT 'proceeds' CHECK (kind IN ('proceeds', 'surplus')),
  month TEXT NOT NULL CHECK (month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  status TEXT NOT NULL CHECK (status IN ('draft', 'notice', 'approved', 'exported', 'closed', 'rejected')),
  as_of_on TEXT NOT NULL CHECK (as_of_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  through_seq INTEGER NOT NULL CHECK (through_seq >= 0),
  lines INTEGER NOT NULL CHECK (lines >= 0),
  total_fen INTEGER NOT NULL CHECK (total_fen >= 0),
  made_by TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL CHECK (made_at_ms > 0),
  notice_from_ms INTEGER,
  notice_until_ms INTEGER,
  approved_by TEXT,
  approved_at_ms INTEGER,
  exported_at_ms INTEGER,
  closed_at_ms INTEGER,
  rejected_reason TEXT,
  CONSTRAINT approved_by_maker CHECK (approved_by IS NULL OR approved_by <> made_by),
  CONSTRAINT notice_too_short CHECK (approved_at_ms IS NULL OR (notice_until_ms IS NOT NULL AND approved_at_ms >= notice_until_ms AND notice_until_ms - notice_from_ms >= 604800000))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX settlements_one_a_month ON settlements (organisation_id, kind, month) WHERE status <> 'rejected';
CREATE UNIQUE INDEX settlements_one_open ON settlements (organisation_id, kind) WHERE status IN ('draft', 'notice', 'approved', 'exported');
CREATE TRIGGER settlements_forward BEFORE UPDATE OF status ON settlements WHEN NEW.status <> OLD.status AND (OLD.status || '>' || NEW.status) NOT IN ('draft>notice', 'draft>rejected', 'notice>approved', 'notice>rejected', 'approved>exported', 'exported>closed', 'approved>closed') BEGIN SELECT RAISE(ABORT, 'must:settlement_status_moved'); END;
CREATE TRIGGER settlements_frozen BEFORE UPDATE OF organisation_id, kind, month, as_of_on, through_seq, lines, total_fen, made_by ON settlements BEGIN SELECT RAISE(ABORT, 'append_only:settlements'); END;
CREATE TRIGGER settlements_no_delete BEFORE DELETE ON settlements BEGIN SELECT RAISE(ABORT, 'append_only:settlements'); END;

-- The snapshot of each lot's money the settlement was computed from, cumulative since the lot's first sale.
CREATE TABLE settlement_lots (
  settlement_id TEXT NOT NULL REFERENCES settlements (id),
  lot_id TEXT NOT NULL REFERENCES lots (id),
  final_fen INTEGER NOT NULL CHECK (final_fen >= 0),
  final_grams INTEGER NOT NULL CHECK (final_grams >= 0),
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  deducted_fen INTEGER NOT NULL CHECK (deducted_fen >= 0),
  enterprise_fen INTEGER NOT NULL CHECK (enterprise_fen >= 0),
  cooperative_fen INTEGER NOT NULL CHECK (cooperative_fen >= 0),
  pool_fen INTEGER NOT NULL CHECK (pool_fen >= 0),
  remainder_fen INTEGER NOT NULL CHECK (remainder_fen >= 0),
  PRIMARY KEY (settlement_id, lot_id),
  CONSTRAINT split_not_exact CHECK (deducted_fen + enterprise_fen + cooperative_fen + pool_fen = final_fen)
) STRICT, WITHOUT ROWID;
CREATE INDEX settlement_lots_by_lot ON settlement_lots (lot_id);

CREATE TABLE payout_files (
  id TEXT PRIMARY KEY,
  settlement_id TEXT NOT NULL REFERENCES settlements (id),
  lines INTEGER NOT NULL CHECK (lines > 0),
  total_fen INTEGER NOT NULL CHECK (total_fen > 0),
  file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
  made_by TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL CHECK (made_at_ms > 0),
  answered_at_ms INTEGER,
  answer_sha256 TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX payout_files_one ON payout_files (settlement_id);

CREATE TABLE settlement_lines (
  id TEXT PRIMARY KEY,
  settlement_id TEXT NOT NULL REFERENCES settlements (id),
  party TEXT NOT NULL CHECK (party IN ('household', 'enterprise', 'cooperative', 'guarantor')),
  party_id TEXT NOT NULL,
  village_code TEXT REFERENCES divisions (code),
  due_fen INTEGER NOT NULL CHECK (due_fen >= 0),
  before_fen INTEGER NOT NULL CHECK (before_fen >= 0),
  share_fen INTEGER NOT NULL,
  guarantee_fen INTEGER NOT NULL,
  credit_fen INTEGER NOT NULL DEFAULT 0 CHECK (credit_fen >= 0),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  status TEXT NOT NULL CHECK (status IN ('draft', 'held', 'exported', 'paid', 'failed', 'released')),
  channel TEXT NOT NULL DEFAULT 'bank' CHECK (channel IN ('bank', 'cash')),
  payout_file_id TEXT REFERENCES payout_files (id),
  failure TEXT,
  answered_on TEXT CHECK (answered_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  CONSTRAINT line_taken UNIQUE (settlement_id, party, party_id),
  CONSTRAINT line_not_exact CHECK (amount_fen = share_fen + guarantee_fen - credit_fen),
  CONSTRAINT line_above_due CHECK (before_fen + amount_fen + credit_fen <= due_fen),
  CHECK ((party = 'household') = (village_code IS NOT NULL)),
  CONSTRAINT line_in_file CHECK (channel = 'bank' OR (party = 'household' AND payout_file_id IS NULL AND status NOT IN ('exported', 'failed'))),
  CHECK (status NOT IN ('paid', 'failed') OR (answered_on IS NOT NULL AND (channel = 'cash' OR payout_file_id IS NOT NULL)))
) STRICT, WITHOUT ROWID;
CREATE INDEX settlement_lines_by_party ON settlement_lines (party_id, status);
CREATE TRIGGER settlement_lines_forward BEFORE UPDATE OF status ON settlement_lines WHEN NEW.status <> OLD.status AND (OLD.status || '>' || NEW.status) NOT IN ('draft>held', 'held>draft', 'draft>exported', 'draft>paid', 'draft>released', 'held>released', 'exported>paid', 'exported>failed') BEGIN SELECT RAISE(ABORT, 'must:line_status_moved'); END;
CREATE TRIGGER settlement_lines_frozen BEFORE UPDATE OF id, settlement_id, party, party_id, due_fen, before_fen, share_fen, guarantee_fen, credit_fen, amount_fen ON settlement_lines BEGIN SELECT RAISE(ABORT, 'append_only:settlement_lines'); END;
CREATE TRIGGER settlement_lines_no_delete BEFORE DELETE ON settlement_lines BEGIN SELECT RAISE(ABORT, 'append_only:settlement_lines'); END;

-- Every household line is the sum of these: what each slip contributes, beside its entitlement and guarantee on that day.
CREATE TABLE settlement_slips (
  line_id TEXT NOT NULL REFERENCES settlement_lines (id),
  delivery_id TEXT NOT NULL REFERENCES deliveries (id),
  entitled_fen INTEGER NOT NULL CHECK (entitled_fen >= 0),
  guaranteed_fen INTEGER NOT NULL CHECK (guaranteed_fen >= 0),
  share_fen INTEGER NOT NULL,
  guarantee_fen INTEGER NOT NULL,
  PRIMARY KEY (line_id, delivery_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX settlement_slips_by_delivery ON settlement_slips (delivery_id);

CREATE TABLE settlement_contracts (
  settlement_id TEXT NOT NULL REFERENCES settlements (id),
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  guarantor_id TEXT NOT NULL REFERENCES organisations (id),
  position_fen INTEGER NOT NULL CHECK (position_fen >= 0),
  paid_in_fen INTEGER NOT NULL CHECK (paid_in_fen >= 0),
  repaid_fen INTEGER NOT NULL CHECK (repaid_fen >= 0),
  used_fen INTEGER NOT NULL CHECK (used_fen >= 0),
  claim_fen INTEGER NOT NULL CHECK (claim_fen >= 0),
  overdue_fen INTEGER NOT NULL CHECK (overdue_fen BETWEEN 0 AND claim_fen),
  PRIMARY KEY (settlement_id, contract_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE settlement_floors (
  settlement_id TEXT NOT NULL REFERENCES settlements (id),
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  product_id TEXT NOT NULL REFERENCES products (id),
  month TEXT NOT NULL CHECK (month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  slips INTEGER NOT NULL CHECK (slips > 0),
  floor_fen INTEGER NOT NULL CHECK (floor_fen >= 0),
  guaranteed_fen INTEGER NOT NULL CHECK (guaranteed_fen >= 0),
  entitled_fen INTEGER NOT NULL CHECK (entitled_fen >= 0),
  position_fen INTEGER NOT NULL CHECK (position_fen >= 0),
  covered_fen INTEGER NOT NULL CHECK (covered_fen BETWEEN 0 AND position_fen),
  PRIMARY KEY (settlement_id, contract_id, product_id, month)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER settlement_lots_no_update BEFORE UPDATE ON settlement_lots BEGIN SELECT RAISE(ABORT, 'append_only:settlement_lots'); END;
CREATE TRIGGER settlement_lots_no_delete BEFORE DELETE ON settlement_lots BEGIN SELECT RAISE(ABORT, 'append_only:settlement_lots'); END;
CREATE TRIGGER settlement_lots_no_replace BEFORE INSERT ON settlement_lots WHEN EXISTS (SELECT 1 FROM settlement_lots WHERE settlement_id = NEW.settlement_id AND lot_id = NEW.lot_id) BEGIN SELECT RAISE(ABORT, 'duplicate:settlement_lots'); END;
CREATE TRIGGER delivery_reversals_before_settlement BEFORE INSERT ON delivery_reversals WHEN NEW.correction_id IS NULL AND EXISTS (SELECT 1 FROM settlement_slips s WHERE s.delivery_id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'must:slip_settled'); END;
CREATE TRIGGER settlement_slips_no_update BEFORE UPDATE ON settlement_slips BEGIN SELECT RAISE(ABORT, 'append_only:settlement_slips'); END;
CREATE TRIGGER settlement_slips_no_delete BEFORE DELETE ON settlement_slips BEGIN SELECT RAISE(ABORT, 'append_only:settlement_slips'); END;
CREATE TRIGGER settlement_slips_no_replace BEFORE INSERT ON settlement_slips WHEN EXISTS (SELECT 1 FROM settlement_slips WHERE line_id = NEW.line_id AND delivery_id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'duplicate:settlement_slips'); END;
CREATE TRIGGER settlement_contracts_no_update BEFORE UPDATE ON settlement_contracts BEGIN SELECT RAISE(ABORT, 'append_only:settlement_contracts'); END;
CREATE TRIGGER settlement_contracts_no_delete BEFORE DELETE ON settlement_contracts BEGIN SELECT RAISE(ABORT, 'append_only:settlement_contracts'); END;
CREATE TRIGGER settlement_contracts_no_replace BEFORE INSERT ON settlement_contracts WHEN EXISTS (SELECT 1 FROM settlement_contracts WHERE settlement_id = NEW.settlement_id AND contract_id = NEW.contract_id) BEGIN SELECT RAISE(ABORT, 'duplicate:settlement_contracts'); END;
CREATE TRIGGER settlement_floors_no_update BEFORE UPDATE ON settlement_floors BEGIN SELECT RAISE(ABORT, 'append_only:settlement_floors'); END;
CREATE TRIGGER settlement_floors_no_delete BEFORE DELETE ON settlement_floors BEGIN SELECT RAISE(ABORT, 'append_only:settlement_floors'); END;
CREATE TRIGGER settlement_floors_no_replace BEFORE INSERT ON settlement_floors WHEN EXISTS (SELECT 1 FROM settlement_floors WHERE settlement_id = NEW.settlement_id AND contract_id = NEW.contract_id AND product_id = NEW.product_id AND month = NEW.month) BEGIN SELECT RAISE(ABORT, 'duplicate:settlement_floors'); END;

-- The household's own word: right, or not right. An open "not right" about a line holds that line only.
CREATE TABLE statements (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  delivery_id TEXT REFERENCES deliveries (id),
  line_id TEXT REFERENCES settlement_lines (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('right', 'not_right')),
  words TEXT NOT NULL DEFAULT '',
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  resolution TEXT,
  resolved_by TEXT,
  resolved_at_ms INTEGER,
  CHECK ((delivery_id IS NULL) <> (line_id IS NULL)),
  CHECK (verdict = 'not_right' OR resolved_at_ms IS NULL),
  CHECK ((resolved_at_ms IS NULL) = (resolution IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX statements_by_household ON statements (household_id, at_ms);
CREATE INDEX statements_by_line ON statements (line_id) WHERE line_id IS NOT NULL;
CREATE INDEX statements_open ON statements (at_ms) WHERE verdict = 'not_right' AND resolved_at_ms IS NULL;
CREATE TRIGGER statements_frozen BEFORE UPDATE OF household_id, delivery_id, line_id, verdict, words, at_ms ON statements BEGIN SELECT RAISE(ABORT, 'append_only:statements'); END;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements BEGIN SELECT RAISE(ABORT, 'append_only:statements'); END;

-- Income is only what was received; a surplus line may bring two kinds, one by trade and one on capital.
CREATE TABLE incomes (
  line_id TEXT NOT NULL REFERENCES settlement_lines (id),
  household_id TEXT NOT NULL REFERENCES households (id),
  village_code TEXT NOT NULL REFERENCES divisions (code),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  received_on TEXT NOT NULL CHECK (received_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  kind TEXT NOT NULL CHECK (kind IN ('rent', 'dividend', 'wage', 'fee', 'bonus', 'sale')),
  class TEXT NOT NULL CHECK (class IN ('wage', 'business', 'property', 'transfer')),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  PRIMARY KEY (line_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX incomes_by_household ON incomes (household_id, received_on);
CREATE TRIGGER incomes_no_update BEFORE UPDATE ON incomes BEGIN SELECT RAISE(ABORT, 'append_only:incomes'); END;
CREATE TRIGGER incomes_no_delete BEFORE DELETE ON incomes BEGIN SELECT RAISE(ABORT, 'append_only:incomes'); END;
CREATE TRIGGER incomes_no_replace BEFORE INSERT ON incomes WHEN EXISTS (SELECT 1 FROM incomes WHERE line_id = NEW.line_id AND kind = NEW.kind) BEGIN SELECT RAISE(ABORT, 'duplicate:incomes'); END;
CREATE TABLE income_months (
  village_code TEXT NOT NULL REFERENCES divisions (code),
  month TEXT NOT NULL,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  kind TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  PRIMARY KEY (village_code, month, organisation_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER income_months_add AFTER INSERT ON incomes BEGIN INSERT INTO income_months VALUES (NEW.village_code, substr(NEW.received_on, 1, 7), NEW.organisation_id, NEW.kind, NEW.amount_fen) ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen; END;

-- At a contract's end the organisation bears what was paid beyond what is due and can no longer be set off.
CREATE TABLE write_offs (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  written_off_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX write_offs_by_organisation ON write_offs (organisation_id);
CREATE TRIGGER write_offs_no_update BEFORE UPDATE ON write_offs BEGIN SELECT RAISE(ABORT, 'append_only:write_offs'); END;
CREATE TRIGGER write_offs_no_delete BEFORE DELETE ON write_offs BEGIN SELECT RAISE(ABORT, 'append_only:write_offs'); END;
CREATE TRIGGER write_offs_no_replace BEFORE INSERT ON write_offs WHEN EXISTS (SELECT 1 FROM write_offs WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:write_offs'); END;
CREATE TABLE write_off_slips (
  write_off_id TEXT NOT NULL REFERENCES write_offs (id),
  delivery_id TEXT NOT NULL REFERENCES deliveries (id),
  forgiven_fen INTEGER NOT NULL CHECK (forgiven_fen > 0),
  PRIMARY KEY (write_off_id, delivery_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX write_off_slips_by_delivery ON write_off_slips (delivery_id);
CREATE TRIGGER write_off_slips_no_update BEFORE UPDATE ON write_off_slips BEGIN SELECT RAISE(ABORT, 'append_only:write_off_slips'); END;
CREATE TRIGGER write_off_slips_no_delete BEFORE DELETE ON write_off_slips BEGIN SELECT RAISE(ABORT, 'append_only:write_off_slips'); END;
CREATE TRIGGER write_off_slips_no_replace BEFORE INSERT ON write_off_slips WHEN EXISTS (SELECT 1 FROM write_off_slips WHERE write_off_id = NEW.write_off_id AND delivery_id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'duplicate:write_off_slips'); END;
