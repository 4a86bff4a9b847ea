-- A weighed slip. What the floor makes due is fixed here; whether it was paid follows the bank.
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  number TEXT NOT NULL,
  household_id TEXT NOT NULL REFERENCES households (id),
  village_code TEXT NOT NULL REFERENCES divisions (code),
  registry_status TEXT NOT NULL,
  contract_version_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  grade TEXT NOT NULL,
  delivered_on TEXT NOT NULL CHECK (delivered_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  gross_grams INTEGER NOT NULL CHECK (gross_grams > 0),
  tare_grams INTEGER NOT NULL CHECK (tare_grams >= 0),
  deducted_grams INTEGER NOT NULL CHECK (deducted_grams >= 0),
  net_grams INTEGER NOT NULL CHECK (net_grams BETWEEN 1 AND 100000000),
  reference_fen_per_kg INTEGER CHECK (reference_fen_per_kg > 0),
  floor_fen_per_kg INTEGER NOT NULL CHECK (floor_fen_per_kg > 0),
  guaranteed_fen_per_kg INTEGER NOT NULL,
  basis_bp INTEGER NOT NULL CHECK (basis_bp BETWEEN 0 AND 10000),
  floor_due_fen INTEGER NOT NULL,
  advance_fen INTEGER NOT NULL,
  photo_file_id TEXT REFERENCES files (id),
  confirmed_by TEXT NOT NULL DEFAULT 'none' CHECK (confirmed_by IN ('none', 'pin')),
  corrects_id TEXT REFERENCES deliveries (id),
  recorded_by TEXT NOT NULL,
  recorded_at_ms INTEGER NOT NULL CHECK (recorded_at_ms > 0),
  CONSTRAINT slip_number_taken UNIQUE (organisation_id, number),
  CONSTRAINT net_weight_wrong CHECK (net_grams = gross_grams - tare_grams - deducted_grams),
  CONSTRAINT price_below_floor CHECK (guaranteed_fen_per_kg BETWEEN floor_fen_per_kg AND 1000000),
  CONSTRAINT floor_due_wrong CHECK (floor_due_fen = (net_grams * guaranteed_fen_per_kg * basis_bp + 9999999) / 10000000),
  CONSTRAINT advance_above_floor CHECK (advance_fen BETWEEN 0 AND floor_due_fen),
  FOREIGN KEY (contract_version_id, product_id, grade) REFERENCES contract_prices (contract_version_id, product_id, grade)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_by_household ON deliveries (household_id, delivered_on);
CREATE INDEX deliveries_by_organisation ON deliveries (organisation_id, delivered_on);
CREATE INDEX deliveries_by_contract ON deliveries (contract_version_id);
CREATE TRIGGER deliveries_no_update BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'append_only:deliveries'); END;
CREATE TRIGGER deliveries_no_delete BEFORE DELETE ON deliveries BEGIN SELECT RAISE(ABORT, 'append_only:deliveries'); END;
CREATE TRIGGER deliveries_no_replace BEFORE INSERT ON deliveries WHEN EXISTS (SELECT 1 FROM deliveries WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:deliveries'); END;
CREATE TRIGGER deliveries_members_only BEFORE INSERT ON deliveries WHEN NOT EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = NEW.organisation_id AND m.household_id = NEW.household_id AND m.from_on <= NEW.delivered_on AND coalesce(m.until_on, '9999') >= NEW.delivered_on) BEGIN SELECT RAISE(ABORT, 'must:not_a_member'); END;
CREATE TRIGGER deliveries_contract_in_force BEFORE INSERT ON deliveries WHEN NOT EXISTS (SELECT 1 FROM contract_versions v JOIN contracts c ON c.id = v.contract_id WHERE v.id = NEW.contract_version_id AND c.organisation_id = NEW.organisation_id AND v.signed_at_ms IS NOT NULL AND v.from_on <= NEW.delivered_on AND v.until_on >= NEW.delivered_on AND NOT EXISTS (SELECT 1 FROM contract_terminations t WHERE t.contract_version_id = v.id AND t.on_date <= NEW.delivered_on)) BEGIN SELECT RAISE(ABORT, 'must:contract_not_in_force'); END;

CREATE UNIQUE INDEX deliveries_corrected_once ON deliveries (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE TRIGGER deliveries_correction_approved BEFORE INSERT ON deliveries WHEN NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM slip_corrections c WHERE c.delivery_id = NEW.corrects_id AND c.status = 'approved' AND c.replacement_id = NEW.id) BEGIN SELECT RAISE(ABORT, 'must:correction_undecided'); END;

