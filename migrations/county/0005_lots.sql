-- Origin lots hold composition and money; pack lots point to one. A lot is never changed after it is pooled, only drawn from.
CREATE TABLE lots (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  number TEXT NOT NULL,
  county_code TEXT NOT NULL REFERENCES divisions (code),
  product_id TEXT NOT NULL,
  grade TEXT NOT NULL,
  contract_version_id TEXT NOT NULL REFERENCES contract_versions (id),
  grams INTEGER NOT NULL CHECK (grams BETWEEN 1 AND 1000000000000),
  corrected_grams INTEGER NOT NULL DEFAULT 0 CONSTRAINT lot_without_weight CHECK (grams + corrected_grams > 0),
  slips INTEGER NOT NULL CHECK (slips > 0),
  households INTEGER NOT NULL CHECK (households BETWEEN 1 AND slips),
  first_delivered_on TEXT NOT NULL,
  last_delivered_on TEXT NOT NULL CHECK (last_delivered_on >= first_delivered_on),
  floor_due_fen INTEGER NOT NULL CHECK (floor_due_fen >= 0),
  goods_floor_fen INTEGER NOT NULL CHECK (goods_floor_fen >= 0),
  reference_fen INTEGER NOT NULL CHECK (reference_fen >= 0),
  reference_grams INTEGER NOT NULL CHECK (reference_grams BETWEEN 0 AND grams + corrected_grams),
  packed_grams INTEGER NOT NULL DEFAULT 0 CHECK (packed_grams >= 0),
  lost_grams INTEGER NOT NULL DEFAULT 0 CHECK (lost_grams >= 0),
  final_grams INTEGER NOT NULL DEFAULT 0 CHECK (final_grams >= 0),
  proceeds_fen INTEGER NOT NULL DEFAULT 0 CONSTRAINT lot_money_full CHECK (proceeds_fen BETWEEN 0 AND 10000000000),
  final_fen INTEGER NOT NULL DEFAULT 0 CHECK (final_fen BETWEEN 0 AND 10000000000),
  open_units INTEGER NOT NULL DEFAULT 0 CHECK (open_units >= 0),
  pooled_by TEXT NOT NULL,
  pooled_at_ms INTEGER NOT NULL CHECK (pooled_at_ms > 0),
  closed_at_ms INTEGER CHECK (closed_at_ms >= pooled_at_ms),
  CONSTRAINT lot_number_taken UNIQUE (organisation_id, number),
  CONSTRAINT lot_overdrawn CHECK (packed_grams + lost_grams <= grams),
  CONSTRAINT final_above_proceeds CHECK (final_fen <= proceeds_fen),
  CONSTRAINT lot_not_used_up CHECK (closed_at_ms IS NULL OR open_units = 0),
  FOREIGN KEY (contract_version_id, product_id, grade) REFERENCES contract_prices (contract_version_id, product_id, grade)
) STRICT, WITHOUT ROWID;
CREATE INDEX lots_by_contract ON lots (contract_version_id);
CREATE INDEX lots_by_number ON lots (number);
CREATE INDEX lots_to_close ON lots (id) WHERE closed_at_ms IS NULL AND open_units = 0 AND packed_grams + lost_grams = grams;
CREATE INDEX lots_to_pack ON lots (organisation_id, number) WHERE closed_at_ms IS NULL AND packed_grams + lost_grams < grams;
CREATE TRIGGER lots_frozen BEFORE UPDATE OF organisation_id, number, county_code, product_id, grade, contract_version_id, grams, first_delivered_on, last_delivered_on ON lots BEGIN SELECT RAISE(ABORT, 'append_only:lots'); END;
CREATE TRIGGER lots_corrected_only BEFORE UPDATE OF corrected_grams, slips, households, floor_due_fen, goods_floor_fen, reference_fen, reference_grams ON lots WHEN NOT EXISTS (SELECT 1 FROM lot_origins o JOIN delivery_reversals r ON r.delivery_id = o.delivery_id WHERE o.lot_id = OLD.id) BEGIN SELECT RAISE(ABORT, 'append_only:lots'); END;
CREATE TRIGGER lots_no_delete BEFORE DELETE ON lots BEGIN SELECT RAISE(ABORT, 'append_only:lots'); END;
CREATE TRIGGER lots_no_replace BEFORE INSERT ON lots WHEN EXISTS (SELECT 1 FROM lots WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:lots'); END;
CREATE TRIGGER lots_stay_closed BEFORE UPDATE OF closed_at_ms ON lots WHEN OLD.closed_at_ms IS NOT NULL BEGIN SELECT RAISE(ABORT, 'must:lot_closed'); END;

CREATE TABLE lot_origins (
  lot_id TEXT NOT NULL REFERENCES lots (id),
  delivery_id TEXT NOT NULL REFERENCES deliveries (id),
  household_id TEXT NOT NULL REFERENCES households (id),
  grams INTEGER NOT NULL CHECK (grams BETWEEN 1 AND 100000000),
  PRIMARY KEY (lot_id, delivery_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lot_origins_slip_once ON lot_origins (delivery_id);
CREATE INDEX lot_origins_by_household ON lot_origins (household_id, lot_id, grams);
CREATE TRIGGER lot_origins_no_update BEFORE UPDATE ON lot_origins BEGIN SELECT RAISE(ABORT, 'append_only:lot_origins'); END;
CREATE TRIGGER lot_origins_no_delete BEFORE DELETE ON lot_origins BEGIN SELECT RAISE(ABORT, 'append_only:lot_origins'); END;
CREATE TRIGGER lot_origins_no_replace BEFORE INSERT ON lot_origins WHEN EXISTS (SELECT 1 FROM lot_origins WHERE lot_id = NEW.lot_id AND delivery_id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'duplicate:lot_origins'); END;
CREATE TRIGGER lot_origins_not_reversed BEFORE INSERT ON lot_origins WHEN EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'must:slip_reversed'); END;
CREATE TRIGGER lot_origins_same_kind BEFORE INSERT ON lot_origins WHEN NOT EXISTS (SELECT 1 FROM deliveries d JOIN lots l ON l.id = NEW.lot_id WHERE d.id = NEW.delivery_id AND d.household_id = NEW.household_id AND d.net_grams = NEW.grams AND d.organisation_id = l.organisation_id AND d.product_id = l.product_id AND (d.grade = l.grade OR d.corrects_id IS NOT NULL) AND d.contract_version_id = l.contract_version_id) BEGIN SELECT RAISE(ABORT, 'must:slip_does_not_fit_lot'); END;
CREATE TRIGGER lot_origins_before_sale BEFORE INSERT ON lot_origins WHEN EXISTS (SELECT 1 FROM lots l WHERE l.id = NEW.lot_id AND (l.packed_grams > 0 OR l.lost_grams > 0)) AND NOT EXISTS (SELECT 1 FROM deliveries d JOIN lot_origins o ON o.delivery_id = d.corrects_id AND o.lot_id = NEW.lot_id WHERE d.id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'must:lot_frozen'); END;
CREATE TRIGGER waiting_slips_pooled AFTER INSERT ON lot_origins BEGIN DELETE FROM waiting_slips WHERE (organisation_id, delivered_on, delivery_id) IN (SELECT d.organisation_id, d.delivered_on, d.id FROM deliveries d WHERE d.id = NEW.delivery_id); END;
CREATE TRIGGER delivery_reversals_before_lot BEFORE INSERT ON delivery_reversals WHEN NEW.correction_id IS NULL AND EXISTS (SELECT 1 FROM lot_origins o WHERE o.delivery_id = NEW.delivery_id) BEGIN SELECT RAISE(ABORT, 'must:slip_in_lot'); END;

-- Written with the lot: what the public page may show costs the same for two slips or for eight hundred.
CREATE TABLE lot_villages (
  lot_id TEXT NOT NULL REFERENCES lots (id),
  village_code TEXT NOT NULL REFERENCES divisions (code),
  households INTEGER NOT NULL CHECK (households > 0),
  slips INTEGER NOT NULL CHECK (slips >= households),
  grams INTEGER NOT NULL CHECK (grams > 0),
  PRIMARY KEY (lot_id, village_code)
) STRICT, WITHOUT ROWID;
CREATE TABLE lot_days (
  lot_id TEXT NOT NULL REFERENCES lots (id),
  on_date TEXT NOT NULL CHECK (on_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  slips INTEGER NOT NULL CHECK (slips > 0),
  grams INTEGER NOT NULL CHECK (grams > 0),
  PRIMARY KEY (lot_id, on_date)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER lot_villages_no_update BEFORE UPDATE ON lot_villages BEGIN SELECT RAISE(ABORT, 'append_only:lot_villages'); END;
CREATE TRIGGER lot_villages_no_delete BEFORE DELETE ON lot_villages WHEN NOT EXISTS (SELECT 1 FROM lot_origins o JOIN delivery_reversals r ON r.delivery_id = o.delivery_id WHERE o.lot_id = OLD.lot_id) BEGIN SELECT RAISE(ABORT, 'append_only:lot_villages'); END;
CREATE TRIGGER lot_villages_no_replace BEFORE INSERT ON lot_villages WHEN EXISTS (SELECT 1 FROM lot_villages WHERE lot_id = NEW.lot_id AND village_code = NEW.village_code) BEGIN SELECT RAISE(ABORT, 'duplicate:lot_villages'); END;
CREATE TRIGGER lot_days_no_update BEFORE UPDATE ON lot_days BEGIN SELECT RAISE(ABORT, 'append_only:lot_days'); END;
CREATE TRIGGER lot_days_no_delete BEFORE DELETE ON lot_days WHEN NOT EXISTS (SELECT 1 FROM lot_origins o JOIN delivery_reversals r ON r.delivery_id = o.delivery_id WHERE o.lot_id = OLD.lot_id) BEGIN SELECT RAISE(ABORT, 'append_only:lot_days'); END;
CREATE TRIGGER lot_days_no_replace BEFORE INSERT ON lot_days WHEN EXISTS (SELECT 1 FROM lot_days WHERE lot_id = NEW.lot_id AND on_date = NEW.on_date) BEGIN SELECT RAISE(ABORT, 'duplicate:lot_days'); END;

-- A pack is a size in which one product and grade is sold; its two counts are kept by trigger from the pack lots.
CREATE TABLE packs (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  product_id TEXT NOT NULL,
  grade TEXT NOT NULL,
  pack_grams INTEGER NOT NULL CHECK (pack_grams BETWEEN 10 AND 100000),
  name_zh TEXT NOT NULL CHECK (length(name_zh) > 0),
  name_en TEXT NOT NULL CHECK (length(name_en) > 0),
  available_units INTEGER NOT NULL DEFAULT 0 CONSTRAINT oversold CHECK (available_units >= 0),
  sold_units INTEGER NOT NULL DEFAULT 0 CHECK (sold_units >= 0),
  CONSTRAINT pack_taken UNIQUE (organisation_id, product_id, grade, pack_grams),
  FOREIGN KEY (product_id, grade) REFERENCES product_grades (product_id, grade)
) STRICT, WITHOUT ROWID;

CREATE TABLE pack_lots (
  id TEXT PRIMARY KEY,
  lot_id TEXT NOT NULL REFERENCES lots (id),
  pack_id TEXT NOT NULL REFERENCES packs (id),
  number TEXT NOT NULL,
  pack_grams INTEGER NOT NULL CHECK (pack_grams > 0),
  units INTEGER NOT NULL CHECK (units BETWEEN 1 AND 10000000),
  reserved_units INTEGER NOT NULL DEFAULT 0 CHECK (reserved_units >= 0),
  sold_units INTEGER NOT NULL DEFAULT 0 CHECK (sold_units >= 0),
  lost_units INTEGER NOT NULL DEFAULT 0 CHECK (lost_units >= 0),
  packed_on TEXT NOT NULL CHECK (packed_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  best_before_on TEXT NOT NULL CHECK (best_before_on >= packed_on),
  packed_by TEXT NOT NULL,
  packed_at_ms INTEGER NOT NULL CHECK (packed_at_ms > 0),
  CONSTRAINT pack_lot_oversold CHECK (reserved_units + sold_units + lost_units <= units)
) STRICT, WITHOUT ROWID;
CREATE INDEX pack_lots_by_lot ON pack_lots (lot_id);
CREATE INDEX pack_lots_in_stock ON pack_lots (pack_id, best_before_on, id) WHERE reserved_units + sold_units + lost_units < units;
CREATE TRIGGER pack_lots_fit BEFORE INSERT ON pack_lots WHEN NOT EXISTS (SELECT 1 FROM lots l JOIN packs p ON p.id = NEW.pack_id WHERE l.id = NEW.lot_id AND p.organisation_id = l.organisation_id AND p.product_id = l.product_id AND p.grade = l.grade AND p.pack_grams = NEW.pack_grams AND l.closed_at_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'must:pack_does_not_fit_lot'); END;
CREATE TRIGGER pack_lots_draw AFTER INSERT ON pack_lots BEGIN UPDATE lots SET packed_grams = packed_grams + NEW.units * NEW.pack_grams, open_units = open_units + NEW.units WHERE id = NEW.lot_id; END;
CREATE TRIGGER pack_lots_offered AFTER INSERT ON pack_lots BEGIN UPDATE packs SET available_units = available_units + NEW.units WHERE id = NEW.pack_id; END;
CREATE TRIGGER pack_lots_moved AFTER UPDATE OF reserved_units, sold_units, lost_units ON pack_lots WHEN NEW.reserved_units + NEW.lost_units <> OLD.reserved_units + OLD.lost_units OR NEW.sold_units <> OLD.sold_units BEGIN UPDATE packs SET available_units = available_units - (NEW.reserved_units + NEW.sold_units + NEW.lost_units) + (OLD.reserved_units + OLD.sold_units + OLD.lost_units), sold_units = sold_units + NEW.sold_units - OLD.sold_units WHERE id = NEW.pack_id; END;
CREATE TRIGGER pack_lots_frozen BEFORE UPDATE OF lot_id, pack_id, pack_grams, units, best_before_on ON pack_lots BEGIN SELECT RAISE(ABORT, 'append_only:pack_lots'); END;
CREATE TRIGGER pack_lots_no_delete BEFORE DELETE ON pack_lots BEGIN SELECT RAISE(ABORT, 'append_only:pack_lots'); END;

-- Grams lost from a lot before packing (units 0), or whole packs lost afterwards.
CREATE TABLE lot_losses (
  id TEXT PRIMARY KEY,
  lot_id TEXT NOT NULL REFERENCES lots (id),
  pack_lot_id TEXT REFERENCES pack_lots (id),
  grams INTEGER NOT NULL CHECK (grams > 0),
  units INTEGER NOT NULL DEFAULT 0 CHECK (units >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('shrinkage', 'spoiled', 'damaged', 'sample', 'overfill', 'unsold')),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  photo_file_id TEXT REFERENCES files (id),
  recorded_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  CHECK ((pack_lot_id IS NULL) = (units = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX lot_losses_by_lot ON lot_losses (lot_id);
CREATE TRIGGER lot_losses_no_update BEFORE UPDATE ON lot_losses BEGIN SELECT RAISE(ABORT, 'append_only:lot_losses'); END;
CREATE TRIGGER lot_losses_no_delete BEFORE DELETE ON lot_losses BEGIN SELECT RAISE(ABORT, 'append_only:lot_losses'); END;
CREATE TRIGGER lot_losses_no_replace BEFORE INSERT ON lot_losses WHEN EXISTS (SELECT 1 FROM lot_losses WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:lot_losses'); END;
CREATE TRIGGER lot_losses_draw AFTER INSERT ON lot_losses WHEN NEW.pack_lot_id IS NULL BEGIN UPDATE lots SET lost_grams = lost_grams + NEW.grams WHERE id = NEW.lot_id; END;
CREATE TRIGGER lot_losses_packs AFTER INSERT ON lot_losses WHEN NEW.pack_lot_id IS NOT NULL BEGIN UPDATE pack_lots SET lost_units = lost_units + NEW.units WHERE id = NEW.pack_lot_id AND lot_id = NEW.lot_id; END;
CREATE TRIGGER lot_losses_settle AFTER INSERT ON lot_losses WHEN NEW.pack_lot_id IS NOT NULL BEGIN UPDATE lots SET open_units = open_units - NEW.units WHERE id = NEW.lot_id; END;
