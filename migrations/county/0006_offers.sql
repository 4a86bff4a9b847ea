-- What is on sale. The listing columns and facets are written with the offer, so that a shop page never counts orders or slips.
CREATE TABLE freight_rules (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  provinces TEXT NOT NULL CHECK (json_valid(provinces)),
  first_grams INTEGER NOT NULL CHECK (first_grams > 0),
  first_fen INTEGER NOT NULL CHECK (first_fen >= 0),
  step_grams INTEGER NOT NULL CHECK (step_grams > 0),
  step_fen INTEGER NOT NULL CHECK (step_fen >= 0),
  free_from_fen INTEGER CHECK (free_from_fen > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX freight_rules_by_organisation ON freight_rules (organisation_id);

CREATE TABLE offers (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  county_code TEXT NOT NULL REFERENCES divisions (code),
  product_id TEXT NOT NULL,
  grade TEXT NOT NULL,
  name_zh TEXT NOT NULL CHECK (length(name_zh) > 0),
  name_en TEXT NOT NULL CHECK (length(name_en) > 0),
  story_zh TEXT NOT NULL DEFAULT '',
  story_en TEXT NOT NULL DEFAULT '',
  storage_zh TEXT NOT NULL DEFAULT '',
  storage_en TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL,
  drawing TEXT NOT NULL,
  photo_file_id TEXT REFERENCES files (id),
  shelf_life_days INTEGER NOT NULL CHECK (shelf_life_days BETWEEN 1 AND 3650),
  season_from TEXT NOT NULL DEFAULT '01-01' CHECK (season_from GLOB '[01][0-9]-[0-3][0-9]'),
  season_until TEXT NOT NULL DEFAULT '12-31' CHECK (season_until GLOB '[01][0-9]-[0-3][0-9]'),
  freight_rule_id TEXT NOT NULL REFERENCES freight_rules (id),
  status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'withdrawn')),
  from_fen INTEGER NOT NULL DEFAULT 0 CHECK (from_fen >= 0),
  from_fen_per_kg INTEGER NOT NULL DEFAULT 0 CHECK (from_fen_per_kg >= 0),
  households INTEGER NOT NULL DEFAULT 0 CHECK (households >= 0),
  villages_zh TEXT NOT NULL DEFAULT '',
  villages_en TEXT NOT NULL DEFAULT '',
  lot_id TEXT REFERENCES lots (id),
  in_stock INTEGER NOT NULL DEFAULT 0 CHECK (in_stock IN (0, 1)),
  sold_tens INTEGER NOT NULL DEFAULT 0 CHECK (sold_tens >= 0),
  made_at_ms INTEGER NOT NULL CHECK (made_at_ms > 0),
  published_at_ms INTEGER,
  FOREIGN KEY (product_id, grade) REFERENCES product_grades (product_id, grade)
) STRICT;
CREATE INDEX offers_by_organisation ON offers (organisation_id, status);
CREATE INDEX offers_published ON offers (published_at_ms) WHERE status = 'published';
CREATE INDEX offers_by_stock ON offers (in_stock, households) WHERE status = 'published';
CREATE INDEX offers_by_sales ON offers (sold_tens) WHERE status = 'published';
CREATE INDEX offers_by_price ON offers (from_fen) WHERE status = 'published';
CREATE INDEX offers_by_category ON offers (category, published_at_ms) WHERE status = 'published';
CREATE INDEX offers_by_county ON offers (county_code, published_at_ms) WHERE status = 'published';