-- One person says what was written wrong, another decides. Approved, the slip is reversed and a corrected one stands in its
-- place, in the same lot; without a corrected weight it is struck out. What was paid is never rewritten.
CREATE TABLE slip_corrections (
  id TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES deliveries (id),
  replacement_id TEXT,
  household_id TEXT REFERENCES households (id),
  grade TEXT,
  gross_grams INTEGER,
  tare_grams INTEGER,
  deducted_grams INTEGER,
  price_fen_per_kg INTEGER,
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  evidence_file_id TEXT REFERENCES files (id),
  proposed_by TEXT NOT NULL,
  proposed_at_ms INTEGER NOT NULL CHECK (proposed_at_ms > 0),
  status TEXT NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'approved', 'refused')),
  decided_by TEXT,
  decided_at_ms INTEGER,
  decision_words TEXT NOT NULL DEFAULT '',
  CONSTRAINT correction_by_proposer CHECK (decided_by IS NULL OR decided_by <> proposed_by),
  CHECK ((status = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at_ms IS NULL)),
  CHECK ((replacement_id IS NULL) = (gross_grams IS NULL) AND (gross_grams IS NULL) = (household_id IS NULL) AND (gross_grams IS NULL) = (grade IS NULL) AND (gross_grams IS NULL) = (tare_grams IS NULL) AND (gross_grams IS NULL) = (deducted_grams IS NULL) AND (gross_grams IS NULL) = (price_fen_per_kg IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX slip_corrections_one_open ON slip_corrections (delivery_id) WHERE status <> 'refused';
CREATE INDEX slip_corrections_open ON slip_corrections (proposed_at_ms) WHERE status = 'proposed';
CREATE TRIGGER slip_corrections_decided_once BEFORE UPDATE ON slip_corrections WHEN OLD.status <> 'proposed' BEGIN SELECT RAISE(ABORT, 'must:correction_decided'); END;
CREATE TRIGGER slip_corrections_frozen BEFORE UPDATE OF id, delivery_id, replacement_id, household_id, grade, gross_grams, tare_grams, deducted_grams, price_fen_per_kg, reason, evidence_file_id, proposed_by, proposed_at_ms ON slip_corrections BEGIN SELECT RAISE(ABORT, 'append_only:slip_corrections'); END;
CREATE TRIGGER slip_corrections_no_delete BEFORE DELETE ON slip_corrections BEGIN SELECT RAISE(ABORT, 'append_only:slip_corrections'); END;
CREATE TRIGGER slip_corrections_no_replace BEFORE INSERT ON slip_corrections WHEN EXISTS (SELECT 1 FROM slip_corrections WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:slip_corrections'); END;
CREATE TRIGGER slip_corrections_not_reversed BEFORE INSERT ON slip_corrections WHEN EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'must:slip_reversed'); END;

-- The counter-record of a slip: of one that is in no lot yet, or of any by an approved correction.
CREATE TABLE delivery_reversals (
  delivery_id TEXT PRIMARY KEY REFERENCES deliveries (id),
  correction_id TEXT REFERENCES slip_corrections (id),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  reversed_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER delivery_reversals_approved BEFORE INSERT ON delivery_reversals WHEN NEW.correction_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM slip_corrections c WHERE c.id = NEW.correction_id AND c.delivery_id = NEW.delivery_id AND c.status = 'approved') BEGIN SELECT RAISE(ABORT, 'must:correction_undecided'); END;
CREATE TRIGGER delivery_reversals_no_update BEFORE UPDATE ON delivery_reversals BEGIN SELECT RAISE(ABORT, 'append_only:delivery_reversals'); END;
CREATE TRIGGER delivery_reversals_no_delete BEFORE DELETE ON delivery_reversals BEGIN SELECT RAISE(ABORT, 'append_only:delivery_reversals'); END;
CREATE TRIGGER delivery_reversals_no_replace BEFORE INSERT ON delivery_reversals WHEN EXISTS (SELECT 1 FROM delivery_reversals WHERE delivery_id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'duplicate:delivery_reversals'); END;

-- The first print of a slip is the household's; every later one says that it is a copy.
CREATE TABLE delivery_prints (
  delivery_id TEXT NOT NULL REFERENCES deliveries (id),
  copy INTEGER NOT NULL CHECK (copy > 0),
  printed_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  PRIMARY KEY (delivery_id, copy)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER delivery_prints_no_update BEFORE UPDATE ON delivery_prints BEGIN SELECT RAISE(ABORT, 'append_only:delivery_prints'); END;
CREATE TRIGGER delivery_prints_no_delete BEFORE DELETE ON delivery_prints BEGIN SELECT RAISE(ABORT, 'append_only:delivery_prints'); END;
CREATE TRIGGER delivery_prints_no_replace BEFORE INSERT ON delivery_prints WHEN EXISTS (SELECT 1 FROM delivery_prints WHERE delivery_id = NEW.delivery_id AND copy = NEW.copy) BEGIN SELECT RAISE(ABORT, 'duplicate:delivery_prints'); END;

-- Running sums kept by trigger, so that an office page costs the same however many slips stand behind it.
CREATE TABLE village_months (
  village_code TEXT NOT NULL REFERENCES divisions (code),
  month TEXT NOT NULL CHECK (month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  product_id TEXT NOT NULL REFERENCES products (id),
  slips INTEGER NOT NULL CHECK (slips >= 0),
  net_grams INTEGER NOT NULL CHECK (net_grams >= 0),
  floor_due_fen INTEGER NOT NULL CHECK (floor_due_fen >= 0),
  PRIMARY KEY (village_code, month, organisation_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER village_months_add AFTER INSERT ON deliveries BEGIN INSERT INTO village_months VALUES (NEW.village_code, substr(NEW.delivered_on, 1, 7), NEW.organisation_id, NEW.product_id, 1, NEW.net_grams, NEW.floor_due_fen) ON CONFLICT DO UPDATE SET slips = slips + 1, net_grams = net_grams + excluded.net_grams, floor_due_fen = floor_due_fen + excluded.floor_due_fen; END;
CREATE TRIGGER village_months_take AFTER INSERT ON delivery_reversals BEGIN UPDATE village_months SET slips = slips - 1, net_grams = village_months.net_grams - d.net_grams, floor_due_fen = village_months.floor_due_fen - d.floor_due_fen FROM deliveries d WHERE d.id = NEW.delivery_id AND village_months.village_code = d.village_code AND village_months.month = substr(d.delivered_on, 1, 7) AND village_months.organisation_id = d.organisation_id AND village_months.product_id = d.product_id; END;

CREATE TABLE household_seasons (
  household_id TEXT NOT NULL REFERENCES households (id),
  year TEXT NOT NULL CHECK (year GLOB '[12][0-9][0-9][0-9]'),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  product_id TEXT NOT NULL REFERENCES products (id),
  slips INTEGER NOT NULL CHECK (slips >= 0),
  net_grams INTEGER NOT NULL CHECK (net_grams >= 0),
  floor_due_fen INTEGER NOT NULL CHECK (floor_due_fen >= 0),
  PRIMARY KEY (household_id, year, organisation_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER household_seasons_add AFTER INSERT ON deliveries BEGIN INSERT INTO household_seasons VALUES (NEW.household_id, substr(NEW.delivered_on, 1, 4), NEW.organisation_id, NEW.product_id, 1, NEW.net_grams, NEW.floor_due_fen) ON CONFLICT DO UPDATE SET slips = slips + 1, net_grams = net_grams + excluded.net_grams, floor_due_fen = floor_due_fen + excluded.floor_due_fen; END;
CREATE TRIGGER household_seasons_take AFTER INSERT ON delivery_reversals BEGIN UPDATE household_seasons SET slips = slips - 1, net_grams = household_seasons.net_grams - d.net_grams, floor_due_fen = household_seasons.floor_due_fen - d.floor_due_fen FROM deliveries d WHERE d.id = NEW.delivery_id AND household_seasons.household_id = d.household_id AND household_seasons.year = substr(d.delivered_on, 1, 4) AND household_seasons.organisation_id = d.organisation_id AND household_seasons.product_id = d.product_id; END;

-- Slips that are neither reversed nor in a lot, kept by trigger: what waits costs the same however many slips came before.
CREATE TABLE waiting_slips (
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  delivered_on TEXT NOT NULL,
  delivery_id TEXT NOT NULL REFERENCES deliveries (id),
  contract_version_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  grade TEXT NOT NULL,
  net_grams INTEGER NOT NULL CHECK (net_grams > 0),
  PRIMARY KEY (organisation_id, delivered_on, delivery_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER waiting_slips_add AFTER INSERT ON deliveries BEGIN INSERT INTO waiting_slips VALUES (NEW.organisation_id, NEW.delivered_on, NEW.id, NEW.contract_version_id, NEW.product_id, NEW.grade, NEW.net_grams); END;
CREATE TRIGGER waiting_slips_reversed AFTER INSERT ON delivery_reversals BEGIN DELETE FROM waiting_slips WHERE (organisation_id, delivered_on, delivery_id) IN (SELECT d.organisation_id, d.delivered_on, d.id FROM deliveries d WHERE d.id = NEW.delivery_id); END;
