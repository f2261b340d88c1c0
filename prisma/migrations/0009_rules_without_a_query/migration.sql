-- Whether a rule judges events is said once, with the rule: those of machine learning, and texts that their own language refuses, judge none.
ALTER TABLE "rule" ADD COLUMN "has_query" BOOLEAN NOT NULL DEFAULT true;
UPDATE "rule" SET "has_query" = false
WHERE "language" = 'machine_learning' OR ("parse_status" = 'OPAQUE' AND "condition"->>'kind' = 'opaque' AND "condition"->>'reason' = 'syntax_error');
CREATE INDEX "rule_without_query" ON "rule" ("title_folded", "row_id") WHERE NOT "has_query";
