-- An order's part of a disputed payment. amount_fen is what the provider holds back; goods_fen and freight_fen are what of
-- it was still the order's; the rest was already refunded or never served, and is the organisation's to lose.
CREATE TABLE disputes (
  dispute_id TEXT NOT NULL CHECK (length(dispute_id) > 0),
  order_id TEXT NOT NULL REFERENCES orders (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  goods_fen INTEGER NOT NULL CHECK (goods_fen >= 0),
  freight_fen INTEGER NOT NULL CHECK (freight_fen >= 0),
  reason TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'won', 'lost')),
  opened_at_ms INTEGER NOT NULL CHECK (opened_at_ms > 0),
  decided_at_ms INTEGER CHECK (decided_at_ms >= opened_at_ms),
  PRIMARY KEY (dispute_id, order_id),
  CONSTRAINT dispute_parts_above_amount CHECK (goods_fen + freight_fen <= amount_fen),
  CHECK ((status = 'open') = (decided_at_ms IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX disputes_by_order ON disputes (order_id);
CREATE TRIGGER disputes_decided_once BEFORE UPDATE ON disputes WHEN OLD.status <> 'open' BEGIN SELECT RAISE(ABORT, 'append_only:disputes'); END;
CREATE TRIGGER disputes_frozen BEFORE UPDATE OF dispute_id, order_id, amount_fen, goods_fen, freight_fen, reason, opened_at_ms ON disputes BEGIN SELECT RAISE(ABORT, 'append_only:disputes'); END;
CREATE TRIGGER disputes_no_delete BEFORE DELETE ON disputes BEGIN SELECT RAISE(ABORT, 'append_only:disputes'); END;
CREATE TRIGGER disputes_no_replace BEFORE INSERT ON disputes WHEN EXISTS (SELECT 1 FROM disputes WHERE dispute_id = NEW.dispute_id AND order_id = NEW.order_id) BEGIN SELECT RAISE(ABORT, 'duplicate:disputes'); END;

CREATE TABLE dispute_lines (
  dispute_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  PRIMARY KEY (dispute_id, order_id, line),
  FOREIGN KEY (dispute_id, order_id) REFERENCES disputes (dispute_id, order_id),
  FOREIGN KEY (order_id, line) REFERENCES order_lines (order_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER dispute_lines_no_update BEFORE UPDATE ON dispute_lines BEGIN SELECT RAISE(ABORT, 'append_only:dispute_lines'); END;
CREATE TRIGGER dispute_lines_no_delete BEFORE DELETE ON dispute_lines BEGIN SELECT RAISE(ABORT, 'append_only:dispute_lines'); END;
CREATE TRIGGER dispute_lines_no_replace BEFORE INSERT ON dispute_lines WHEN EXISTS (SELECT 1 FROM dispute_lines WHERE dispute_id = NEW.dispute_id AND order_id = NEW.order_id AND line = NEW.line) BEGIN SELECT RAISE(ABORT, 'duplicate:dispute_lines'); END;
