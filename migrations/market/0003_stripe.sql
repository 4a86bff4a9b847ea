-- Events that came before what they are about: tried again by the clock until they can be applied, then taken away. The
-- event itself stays in payment_events; fact is what it says, without the buyer's personal data.
CREATE TABLE parked_events (
  event_id TEXT PRIMARY KEY REFERENCES payment_events (id),
  fact TEXT NOT NULL CHECK (json_valid(fact)),
  reason TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  parked_at_ms INTEGER NOT NULL CHECK (parked_at_ms > 0),
  next_try_at_ms INTEGER NOT NULL CHECK (next_try_at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX parked_events_next ON parked_events (next_try_at_ms);

-- A refund that was sent and came back: the money is with us again, and with the payment, until it is sent anew.
CREATE TABLE refund_failures (
  id TEXT PRIMARY KEY REFERENCES payment_refunds (id),
  payment_id TEXT NOT NULL REFERENCES payments (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  reason TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER refund_failures_no_update BEFORE UPDATE ON refund_failures BEGIN SELECT RAISE(ABORT, 'append_only:refund_failures'); END;
CREATE TRIGGER refund_failures_no_delete BEFORE DELETE ON refund_failures BEGIN SELECT RAISE(ABORT, 'append_only:refund_failures'); END;
CREATE TRIGGER refund_failures_no_replace BEFORE INSERT ON refund_failures WHEN EXISTS (SELECT 1 FROM refund_failures WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:refund_failures'); END;
CREATE TRIGGER refund_failures_sum AFTER INSERT ON refund_failures BEGIN UPDATE payments SET refunded_fen = refunded_fen - NEW.amount_fen WHERE id = NEW.payment_id; END;
