-- What a buyer's bank disputes of a payment. `posted` is how much of the state the county's books already have.
CREATE TABLE payment_disputes (
  id TEXT PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 1000000000000),
  reason TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'won', 'lost')),
  posted TEXT NOT NULL DEFAULT 'none' CHECK (posted IN ('none', 'open', 'won', 'lost')),
  opened_at_ms INTEGER NOT NULL CHECK (opened_at_ms > 0),
  decided_at_ms INTEGER CHECK (decided_at_ms >= opened_at_ms),
  CHECK ((status = 'open') = (decided_at_ms IS NULL)),
  CHECK (posted IN ('none', 'open', status))
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_disputes_by_payment ON payment_disputes (payment_id);
CREATE INDEX payment_disputes_to_post ON payment_disputes (opened_at_ms) WHERE posted <> status;
CREATE INDEX payment_disputes_open ON payment_disputes (amount_fen) WHERE status = 'open';
CREATE TRIGGER payment_disputes_forward BEFORE UPDATE OF status ON payment_disputes WHEN NEW.status <> OLD.status AND OLD.status <> 'open' BEGIN SELECT RAISE(ABORT, 'append_only:payment_disputes'); END;
CREATE TRIGGER payment_disputes_posted BEFORE UPDATE OF posted ON payment_disputes WHEN NEW.posted <> OLD.posted AND OLD.posted IN ('won', 'lost') BEGIN SELECT RAISE(ABORT, 'append_only:payment_disputes'); END;
CREATE TRIGGER payment_disputes_frozen BEFORE UPDATE OF id, payment_id, amount_fen, reason, opened_at_ms ON payment_disputes BEGIN SELECT RAISE(ABORT, 'append_only:payment_disputes'); END;
CREATE TRIGGER payment_disputes_no_delete BEFORE DELETE ON payment_disputes BEGIN SELECT RAISE(ABORT, 'append_only:payment_disputes'); END;
CREATE TRIGGER payment_disputes_no_replace BEFORE INSERT ON payment_disputes WHEN EXISTS (SELECT 1 FROM payment_disputes WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:payment_disputes'); END;

-- How a dispute divides among the orders of its payment, fixed before the first order is touched.
CREATE TABLE payment_dispute_parts (
  dispute_id TEXT NOT NULL REFERENCES payment_disputes (id),
  order_id TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  PRIMARY KEY (dispute_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER payment_dispute_parts_no_update BEFORE UPDATE ON payment_dispute_parts BEGIN SELECT RAISE(ABORT, 'append_only:payment_dispute_parts'); END;
CREATE TRIGGER payment_dispute_parts_no_delete BEFORE DELETE ON payment_dispute_parts BEGIN SELECT RAISE(ABORT, 'append_only:payment_dispute_parts'); END;
CREATE TRIGGER payment_dispute_parts_no_replace BEFORE INSERT ON payment_dispute_parts WHEN EXISTS (SELECT 1 FROM payment_dispute_parts WHERE dispute_id = NEW.dispute_id AND order_id = NEW.order_id) BEGIN SELECT RAISE(ABORT, 'duplicate:payment_dispute_parts'); END;
