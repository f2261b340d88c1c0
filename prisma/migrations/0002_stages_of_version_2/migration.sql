-- Aggregations and joins are stored in another shape since this version. The next import of their source writes them anew; until then they are
-- shown as text, as all that is not understood.
UPDATE "stage"
SET "kind" = 'opaque', "data" = '{"reason":"stored_by_an_older_version"}'
WHERE "kind" IN ('aggregate', 'join');
