-- What the payment provider says it moved, as it said it. `state` and `payout_id` are ours and only go forward: whose it is
-- was worked out (divided), its fee or payout stands in the county's books (posted), and which payout carried it off.
CREATE TABLE balance_transactions (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL CONSTRAINT balance_transaction_taken UNIQUE,
  gateway TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'dispute', 'dispute_reversal', 'fee', 'payout', 'other')),
  payment_id TEXT,
  reference TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (abs(amount_fen) <= 1000000000000),
  fee_fen INTEGER NOT NULL CHECK (abs(fee_fen) <= 1000000000000),
  net_fen INTEGER NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  available_at_ms INTEGER NOT NULL CHECK (available_at_ms > 0),
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'divided', 'posted')),
  payout_id TEXT,
  CONSTRAINT net_not_amount_less_fee CHECK (net_fen = amount_fen - fee_fen)
) STRICT;
CREATE INDEX balance_transactions_to_post ON balance_transactions (n) WHERE state <> 'posted';
CREATE INDEX balance_transactions_to_pay_out ON balance_transactions (available_at_ms) WHERE payout_id IS NULL;
CREATE TRIGGER balance_transactions_forward BEFORE UPDATE OF state ON balance_transactions WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ('new>divided', 'divided>posted', 'new>posted') BEGIN SELECT RAISE(ABORT, 'append_only:balance_transactions'); END;
CREATE TRIGGER balance_transactions_paid_out_once BEFORE UPDATE OF payout_id ON balance_transactions WHEN OLD.payout_id IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append_only:balance_transactions'); END;
CREATE TRIGGER balance_transactions_frozen BEFORE UPDATE OF n, id, gateway, kind, payment_id, reference, amount_fen, fee_fen, net_fen, at_ms, available_at_ms ON balance_transactions BEGIN SELECT RAISE(ABORT, 'append_only:balance_transactions'); END;
CREATE TRIGGER balance_transactions_no_delete BEFORE DELETE ON balance_transactions BEGIN SELECT RAISE(ABORT, 'append_only:balance_transactions'); END;
CREATE TRIGGER balance_transactions_no_replace BEFORE INSERT ON balance_transactions WHEN EXISTS (SELECT 1 FROM balance_transactions WHERE id = NEW.id OR n = NEW.n) BEGIN SELECT RAISE(ABORT, 'duplicate:balance_transactions'); END;

-- Whose a movement is: the organisations' parts sum to it.
CREATE TABLE balance_parts (
  transaction_id TEXT NOT NULL REFERENCES balance_transactions (id),
  organisation_id TEXT NOT NULL,
  amount_fen INTEGER NOT NULL,
  fee_fen INTEGER NOT NULL,
  PRIMARY KEY (transaction_id, organisation_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER balance_parts_no_update BEFORE UPDATE ON balance_parts BEGIN SELECT RAISE(ABORT, 'append_only:balance_parts'); END;
CREATE TRIGGER balance_parts_no_delete BEFORE DELETE ON balance_parts BEGIN SELECT RAISE(ABORT, 'append_only:balance_parts'); END;
CREATE TRIGGER balance_parts_no_replace BEFORE INSERT ON balance_parts WHEN EXISTS (SELECT 1 FROM balance_parts WHERE transaction_id = NEW.transaction_id AND organisation_id = NEW.organisation_id) BEGIN SELECT RAISE(ABORT, 'duplicate:balance_parts'); END;

-- One night's comparison. Running totals and the last rows seen, so that the next night reads only what is new.
CREATE TABLE reconciliations (
  made_on TEXT PRIMARY KEY CHECK (made_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  gateway TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  through_n INTEGER NOT NULL CHECK (through_n >= 0),
  through_seq INTEGER NOT NULL CHECK (through_seq >= 0),
  through_ms INTEGER NOT NULL CHECK (through_ms >= 0),
  transactions INTEGER NOT NULL CHECK (transactions >= 0),
  opening_fen INTEGER NOT NULL,
  paid_fen INTEGER NOT NULL,
  refunded_fen INTEGER NOT NULL,
  withdrawn_fen INTEGER NOT NULL,
  reinstated_fen INTEGER NOT NULL,
  fees_fen INTEGER NOT NULL,
  payouts_fen INTEGER NOT NULL,
  other_fen INTEGER NOT NULL,
  balance_fen INTEGER NOT NULL,
  open_disputes_fen INTEGER NOT NULL,
  clearing_fen INTEGER NOT NULL,
  disputed_fen INTEGER NOT NULL,
  explained_fen INTEGER NOT NULL,
  unexplained_fen INTEGER NOT NULL,
  explained_items INTEGER NOT NULL CHECK (explained_items >= 0),
  open_items INTEGER NOT NULL CHECK (open_items >= 0),
  CONSTRAINT balance_not_its_movements CHECK (balance_fen = opening_fen + paid_fen + refunded_fen + withdrawn_fen + reinstated_fen + fees_fen + payouts_fen + other_fen),
  CONSTRAINT difference_not_its_items CHECK (explained_fen + unexplained_fen = balance_fen + open_disputes_fen - clearing_fen - disputed_fen)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reconciliations_no_update BEFORE UPDATE ON reconciliations BEGIN SELECT RAISE(ABORT, 'append_only:reconciliations'); END;
CREATE TRIGGER reconciliations_no_delete BEFORE DELETE ON reconciliations BEGIN SELECT RAISE(ABORT, 'append_only:reconciliations'); END;
CREATE TRIGGER reconciliations_no_replace BEFORE INSERT ON reconciliations WHEN EXISTS (SELECT 1 FROM reconciliations WHERE made_on = NEW.made_on) BEGIN SELECT RAISE(ABORT, 'must:reconciled_already'); END;

CREATE TABLE reconciliation_items (
  made_on TEXT NOT NULL REFERENCES reconciliations (made_on),
  item TEXT NOT NULL CHECK (length(item) > 0),
  verdict TEXT NOT NULL CHECK (verdict IN ('on_its_way', 'not_posted', 'not_sent', 'own_charge', 'unknown_here', 'unknown_there', 'amounts_differ', 'doubled')),
  provider_fen INTEGER NOT NULL,
  ledger_fen INTEGER NOT NULL,
  provider_count INTEGER NOT NULL CHECK (provider_count >= 0),
  ledger_count INTEGER NOT NULL CHECK (ledger_count >= 0),
  since_ms INTEGER NOT NULL CHECK (since_ms >= 0),
  transaction_id TEXT,
  PRIMARY KEY (made_on, item)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reconciliation_items_no_update BEFORE UPDATE ON reconciliation_items BEGIN SELECT RAISE(ABORT, 'append_only:reconciliation_items'); END;
CREATE TRIGGER reconciliation_items_no_delete BEFORE DELETE ON reconciliation_items BEGIN SELECT RAISE(ABORT, 'append_only:reconciliation_items'); END;
CREATE TRIGGER reconciliation_items_no_replace BEFORE INSERT ON reconciliation_items WHEN EXISTS (SELECT 1 FROM reconciliation_items WHERE made_on = NEW.made_on AND item = NEW.item) BEGIN SELECT RAISE(ABORT, 'duplicate:reconciliation_items'); END;
