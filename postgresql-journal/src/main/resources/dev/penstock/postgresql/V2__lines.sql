-- Who waits for a claim behind the one that "waiting" names, in order.
ALTER TABLE claim ADD COLUMN behind uuid[] NOT NULL DEFAULT '{}';
