-- Addresses were stored as they were given, with the user and password that they may carry.
UPDATE "source" SET "url" = regexp_replace("url", '^([a-zA-Z][a-zA-Z+.-]*://)[^/[:space:]]*@', '\1') WHERE "url" LIKE '%://%@%';
UPDATE "import" SET "error" = regexp_replace("error", '([a-zA-Z][a-zA-Z+.-]*://)[^/[:space:]]*@', '\1', 'g') WHERE "error" LIKE '%://%@%';
