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

-- 二次返利: a cooperative's surplus of a year, returned by trade volume and by capital. The law's 60 % (农民专业合作社法, art. 44) is not the contract's.
-- A member's capital on record: each row says what it is from a day on, so the latest row counts.
CREATE TABLE member_capitals (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  household_id TEXT NOT NULL REFERENCES households (id),
  kind TEXT NOT NULL CHECK (kind IN ('contribution', 'reserve_share', 'grant_share')),
  share_fen INTEGER NOT NULL CHECK (share_fen BETWEEN 0 AND 10000000000),
  from_on TEXT NOT NULL CHECK (from_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  document TEXT NOT NULL CHECK (length(document) > 0),
  recorded_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_capitals_by_member ON member_capitals (organisation_id, household_id, kind, from_on, id);
CREATE TRIGGER member_capitals_no_update BEFORE UPDATE ON member_capitals BEGIN SELECT RAISE(ABORT, 'append_only:member_capitals'); END;
CREATE TRIGGER member_capitals_no_delete BEFORE DELETE ON member_capitals BEGIN SELECT RAISE(ABORT, 'append_only:member_capitals'); END;
CREATE TRIGGER member_capitals_no_replace BEFORE INSERT ON member_capitals WHEN EXISTS (SELECT 1 FROM member_capitals WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:member_capitals'); END;
CREATE TRIGGER member_capitals_members_only BEFORE INSERT ON member_capitals WHEN NOT EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = NEW.organisation_id AND m.household_id = NEW.household_id AND m.from_on <= NEW.from_on AND (NEW.share_fen = 0 OR coalesce(m.until_on, '9999') >= NEW.from_on)) BEGIN SELECT RAISE(ABORT, 'must:not_a_member'); END;

CREATE TABLE surplus_deposits (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 100000000000),
  bank_reference TEXT NOT NULL CONSTRAINT surplus_reference_taken UNIQUE,
  paid_on TEXT NOT NULL CHECK (paid_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  recorded_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX surplus_deposits_by_organisation ON surplus_deposits (organisation_id, paid_on);
CREATE TRIGGER surplus_deposits_no_update BEFORE UPDATE ON surplus_deposits BEGIN SELECT RAISE(ABORT, 'append_only:surplus_deposits'); END;
CREATE TRIGGER surplus_deposits_no_delete BEFORE DELETE ON surplus_deposits BEGIN SELECT RAISE(ABORT, 'append_only:surplus_deposits'); END;
CREATE TRIGGER surplus_deposits_no_replace BEFORE INSERT ON surplus_deposits WHEN EXISTS (SELECT 1 FROM surplus_deposits WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:surplus_deposits'); END;

-- What a member's part was worked out from, and the part itself: with surplus_distributions, all that is needed to work it out again.
CREATE TABLE surplus_parts (
  settlement_id TEXT NOT NULL REFERENCES settlements (id),
  household_id TEXT NOT NULL REFERENCES households (id),
  trade_fen INTEGER NOT NULL CHECK (trade_fen >= 0),
  capital_fen INTEGER NOT NULL CHECK (capital_fen >= 0),
  by_volume_fen INTEGER NOT NULL CHECK (by_volume_fen >= 0),
  by_capital_fen INTEGER NOT NULL CHECK (by_capital_fen >= 0),
  PRIMARY KEY (settlement_id, household_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER surplus_parts_no_update BEFORE UPDATE ON surplus_parts BEGIN SELECT RAISE(ABORT, 'append_only:surplus_parts'); END;
CREATE TRIGGER surplus_parts_no_delete BEFORE DELETE ON surplus_parts BEGIN SELECT RAISE(ABORT, 'append_only:surplus_parts'); END;
CREATE TRIGGER surplus_parts_no_replace BEFORE INSERT ON surplus_parts WHEN EXISTS (SELECT 1 FROM surplus_parts WHERE settlement_id = NEW.settlement_id AND household_id = NEW.household_id) BEGIN SELECT RAISE(ABORT, 'duplicate:surplus_parts'); END;

CREATE TABLE surplus_distributions (
  settlement_id TEXT PRIMARY KEY REFERENCES settlements (id),
  year TEXT NOT NULL CHECK (year GLOB '[12][0-9][0-9][0-9]'),
  surplus_fen INTEGER NOT NULL CHECK (surplus_fen BETWEEN 1 AND 100000000000),
  reserve_bp INTEGER NOT NULL CHECK (reserve_bp BETWEEN 0 AND 10000),
  reserve_fen INTEGER NOT NULL CHECK (reserve_fen = surplus_fen * reserve_bp / 10000),
  volume_bp INTEGER NOT NULL,
  by_volume_fen INTEGER NOT NULL CHECK (by_volume_fen > 0),
  by_capital_fen INTEGER NOT NULL CHECK (by_capital_fen >= 0),
  CONSTRAINT surplus_below_law CHECK (volume_bp BETWEEN 6000 AND 10000 AND by_volume_fen * 10000 >= (surplus_fen - reserve_fen) * 6000),
  CONSTRAINT surplus_not_exact CHECK (reserve_fen + by_volume_fen + by_capital_fen = surplus_fen)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER surplus_distributions_no_update BEFORE UPDATE ON surplus_distributions BEGIN SELECT RAISE(ABORT, 'append_only:surplus_distributions'); END;
CREATE TRIGGER surplus_distributions_no_delete BEFORE DELETE ON surplus_distributions BEGIN SELECT RAISE(ABORT, 'append_only:surplus_distributions'); END;
CREATE TRIGGER surplus_distributions_no_replace BEFORE INSERT ON surplus_distributions WHEN EXISTS (SELECT 1 FROM surplus_distributions WHERE settlement_id = NEW.settlement_id) BEGIN SELECT RAISE(ABORT, 'duplicate:surplus_distributions'); END;
CREATE TRIGGER surplus_distributions_exact BEFORE INSERT ON surplus_distributions WHEN (SELECT coalesce(sum(by_volume_fen), 0) FROM surplus_parts WHERE settlement_id = NEW.settlement_id) <> NEW.by_volume_fen OR (SELECT coalesce(sum(by_capital_fen), 0) FROM surplus_parts WHERE settlement_id = NEW.settlement_id) <> NEW.by_capital_fen BEGIN SELECT RAISE(ABORT, 'parts do not add up:surplus_distributions'); END;
CREATE TRIGGER surplus_parts_whole BEFORE INSERT ON surplus_parts WHEN EXISTS (SELECT 1 FROM surplus_distributions WHERE settlement_id = NEW.settlement_id) BEGIN SELECT RAISE(ABORT, 'append_only:surplus_parts'); END;
CREATE TRIGGER surplus_distributions_one_a_year BEFORE INSERT ON surplus_distributions WHEN EXISTS (SELECT 1 FROM settlements n JOIN settlements t ON t.organisation_id = n.organisation_id AND t.id <> n.id AND t.kind = 'surplus' AND t.status <> 'rejected' JOIN surplus_distributions d ON d.settlement_id = t.id AND d.year = NEW.year WHERE n.id = NEW.settlement_id) BEGIN SELECT RAISE(ABORT, 'must:surplus_year_taken'); END;

-- Of a line, what is returned by trade volume (produce, 售金) and what is paid on capital (dividend, 股金).
CREATE TABLE surplus_shares (
  line_id TEXT PRIMARY KEY REFERENCES settlement_lines (id),
  volume_fen INTEGER NOT NULL CHECK (volume_fen >= 0),
  capital_fen INTEGER NOT NULL CHECK (capital_fen >= 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER surplus_shares_no_update BEFORE UPDATE ON surplus_shares BEGIN SELECT RAISE(ABORT, 'append_only:surplus_shares'); END;
CREATE TRIGGER surplus_shares_no_delete BEFORE DELETE ON surplus_shares BEGIN SELECT RAISE(ABORT, 'append_only:surplus_shares'); END;
CREATE TRIGGER surplus_shares_no_replace BEFORE INSERT ON surplus_shares WHEN EXISTS (SELECT 1 FROM surplus_shares WHERE line_id = NEW.line_id) BEGIN SELECT RAISE(ABORT, 'duplicate:surplus_shares'); END;
CREATE TRIGGER surplus_shares_exact BEFORE INSERT ON surplus_shares WHEN NOT EXISTS (SELECT 1 FROM settlement_lines l JOIN settlements t ON t.id = l.settlement_id AND t.kind = 'surplus' WHERE l.id = NEW.line_id AND l.amount_fen = NEW.volume_fen + NEW.capital_fen) BEGIN SELECT RAISE(ABORT, 'shares do not add up:surplus_shares'); END;
