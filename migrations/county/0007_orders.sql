-- One organisation's part of a checkout. A line is stored per pack lot as units times price, so no amount is ever spread by rounding.
-- returned_at_ms: paid for after its stock had gone, and not served any more: its money goes back.
-- returned_units: refunded before shipping, so back in stock; the other refunded units left the warehouse for good.
CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  county_code TEXT NOT NULL REFERENCES divisions (code),
  checkout_id TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  buyer TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  recipient_phone TEXT NOT NULL,
  recipient_province TEXT NOT NULL,
  recipient_address TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  goods_fen INTEGER NOT NULL CHECK (goods_fen > 0),
  freight_fen INTEGER NOT NULL CHECK (freight_fen >= 0),
  refunded_goods_fen INTEGER NOT NULL DEFAULT 0,
  refunded_freight_fen INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL CHECK (status IN ('reserved', 'released', 'paid', 'cancelled', 'shipped', 'received', 'final')),
  placed_at_ms INTEGER NOT NULL CHECK (placed_at_ms > 0),
  due_at_ms INTEGER NOT NULL CHECK (due_at_ms >= placed_at_ms),
  paid_at_ms INTEGER,
  shipped_at_ms INTEGER,
  received_at_ms INTEGER,
  receipt_assumed INTEGER NOT NULL DEFAULT 0 CHECK (receipt_assumed IN (0, 1)),
  final_at_ms INTEGER,
  returned_at_ms INTEGER,
  receipt_days INTEGER NOT NULL CHECK (receipt_days > 0),
  after_sales_hours INTEGER NOT NULL CHECK (after_sales_hours > 0),
  CONSTRAINT order_returned CHECK (returned_at_ms IS NULL OR status = 'released'),
  CONSTRAINT refund_above_paid CHECK (refunded_goods_fen BETWEEN 0 AND goods_fen AND refunded_freight_fen BETWEEN 0 AND freight_fen)
) STRICT, WITHOUT ROWID;
CREATE INDEX orders_by_organisation ON orders (organisation_id, status, placed_at_ms);
-- due_at_ms is when the clock next has something to do: release an unpaid order, assume receipt, make it final.
CREATE INDEX orders_due ON orders (due_at_ms) WHERE status IN ('reserved', 'shipped', 'received');
CREATE TRIGGER orders_forward BEFORE UPDATE OF status ON orders WHEN NEW.status <> OLD.status AND (OLD.status || '>' || NEW.status) NOT IN ('reserved>released', 'reserved>paid', 'released>paid', 'paid>cancelled', 'paid>shipped', 'shipped>received', 'received>final') BEGIN SELECT RAISE(ABORT, 'must:order_status_moved'); END;
CREATE TRIGGER orders_frozen BEFORE UPDATE OF organisation_id, checkout_id, goods_fen, freight_fen ON orders BEGIN SELECT RAISE(ABORT, 'append_only:orders'); END;
CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'append_only:orders'); END;
CREATE TRIGGER orders_no_replace BEFORE INSERT ON orders WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:orders'); END;

CREATE TABLE order_lines (
  order_id TEXT NOT NULL REFERENCES orders (id),
  line INTEGER NOT NULL CHECK (line > 0),
  offer_id TEXT NOT NULL REFERENCES offers (id),
  pack_lot_id TEXT NOT NULL REFERENCES pack_lots (id),
  lot_id TEXT NOT NULL REFERENCES lots (id),
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  pack_grams INTEGER NOT NULL CHECK (pack_grams > 0),
  units INTEGER NOT NULL CHECK (units BETWEEN 1 AND 100000),
  price_fen INTEGER NOT NULL CHECK (price_fen > 0),
  discount_fen INTEGER NOT NULL DEFAULT 0 CHECK (discount_fen >= 0),
  refunded_units INTEGER NOT NULL DEFAULT 0,
  refunded_fen INTEGER NOT NULL DEFAULT 0,
  returned_units INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, line),
  CHECK (discount_fen < units * price_fen),
  CONSTRAINT refund_above_line CHECK (refunded_units BETWEEN 0 AND units AND refunded_fen BETWEEN 0 AND units * price_fen - discount_fen),
  CHECK (returned_units BETWEEN 0 AND refunded_units)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_lines_by_lot ON order_lines (lot_id);
