-- What every group of tables needs: a guard, idempotency, and the record of deeds.
-- A guard that can fail: INSERT INTO must SELECT <condition>, '<problem code>' aborts the whole batch unless the
-- condition is 1, and writes nothing. A conditional UPDATE that matches no row is not an error on D1.
CREATE VIEW must (ok, problem) AS SELECT 1, '' WHERE 0;
CREATE TRIGGER must_hold INSTEAD OF INSERT ON must WHEN NEW.ok IS NOT 1 BEGIN SELECT RAISE(ABORT, 'must:' || NEW.problem); END;

-- One row per successful outside write: the same key with the same input gets the first answer again.
CREATE TABLE idempotency_keys (
  actor TEXT NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
  input_sha256 TEXT NOT NULL CHECK (length(input_sha256) = 64),
  result_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  CONSTRAINT idempotency_key_taken PRIMARY KEY (actor, route, key)
) STRICT, WITHOUT ROWID;

-- Who did what. Written in the same batch as the deed; no personal data in the detail.
CREATE TABLE activities (
  id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL CHECK (at_ms > 0),
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  request_id TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER activities_no_update BEFORE UPDATE ON activities BEGIN SELECT RAISE(ABORT, 'append_only:activities'); END;
CREATE TRIGGER activities_no_delete BEFORE DELETE ON activities BEGIN SELECT RAISE(ABORT, 'append_only:activities'); END;
CREATE TRIGGER activities_no_replace BEFORE INSERT ON activities WHEN EXISTS (SELECT 1 FROM activities WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'duplicate:activities'); END;
