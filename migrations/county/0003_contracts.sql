-- Products, reference prices, and the contract every later figure is computed from.
CREATE TABLE products (
  id TEXT PRIMARY KEY,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  category TEXT NOT NULL CHECK (category IN ('fruit', 'grain', 'tea', 'mushroom', 'vegetable', 'other')),
  drawing TEXT NOT NULL,
  max_delivery_grams INTEGER NOT NULL CHECK (max_delivery_grams BETWEEN 1 AND 100000000),
  max_grams_per_mu INTEGER CHECK (max_grams_per_mu > 0),
  loss_norm_bp INTEGER NOT NULL DEFAULT 1500 CHECK (loss_norm_bp BETWEEN 0 AND 10000)
) STRICT, WITHOUT ROWID;

CREATE TABLE product_grades (
  product_id TEXT NOT NULL REFERENCES products (id),
  grade TEXT NOT NULL CHECK (grade IN ('premium', 'first', 'second', 'processing')),
  PRIMARY KEY (product_id, grade)
) STRICT, WITHOUT ROWID;

CREATE TABLE market_prices (
  product_id TEXT NOT NULL,
  grade TEXT NOT NULL,
  county_code TEXT NOT NULL REFERENCES divisions (code),
  on_date TEXT NOT NULL CHECK (on_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  fen_per_kg INTEGER NOT NULL CHECK (fen_per_kg BETWEEN 1 AND 10000000),
  source TEXT NOT NULL CHECK (length(source) > 0),
  recorded_by TEXT NOT NULL,
  recorded_at_ms INTEGER NOT NULL CHECK (recorded_at_ms > 0),
  PRIMARY KEY (product_id, grade, county_code, on_date),
  FOREIGN KEY (product_id, grade) REFERENCES product_grades (product_id, grade)
) STRICT, WITHOUT ROWID;
CREATE INDEX market_prices_by_county ON market_prices (county_code, on_date, product_id, grade);
CREATE TRIGGER market_prices_no_update BEFORE UPDATE ON market_prices BEGIN SELECT RAISE(ABORT, 'append_only:market_prices'); END;
CREATE TRIGGER market_prices_no_delete BEFORE DELETE ON market_prices BEGIN SELECT RAISE(ABORT, 'append_only:market_prices'); END;
CREATE TRIGGER market_prices_no_replace BEFORE INSERT ON market_prices WHEN EXISTS (SELECT 1 FROM market_prices WHERE product_id = NEW.product_id AND grade = NEW.grade AND county_code = NEW.county_code AND on_date = NEW.on_date) BEGIN SELECT RAISE(ABORT, 'duplicate:market_prices'); END;

-- organisation: whose books these are. enterprise, cooperative: who receives those two parts. guarantor: who answers for the floor.
CREATE TABLE contracts (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  title TEXT NOT NULL CHECK (length(title) > 0),
  linkage_mode TEXT NOT NULL CHECK (linkage_mode IN ('order_purchase', 'share', 'entrusted')),
  enterprise_id TEXT REFERENCES organisations (id),
  cooperative_id TEXT NOT NULL REFERENCES organisations (id),
  guarantor_id TEXT NOT NULL REFERENCES organisations (id),
  created_at_ms INTEGER NOT NULL CHECK (created_at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX contracts_by_organisation ON contracts (organisation_id);
CREATE INDEX contracts_by_guarantor ON contracts (guarantor_id);

CREATE TABLE contract_versions (
  id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  version INTEGER NOT NULL CHECK (version > 0),
  enterprise_bp INTEGER NOT NULL CHECK (enterprise_bp BETWEEN 0 AND 10000),
  cooperative_bp INTEGER NOT NULL CHECK (cooperative_bp BETWEEN 0 AND 10000),
  household_bp INTEGER NOT NULL CHECK (household_bp BETWEEN 0 AND 10000),
  floor_basis TEXT NOT NULL CHECK (floor_basis IN ('goods', 'household')),
  advance_bp INTEGER NOT NULL DEFAULT 0 CHECK (advance_bp BETWEEN 0 AND 10000),
  deduction_cap_bp INTEGER NOT NULL DEFAULT 5000 CHECK (deduction_cap_bp BETWEEN 0 AND 10000),
  input_cap_bp INTEGER NOT NULL DEFAULT 0 CHECK (input_cap_bp BETWEEN 0 AND 5000),
  guarantee_on TEXT NOT NULL CHECK (guarantee_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  receipt_days INTEGER NOT NULL DEFAULT 10 CHECK (receipt_days BETWEEN 1 AND 60),
  after_sales_hours INTEGER NOT NULL DEFAULT 48 CHECK (after_sales_hours BETWEEN 1 AND 720),
  from_on TEXT NOT NULL CHECK (from_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  until_on TEXT NOT NULL CHECK (until_on >= from_on),
  scan_file_id TEXT REFERENCES files (id),
  made_by TEXT NOT NULL,
  signed_by TEXT,
  signed_at_ms INTEGER,
  CONSTRAINT split_not_whole CHECK (enterprise_bp + cooperative_bp + household_bp = 10000),
  CONSTRAINT contract_version_taken UNIQUE (contract_id, version),
  CHECK ((signed_by IS NULL) = (signed_at_ms IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX contract_versions_unsigned ON contract_versions (id) WHERE signed_at_ms IS NULL;
CREATE TRIGGER contract_versions_frozen BEFORE UPDATE ON contract_versions WHEN OLD.signed_at_ms IS NOT NULL BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_versions_no_delete BEFORE DELETE ON contract_versions BEGIN SELECT RAISE(ABORT, 'append_only:contract_versions'); END;

CREATE TABLE contract_prices (
  contract_version_id TEXT NOT NULL REFERENCES contract_versions (id),
  product_id TEXT NOT NULL,
  grade TEXT NOT NULL,
  floor_fen_per_kg INTEGER NOT NULL CHECK (floor_fen_per_kg BETWEEN 1 AND 1000000),
  PRIMARY KEY (contract_version_id, product_id, grade),
  FOREIGN KEY (product_id, grade) REFERENCES product_grades (product_id, grade)
) STRICT, WITHOUT ROWID;

-- Fixed rates only: basis points of the goods money, or fen per kilogram sold. What the courier really charged is the organisation's.
CREATE TABLE contract_deductions (
  contract_version_id TEXT NOT NULL REFERENCES contract_versions (id),
  kind TEXT NOT NULL CHECK (kind IN ('packing', 'processing')),
  proceeds_bp INTEGER NOT NULL DEFAULT 0 CHECK (proceeds_bp BETWEEN 0 AND 5000),
  fen_per_kg INTEGER NOT NULL DEFAULT 0 CHECK (fen_per_kg BETWEEN 0 AND 100000),
  PRIMARY KEY (contract_version_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE contract_households (
  contract_version_id TEXT NOT NULL REFERENCES contract_versions (id),
  household_id TEXT NOT NULL REFERENCES households (id),
  land_centimu INTEGER NOT NULL DEFAULT 0 CHECK (land_centimu BETWEEN 0 AND 10000000),
  PRIMARY KEY (contract_version_id, household_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contract_households_by_household ON contract_households (household_id);

CREATE TABLE contract_terminations (
  contract_version_id TEXT PRIMARY KEY REFERENCES contract_versions (id),
  on_date TEXT NOT NULL CHECK (on_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  terminated_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER contract_terminations_no_update BEFORE UPDATE ON contract_terminations BEGIN SELECT RAISE(ABORT, 'append_only:contract_terminations'); END;
CREATE TRIGGER contract_terminations_no_delete BEFORE DELETE ON contract_terminations BEGIN SELECT RAISE(ABORT, 'append_only:contract_terminations'); END;
CREATE TRIGGER contract_terminations_no_replace BEFORE INSERT ON contract_terminations WHEN EXISTS (SELECT 1 FROM contract_terminations WHERE contract_version_id = NEW.contract_version_id) BEGIN SELECT RAISE(ABORT, 'duplicate:contract_terminations'); END;
CREATE TRIGGER contract_prices_frozen_insert BEFORE INSERT ON contract_prices WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = NEW.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_prices_frozen_update BEFORE UPDATE ON contract_prices WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = NEW.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_prices_frozen_delete BEFORE DELETE ON contract_prices WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = OLD.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_deductions_frozen_insert BEFORE INSERT ON contract_deductions WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = NEW.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_deductions_frozen_update BEFORE UPDATE ON contract_deductions WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = NEW.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_deductions_frozen_delete BEFORE DELETE ON contract_deductions WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = OLD.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_households_frozen_insert BEFORE INSERT ON contract_households WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = NEW.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_households_frozen_update BEFORE UPDATE ON contract_households WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = NEW.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
CREATE TRIGGER contract_households_frozen_delete BEFORE DELETE ON contract_households WHEN EXISTS (SELECT 1 FROM contract_versions v WHERE v.id = OLD.contract_version_id AND v.signed_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'must:contract_frozen'); END;
