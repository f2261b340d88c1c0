-- How far the fields that a rule compares are known is counted by log source, where they are looked up. The next import of each source fills it in.
ALTER TABLE "rule_log_source" ADD COLUMN "predicate_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "mapped_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "translated_count" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "rule_field" DROP COLUMN "is_mapped",
DROP COLUMN "predicate_count";