CREATE TABLE offer_packs (
  offer_id TEXT NOT NULL REFERENCES offers (id),
  pack_id TEXT NOT NULL REFERENCES packs (id),
  price_fen INTEGER NOT NULL CHECK (price_fen BETWEEN 1 AND 10000000),
  position INTEGER NOT NULL CHECK (position >= 0),
  PRIMARY KEY (offer_id, pack_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_packs_by_pack ON offer_packs (pack_id);

-- What a lot may tell in a listing: nothing under five households, villages of five or more by name, and none of them when
-- the rest would be one to four households.
CREATE VIEW lot_publics (lot_id, households, villages_zh, villages_en) AS SELECT l.id, iif(l.households >= 5, l.households, 0),
  iif(l.households < 5 OR coalesce((SELECT sum(v.households) FROM lot_villages v WHERE v.lot_id = l.id AND v.households < 5), 0) BETWEEN 1 AND 4, '', coalesce((SELECT group_concat(name_zh, '、') FROM (SELECT d.name_zh FROM lot_villages v JOIN divisions d ON d.code = v.village_code WHERE v.lot_id = l.id AND v.households >= 5 ORDER BY v.grams DESC, v.village_code LIMIT 3)), '')),
  iif(l.households < 5 OR coalesce((SELECT sum(v.households) FROM lot_villages v WHERE v.lot_id = l.id AND v.households < 5), 0) BETWEEN 1 AND 4, '', coalesce((SELECT group_concat(name_en, ', ') FROM (SELECT d.name_en FROM lot_villages v JOIN divisions d ON d.code = v.village_code WHERE v.lot_id = l.id AND v.households >= 5 ORDER BY v.grams DESC, v.village_code LIMIT 3)), ''))
  FROM lots l;

-- The listing columns of an offer, computed: written with the offer, with a pack's first or last unit, and with every ten sold.
CREATE VIEW offer_listings (offer_id, from_fen, from_fen_per_kg, in_stock, sold_tens, lot_id) AS SELECT o.id,
  coalesce((SELECT min(x.price_fen) FROM offer_packs x WHERE x.offer_id = o.id), 0),
  coalesce((SELECT min(x.price_fen * 1000 / p.pack_grams) FROM offer_packs x JOIN packs p ON p.id = x.pack_id WHERE x.offer_id = o.id), 0),
  EXISTS (SELECT 1 FROM offer_packs x JOIN packs p ON p.id = x.pack_id WHERE x.offer_id = o.id AND p.available_units > 0),
  coalesce((SELECT sum(p.sold_units / 10) FROM offer_packs x JOIN packs p ON p.id = x.pack_id WHERE x.offer_id = o.id), 0),
  (SELECT b.lot_id FROM offer_packs x JOIN pack_lots b ON b.pack_id = x.pack_id WHERE x.offer_id = o.id AND b.reserved_units + b.sold_units + b.lost_units < b.units ORDER BY b.best_before_on, b.id LIMIT 1)
  FROM offers o;
CREATE TRIGGER offers_follow_lots AFTER INSERT ON pack_lots BEGIN UPDATE offers SET lot_id = (SELECT g.lot_id FROM offer_listings g WHERE g.offer_id = offers.id), (households, villages_zh, villages_en) = (SELECT t.households, t.villages_zh, t.villages_en FROM offer_listings g JOIN lot_publics t ON t.lot_id = g.lot_id WHERE g.offer_id = offers.id) WHERE id IN (SELECT x.offer_id FROM offer_packs x WHERE x.pack_id = NEW.pack_id); END;
CREATE TRIGGER offers_follow_stock AFTER UPDATE OF available_units ON packs WHEN (NEW.available_units > 0) <> (OLD.available_units > 0) BEGIN UPDATE offers SET in_stock = (SELECT g.in_stock FROM offer_listings g WHERE g.offer_id = offers.id) WHERE id IN (SELECT x.offer_id FROM offer_packs x WHERE x.pack_id = NEW.id); END;
CREATE TRIGGER offers_follow_sales AFTER UPDATE OF sold_units ON packs WHEN NEW.sold_units / 10 <> OLD.sold_units / 10 BEGIN UPDATE offers SET sold_tens = sold_tens + NEW.sold_units / 10 - OLD.sold_units / 10 WHERE id IN (SELECT x.offer_id FROM offer_packs x WHERE x.pack_id = NEW.id); END;
CREATE TRIGGER offer_packs_fit BEFORE INSERT ON offer_packs WHEN NOT EXISTS (SELECT 1 FROM offers o JOIN packs p ON p.id = NEW.pack_id WHERE o.id = NEW.offer_id AND p.organisation_id = o.organisation_id AND p.product_id = o.product_id AND p.grade = o.grade) BEGIN SELECT RAISE(ABORT, 'must:pack_does_not_fit_offer'); END;

CREATE TABLE offer_facets (
  kind TEXT NOT NULL CHECK (kind IN ('category', 'county')),
  value TEXT NOT NULL,
  offers INTEGER NOT NULL CHECK (offers >= 0),
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_facets_by_offers ON offer_facets (kind, offers);
CREATE TRIGGER offer_facets_category_add AFTER UPDATE OF status ON offers WHEN NEW.status = 'published' AND OLD.status <> 'published' BEGIN INSERT INTO offer_facets VALUES ('category', NEW.category, 1) ON CONFLICT DO UPDATE SET offers = offers + 1; END;
CREATE TRIGGER offer_facets_category_take AFTER UPDATE OF status ON offers WHEN NEW.status <> 'published' AND OLD.status = 'published' BEGIN UPDATE offer_facets SET offers = offers - 1 WHERE kind = 'category' AND value = NEW.category; END;
CREATE TRIGGER offer_facets_county_add AFTER UPDATE OF status ON offers WHEN NEW.status = 'published' AND OLD.status <> 'published' BEGIN INSERT INTO offer_facets VALUES ('county', NEW.county_code, 1) ON CONFLICT DO UPDATE SET offers = offers + 1; END;
CREATE TRIGGER offer_facets_county_take AFTER UPDATE OF status ON offers WHEN NEW.status <> 'published' AND OLD.status = 'published' BEGIN UPDATE offer_facets SET offers = offers - 1 WHERE kind = 'county' AND value = NEW.county_code; END;

-- Chinese is stored with a space between characters and asked for as a phrase: one character is enough.
CREATE VIRTUAL TABLE offer_search USING fts5 (han, pinyin, latin, content = '', contentless_delete = 1, tokenize = 'unicode61');