CREATE TRIGGER order_lines_frozen BEFORE UPDATE OF order_id, line, offer_id, pack_lot_id, lot_id, pack_grams, units, price_fen, discount_fen ON order_lines BEGIN SELECT RAISE(ABORT, 'append_only:order_lines'); END;
CREATE TRIGGER order_lines_no_delete BEFORE DELETE ON order_lines BEGIN SELECT RAISE(ABORT, 'append_only:order_lines'); END;

CREATE TABLE shipments (
  order_id TEXT PRIMARY KEY REFERENCES orders (id),
  carrier TEXT NOT NULL CHECK (length(carrier) > 0),
  tracking_number TEXT NOT NULL CHECK (length(tracking_number) BETWEEN 4 AND 40),
  shipped_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER shipments_no_update BEFORE UPDATE ON shipments BEGIN SELECT RAISE(ABORT, 'append_only:shipments'); END;
CREATE TRIGGER shipments_no_delete BEFORE DELETE ON shipments BEGIN SELECT RAISE(ABORT, 'append_only:shipments'); END;
CREATE TRIGGER shipments_no_replace BEFORE INSERT ON shipments WHEN EXISTS (SELECT 1 FROM shipments WHERE order_id = NEW.order_id) BEGIN SELECT RAISE(ABORT, 'duplicate:shipments'); END;

CREATE TABLE claims (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  units INTEGER NOT NULL CHECK (units > 0),
  words TEXT NOT NULL CHECK (length(words) > 0),
  photo_file_id TEXT NOT NULL REFERENCES files (id),
  opened_at_ms INTEGER NOT NULL CHECK (opened_at_ms > 0),
  status TEXT NOT NULL CHECK (status IN ('open', 'refunded', 'refused')),
  decision_reason TEXT,
  decided_by TEXT,
  decided_at_ms INTEGER,
  FOREIGN KEY (order_id, line) REFERENCES order_lines (order_id, line),
  CHECK ((status = 'open') = (decided_at_ms IS NULL)),
  CHECK (status <> 'refused' OR length(decision_reason) > 0)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX claims_one_open ON claims (order_id, line) WHERE status = 'open';
CREATE TRIGGER claims_decided_once BEFORE UPDATE ON claims WHEN OLD.status <> 'open' BEGIN SELECT RAISE(ABORT, 'must:claim_decided'); END;

CREATE TABLE refunds (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  kind TEXT NOT NULL CHECK (kind IN ('cancellation', 'line', 'claim', 'dispute', 'recall')),
  claim_id TEXT CONSTRAINT claim_refunded_twice UNIQUE REFERENCES claims (id),
  goods_fen INTEGER NOT NULL CHECK (goods_fen >= 0),
  freight_fen INTEGER NOT NULL CHECK (freight_fen >= 0),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  refunded_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  sent_at_ms INTEGER,
  CHECK (goods_fen + freight_fen > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX refunds_by_order ON refunds (order_id);
CREATE INDEX refunds_unsent ON refunds (at_ms) WHERE sent_at_ms IS NULL;
CREATE TRIGGER refunds_frozen BEFORE UPDATE OF id, order_id, goods_fen, freight_fen, kind, at_ms ON refunds BEGIN SELECT RAISE(ABORT, 'append_only:refunds'); END;
CREATE TRIGGER refunds_no_delete BEFORE DELETE ON refunds BEGIN SELECT RAISE(ABORT, 'append_only:refunds'); END;

CREATE TABLE refund_lines (
  refund_id TEXT NOT NULL REFERENCES refunds (id),
  order_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  units INTEGER NOT NULL CHECK (units >= 0),
  amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
  PRIMARY KEY (refund_id, line),
  CHECK (units + amount_fen > 0),
  FOREIGN KEY (order_id, line) REFERENCES order_lines (order_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER refund_lines_no_update BEFORE UPDATE ON refund_lines BEGIN SELECT RAISE(ABORT, 'append_only:refund_lines'); END;
CREATE TRIGGER refund_lines_no_delete BEFORE DELETE ON refund_lines BEGIN SELECT RAISE(ABORT, 'append_only:refund_lines'); END;
CREATE TRIGGER refund_lines_no_replace BEFORE INSERT ON refund_lines WHEN EXISTS (SELECT 1 FROM refund_lines WHERE refund_id = NEW.refund_id AND line = NEW.line) BEGIN SELECT RAISE(ABORT, 'duplicate:refund_lines'); END;
