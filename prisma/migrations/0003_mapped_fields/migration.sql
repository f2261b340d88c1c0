-- Whether the catalog's tables know a field that a rule reads, and in how many of the rule's predicates it stands. The next import of each source
-- fills them in.
ALTER TABLE "rule_field" ADD COLUMN "is_mapped" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "predicate_count" INTEGER NOT NULL DEFAULT 0;
