-- Inputs on credit 统一物资: what a household took from its organisation before the harvest, and got deducted afterwards.
-- Only under a contract that foresees it, and only on the household's own word.
CREATE TABLE input_advances (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  household_id TEXT NOT NULL REFERENCES households (id),
  contract_version_id TEXT NOT NULL REFERENCES contract_versions (id),
  item TEXT NOT NULL CHECK (length(item) > 0),
  count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 100000),
  unit TEXT NOT NULL CHECK (length(unit) > 0),
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 5000000),
  handed_on TEXT NOT NULL CHECK (handed_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  evidence_file_id TEXT REFERENCES files (id),
  confirmed_by TEXT NOT NULL CHECK (confirmed_by IN ('pin', 'signature')),
  recorded_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  CONSTRAINT signed_list_missing CHECK (confirmed_by <> 'signature' OR evidence_file_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX input_advances_by_household ON input_advances (household_id, contract_version_id);
CREATE INDEX input_advances_by_organisation ON input_advances (organisation_id, handed_on);
CREATE TRIGGER input_advances_no_update BEFORE UPDATE ON input_advances BEGIN SELECT RAISE(ABORT, 'append_only:input_advances'); END;
CREATE TRIGGER input_advances_no_delete BEFORE DELETE ON input_advances BEGIN SELECT RAISE(ABORT, 'append_only:input_advances'); END;
CREATE TRIGGER input_advances_no_replace BEFORE INSERT ON input_advances WHEN EXISTS (SELECT 1 FROM input_advances WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:input_advances'); END;
CREATE TRIGGER input_advances_members_only BEFORE INSERT ON input_advances WHEN NOT EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = NEW.organisation_id AND m.household_id = NEW.household_id AND m.from_on <= NEW.handed_on AND coalesce(m.until_on, '9999') >= NEW.handed_on) BEGIN SELECT RAISE(ABORT, 'must:not_a_member'); END;
CREATE TRIGGER input_advances_foreseen BEFORE INSERT ON input_advances WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = NEW.contract_version_id AND v.input_cap_bp = 0) BEGIN SELECT RAISE(ABORT, 'must:inputs_not_in_contract'); END;
CREATE TRIGGER input_advances_contract_in_force BEFORE INSERT ON input_advances WHEN NOT EXISTS (SELECT 1 FROM contract_versions v JOIN contracts c ON c.id = v.contract_id WHERE v.id = NEW.contract_version_id AND c.organisation_id = NEW.organisation_id AND v.signed_at_ms IS NOT NULL AND v.from_on <= NEW.handed_on AND v.until_on >= NEW.handed_on AND NOT EXISTS (SELECT 1 FROM contract_terminations t WHERE t.contract_version_id = v.id AND t.on_date <= NEW.handed_on)) BEGIN SELECT RAISE(ABORT, 'must:contract_not_in_force'); END;

-- The counter-record of inputs given back or wrongly recorded, by a second person.
CREATE TABLE input_reversals (
  advance_id TEXT PRIMARY KEY REFERENCES input_advances (id),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  reversed_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER input_reversals_no_update BEFORE UPDATE ON input_reversals BEGIN SELECT RAISE(ABORT, 'append_only:input_reversals'); END;
CREATE TRIGGER input_reversals_no_delete BEFORE DELETE ON input_reversals BEGIN SELECT RAISE(ABORT, 'append_only:input_reversals'); END;
CREATE TRIGGER input_reversals_no_replace BEFORE INSERT ON input_reversals WHEN EXISTS (SELECT 1 FROM input_reversals WHERE advance_id = NEW.advance_id) BEGIN SELECT RAISE(ABORT, 'must:input_reversed'); END;
CREATE TRIGGER input_reversals_four_eyes BEFORE INSERT ON input_reversals WHEN EXISTS (SELECT 1 FROM input_advances a WHERE a.id = NEW.advance_id AND a.recorded_by = NEW.reversed_by) BEGIN SELECT RAISE(ABORT, 'must:input_reversed_by_recorder'); END;

-- What a household's line left out of the bank's amount, by contract, to pay for inputs.
CREATE TABLE settlement_credits (
  line_id TEXT NOT NULL REFERENCES settlement_lines (id),
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  credit_fen INTEGER NOT NULL CHECK (credit_fen > 0),
  PRIMARY KEY (line_id, contract_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER settlement_credits_no_update BEFORE UPDATE ON settlement_credits BEGIN SELECT RAISE(ABORT, 'append_only:settlement_credits'); END;
CREATE TRIGGER settlement_credits_no_delete BEFORE DELETE ON settlement_credits BEGIN SELECT RAISE(ABORT, 'append_only:settlement_credits'); END;
CREATE TRIGGER settlement_credits_no_replace BEFORE INSERT ON settlement_credits WHEN EXISTS (SELECT 1 FROM settlement_credits WHERE line_id = NEW.line_id AND contract_id = NEW.contract_id) BEGIN SELECT RAISE(ABORT, 'duplicate:settlement_credits'); END;
-- Never more deducted, in lines that stand, than was taken and not given back: judged when deducting, and when giving back.
CREATE TRIGGER settlement_credits_within_advances BEFORE INSERT ON settlement_credits WHEN NEW.credit_fen + (SELECT coalesce(sum(k.credit_fen), 0) FROM settlement_lines n JOIN settlement_lines l ON l.party_id = n.party_id AND l.status IN ('draft', 'held', 'exported', 'paid') JOIN settlement_credits k ON k.line_id = l.id AND k.contract_id = NEW.contract_id WHERE n.id = NEW.line_id) > (SELECT coalesce(sum(a.amount_fen), 0) FROM settlement_lines n JOIN input_advances a ON a.household_id = n.party_id JOIN contract_versions v ON v.id = a.contract_version_id AND v.contract_id = NEW.contract_id LEFT JOIN input_reversals r ON r.advance_id = a.id WHERE n.id = NEW.line_id AND r.advance_id IS NULL) BEGIN SELECT RAISE(ABORT, 'must:busy_try_again'); END;
CREATE TRIGGER input_reversals_before_deduction BEFORE INSERT ON input_reversals WHEN (SELECT coalesce(sum(k.credit_fen), 0) FROM input_advances x JOIN contract_versions w ON w.id = x.contract_version_id JOIN settlement_lines l ON l.party_id = x.household_id AND l.status IN ('draft', 'held', 'exported', 'paid') JOIN settlement_credits k ON k.line_id = l.id AND k.contract_id = w.contract_id WHERE x.id = NEW.advance_id) > (SELECT coalesce(sum(a.amount_fen), 0) FROM input_advances x JOIN contract_versions w ON w.id = x.contract_version_id JOIN input_advances a ON a.household_id = x.household_id AND a.id <> x.id JOIN contract_versions v ON v.id = a.contract_version_id AND v.contract_id = w.contract_id LEFT JOIN input_reversals r ON r.advance_id = a.id WHERE x.id = NEW.advance_id AND r.advance_id IS NULL) BEGIN SELECT RAISE(ABORT, 'must:input_deducted'); END;
