-- People who sign in, what they put in a basket, and what they paid. Nothing here refers to a county's tables but by id.
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  username TEXT CHECK (length(username) BETWEEN 3 AND 40) CONSTRAINT username_taken UNIQUE,
  phone TEXT CHECK (length(phone) BETWEEN 6 AND 20) CONSTRAINT phone_taken UNIQUE,
  name TEXT NOT NULL CHECK (length(name) > 0),
  password_hash TEXT,
  disabled_at_ms INTEGER,
  created_at_ms INTEGER NOT NULL CHECK (created_at_ms > 0),
  CHECK (username IS NOT NULL OR phone IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- A role holds within one division or one organisation; read on every request, so a dismissed clerk is out at once.
CREATE TABLE grants (
  user_id TEXT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL CHECK (role IN ('operator', 'office', 'supervisor', 'manager', 'clerk')),
  scope TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  granted_at_ms INTEGER NOT NULL CHECK (granted_at_ms > 0),
  PRIMARY KEY (user_id, role, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  token_sha256 TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
  user_id TEXT REFERENCES users (id),
  household_id TEXT,
  card_id TEXT,
  created_at_ms INTEGER NOT NULL CHECK (created_at_ms > 0),
  expires_at_ms INTEGER NOT NULL CHECK (expires_at_ms > created_at_ms),
  CHECK ((user_id IS NULL) <> (household_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE rate_limits (
  key TEXT PRIMARY KEY,
  window_ends_at_ms INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_codes (
  phone TEXT PRIMARY KEY,
  code_sha256 TEXT NOT NULL CHECK (length(code_sha256) = 64),
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE baskets (
  id TEXT PRIMARY KEY,
  user_id TEXT CONSTRAINT basket_taken UNIQUE REFERENCES users (id),
  lines TEXT NOT NULL CHECK (json_valid(lines)),
  updated_at_ms INTEGER NOT NULL CHECK (updated_at_ms > 0)
) STRICT, WITHOUT ROWID;

-- One payment; it holds one order for each organisation. Written once every order has its stock, so a refused one leaves no trace.
CREATE TABLE checkouts (
  id TEXT PRIMARY KEY CHECK (length(id) >= 26),
  buyer TEXT NOT NULL,
  user_id TEXT REFERENCES users (id),
  phone TEXT NOT NULL,
  locale TEXT NOT NULL CHECK (locale IN ('zh', 'en')),
  total_fen INTEGER NOT NULL CHECK (total_fen > 0),
  status TEXT NOT NULL CHECK (status IN ('open', 'paid', 'expired')),
  created_at_ms INTEGER NOT NULL CHECK (created_at_ms > 0),
  expires_at_ms INTEGER NOT NULL CHECK (expires_at_ms > created_at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX checkouts_by_user ON checkouts (user_id, created_at_ms) WHERE user_id IS NOT NULL;
CREATE TRIGGER checkouts_forward BEFORE UPDATE OF status ON checkouts WHEN NEW.status <> OLD.status AND (OLD.status || '>' || NEW.status) NOT IN ('open>paid', 'open>expired', 'expired>paid') BEGIN SELECT RAISE(ABORT, 'must:checkout_status_moved'); END;

CREATE TABLE checkout_orders (
  checkout_id TEXT NOT NULL REFERENCES checkouts (id),
  order_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  total_fen INTEGER NOT NULL CHECK (total_fen > 0),
  state TEXT NOT NULL CHECK (state IN ('reserved', 'captured', 'posted', 'returned')),
  PRIMARY KEY (checkout_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX checkout_orders_to_post ON checkout_orders (checkout_id) WHERE state = 'captured';

-- One payment a checkout. pay_path is where the buyer pays; asked_at_ms is when the provider last said that money is on its way.
CREATE TABLE payments (
  id TEXT PRIMARY KEY,
  checkout_id TEXT NOT NULL CONSTRAINT one_payment_a_checkout UNIQUE REFERENCES checkouts (id),
  gateway TEXT NOT NULL CHECK (gateway IN ('sandbox', 'stripe')),
  gateway_reference TEXT NOT NULL,
  pay_path TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  status TEXT NOT NULL CHECK (status IN ('created', 'pending', 'captured', 'failed', 'expired')),
  refunded_fen INTEGER NOT NULL DEFAULT 0 CONSTRAINT refund_above_payment CHECK (refunded_fen BETWEEN 0 AND amount_fen),
  created_at_ms INTEGER NOT NULL CHECK (created_at_ms > 0),
  asked_at_ms INTEGER,
  captured_at_ms INTEGER,
  CHECK (status <> 'pending' OR asked_at_ms IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX payments_pending ON payments (asked_at_ms) WHERE status = 'pending';
CREATE TRIGGER payments_forward BEFORE UPDATE OF status ON payments WHEN NEW.status <> OLD.status AND (OLD.status || '>' || NEW.status) NOT IN ('created>pending', 'created>captured', 'created>failed', 'created>expired', 'pending>captured', 'pending>failed', 'failed>captured', 'failed>expired', 'expired>captured') BEGIN SELECT RAISE(ABORT, 'must:payment_status_moved'); END;

-- What a provider told us, kept whatever it says; kind is its own word, payment_id is empty when it names none of ours.
CREATE TABLE payment_events (
  id TEXT PRIMARY KEY,
  gateway TEXT NOT NULL,
  kind TEXT NOT NULL,
  payment_id TEXT,
  body_sha256 TEXT NOT NULL CHECK (length(body_sha256) = 64),
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER payment_events_no_update BEFORE UPDATE ON payment_events BEGIN SELECT RAISE(ABORT, 'append_only:payment_events'); END;
CREATE TRIGGER payment_events_no_delete BEFORE DELETE ON payment_events BEGIN SELECT RAISE(ABORT, 'append_only:payment_events'); END;
CREATE TRIGGER payment_events_no_replace BEFORE INSERT ON payment_events WHEN EXISTS (SELECT 1 FROM payment_events WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:payment_events'); END;

-- One row each time a refund is sent: its id is the key it was sent under, refund_id is the refund, the same at every try.
CREATE TABLE payment_refunds (
  id TEXT PRIMARY KEY,
  refund_id TEXT NOT NULL,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  order_id TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  gateway_reference TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_refunds_by_refund ON payment_refunds (refund_id);
CREATE INDEX payment_refunds_by_order ON payment_refunds (order_id);
CREATE TRIGGER payment_refunds_no_update BEFORE UPDATE ON payment_refunds BEGIN SELECT RAISE(ABORT, 'append_only:payment_refunds'); END;
CREATE TRIGGER payment_refunds_no_delete BEFORE DELETE ON payment_refunds BEGIN SELECT RAISE(ABORT, 'append_only:payment_refunds'); END;
CREATE TRIGGER payment_refunds_no_replace BEFORE INSERT ON payment_refunds WHEN EXISTS (SELECT 1 FROM payment_refunds WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:payment_refunds'); END;
CREATE TRIGGER payment_refunds_sum AFTER INSERT ON payment_refunds BEGIN UPDATE payments SET refunded_fen = refunded_fen + NEW.amount_fen WHERE id = NEW.payment_id; END;

-- Every message to a buyer passes here; a sender outside delivers it, the demo shows it.
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
  recipient TEXT NOT NULL,
  template TEXT NOT NULL,
  body TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  sent_at_ms INTEGER
) STRICT, WITHOUT ROWID;
