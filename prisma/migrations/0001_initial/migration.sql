-- As the schema engine makes it from schema.prisma, but for COLLATE "C", which stands there by hand.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "corpus" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "corpus_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "platform_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" TEXT NOT NULL,
    "platform_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT,
    "revision" TEXT,
    "licence" TEXT,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "rule_count" INTEGER NOT NULL DEFAULT 0,
    "corpus_version" TEXT NOT NULL,
    "fingerprint" TEXT,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule" (
    "row_id" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "platform_id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_folded" TEXT COLLATE "C" NOT NULL,
    "description" TEXT,
    "severity" TEXT,
    "severity_rank" SMALLINT NOT NULL,
    "native_severity" TEXT,
    "status" TEXT NOT NULL,
    "event_schema" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "authors" TEXT[],
    "licence" TEXT,
    "own_licence" TEXT,
    "reference_urls" TEXT[],
    "tags" TEXT[],
    "tags_folded" TEXT[],
    "false_positives" TEXT[],
    "created" TEXT,
    "modified" TEXT,
    "body" TEXT NOT NULL,
    "body_format" TEXT NOT NULL,
    "parse_status" TEXT NOT NULL,
    "needs_more_events" BOOLEAN NOT NULL,
    "condition_text" TEXT NOT NULL,
    "condition" JSON NOT NULL,
    "canonical_hash" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "search_text" tsvector NOT NULL DEFAULT ''::tsvector,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_pkey" PRIMARY KEY ("row_id")
);

-- CreateTable
CREATE TABLE "log_source" (
    "id" TEXT NOT NULL,
    "product" TEXT,
    "category" TEXT,
    "service" TEXT,
    "name" TEXT NOT NULL,
    "rule_count" INTEGER NOT NULL DEFAULT 0,
    "platform_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "log_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_log_source" (
    "rule_row_id" INTEGER NOT NULL,
    "position" SMALLINT NOT NULL,
    "log_source_id" TEXT NOT NULL,

    CONSTRAINT "rule_log_source_pkey" PRIMARY KEY ("rule_row_id","position")
);

-- CreateTable
CREATE TABLE "stage" (
    "rule_row_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "data" JSON NOT NULL,

    CONSTRAINT "stage_pkey" PRIMARY KEY ("rule_row_id","position")
);

-- CreateTable
CREATE TABLE "output_field" (
    "rule_row_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "origin" TEXT NOT NULL,

    CONSTRAINT "output_field_pkey" PRIMARY KEY ("rule_row_id","position")
);

-- CreateTable
CREATE TABLE "indicator" (
    "row_id" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT,
    "key" TEXT,
    "key_folded" TEXT COLLATE "C" NOT NULL,
    "rule_count" INTEGER NOT NULL DEFAULT 0,
    "platform_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "indicator_pkey" PRIMARY KEY ("row_id")
);

-- CreateTable
CREATE TABLE "rule_indicator" (
    "rule_row_id" INTEGER NOT NULL,
    "predicate" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "indicator_row_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "native_field" TEXT NOT NULL,
    "native_value" TEXT,
    "case_sensitive" BOOLEAN NOT NULL,
    "quantifier" TEXT NOT NULL,

    CONSTRAINT "rule_indicator_pkey" PRIMARY KEY ("rule_row_id","predicate","position")
);

-- CreateTable
CREATE TABLE "exclusion" (
    "row_id" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT,
    "key" TEXT,
    "key_folded" TEXT COLLATE "C" NOT NULL,
    "rule_count" INTEGER NOT NULL DEFAULT 0,
    "platform_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "exclusion_pkey" PRIMARY KEY ("row_id")
);

-- CreateTable
CREATE TABLE "rule_exclusion" (
    "rule_row_id" INTEGER NOT NULL,
    "predicate" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "exclusion_row_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "native_field" TEXT NOT NULL,
    "native_value" TEXT,
    "case_sensitive" BOOLEAN NOT NULL,
    "quantifier" TEXT NOT NULL,

    CONSTRAINT "rule_exclusion_pkey" PRIMARY KEY ("rule_row_id","predicate","position")
);

-- CreateTable
CREATE TABLE "field" (
    "name" TEXT NOT NULL,
    "name_folded" TEXT COLLATE "C" NOT NULL,
    "rule_count" INTEGER NOT NULL DEFAULT 0,
    "platform_count" INTEGER NOT NULL DEFAULT 0,
    "required_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "field_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "field_name" (
    "field_name" TEXT NOT NULL,
    "platform_id" TEXT NOT NULL,
    "native" TEXT NOT NULL,
    "rule_count" INTEGER NOT NULL,

    CONSTRAINT "field_name_pkey" PRIMARY KEY ("field_name","platform_id","native")
);

-- CreateTable
CREATE TABLE "rule_field" (
    "rule_row_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "field_name" TEXT NOT NULL,
    "native_field" TEXT NOT NULL,
    "roles" TEXT[],
    "required" BOOLEAN NOT NULL,

    CONSTRAINT "rule_field_pkey" PRIMARY KEY ("rule_row_id","position")
);

-- CreateTable
CREATE TABLE "action" (
    "row_id" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "log_source_id" TEXT NOT NULL,
    "qualifier" TEXT,
    "operation" TEXT NOT NULL,
    "operation_folded" TEXT COLLATE "C" NOT NULL,
    "weak" BOOLEAN NOT NULL,
    "rule_count" INTEGER NOT NULL DEFAULT 0,
    "platform_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "action_pkey" PRIMARY KEY ("row_id")
);

-- CreateTable
CREATE TABLE "rule_action" (
    "rule_row_id" INTEGER NOT NULL,
    "action_row_id" INTEGER NOT NULL,

    CONSTRAINT "rule_action_pkey" PRIMARY KEY ("rule_row_id","action_row_id")
);

-- CreateTable
CREATE TABLE "action_rule" (
    "action_row_id" INTEGER NOT NULL,
    "rule_row_id" INTEGER NOT NULL,

    CONSTRAINT "action_rule_pkey" PRIMARY KEY ("action_row_id","rule_row_id")
);

-- CreateTable
CREATE TABLE "action_link" (
    "rule_row_id" INTEGER NOT NULL,
    "other_row_id" INTEGER NOT NULL,
    "action_row_ids" INTEGER[],
    "weak" BOOLEAN NOT NULL,

    CONSTRAINT "action_link_pkey" PRIMARY KEY ("rule_row_id","other_row_id")
);

-- CreateTable
CREATE TABLE "tactic" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "tactic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "technique" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parent_id" TEXT,
    "status" TEXT NOT NULL,
    "replaced_by" TEXT,

    CONSTRAINT "technique_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "technique_tactic" (
    "technique_id" TEXT NOT NULL,
    "tactic_id" TEXT NOT NULL,

    CONSTRAINT "technique_tactic_pkey" PRIMARY KEY ("technique_id","tactic_id")
);

-- CreateTable
CREATE TABLE "rule_technique" (
    "rule_row_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "declared" TEXT NOT NULL,
    "technique_id" TEXT,
    "tactic_id" TEXT,
    "mapping_status" TEXT NOT NULL,
    "replaced_by" TEXT,

    CONSTRAINT "rule_technique_pkey" PRIMARY KEY ("rule_row_id","position")
);

-- CreateTable
CREATE TABLE "rule_test" (
    "rule_row_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "expected" BOOLEAN NOT NULL,
    "event" JSON NOT NULL,
    "mocks" JSON NOT NULL,
    "agreement" TEXT,

    CONSTRAINT "rule_test_pkey" PRIMARY KEY ("rule_row_id","position")
);

-- CreateTable
CREATE TABLE "diagnostic" (
    "row_id" SERIAL NOT NULL,
    "source_id" TEXT NOT NULL,
    "rule_row_id" INTEGER,
    "path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "file" TEXT,
    "line" INTEGER,
    "column_number" INTEGER,
    "end_line" INTEGER,
    "end_column_number" INTEGER,

    CONSTRAINT "diagnostic_pkey" PRIMARY KEY ("row_id")
);

-- CreateTable
CREATE TABLE "import" (
    "row_id" SERIAL NOT NULL,
    "source_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "error" TEXT,
    "revision" TEXT,
    "added_count" INTEGER NOT NULL,
    "changed_count" INTEGER NOT NULL,
    "removed_count" INTEGER NOT NULL,
    "unchanged_count" INTEGER NOT NULL,
    "broken_file_count" INTEGER NOT NULL,
    "skipped_file_count" INTEGER NOT NULL,

    CONSTRAINT "import_pkey" PRIMARY KEY ("row_id")
);

-- CreateIndex
CREATE INDEX "source_platform_id_idx" ON "source"("platform_id");

-- CreateIndex
CREATE UNIQUE INDEX "rule_id_key" ON "rule"("id");

-- CreateIndex
CREATE INDEX "rule_title_folded_row_id_idx" ON "rule"("title_folded", "row_id");

-- CreateIndex
CREATE INDEX "rule_severity_rank_row_id_idx" ON "rule"("severity_rank", "row_id");

-- CreateIndex
CREATE INDEX "rule_changed_at_row_id_idx" ON "rule"("changed_at", "row_id");

-- CreateIndex
CREATE INDEX "rule_platform_id_row_id_idx" ON "rule"("platform_id", "row_id");

-- CreateIndex
CREATE INDEX "rule_source_id_row_id_idx" ON "rule"("source_id", "row_id");

-- CreateIndex
CREATE INDEX "rule_status_row_id_idx" ON "rule"("status", "row_id");

-- CreateIndex
CREATE INDEX "rule_parse_status_row_id_idx" ON "rule"("parse_status", "row_id");

-- CreateIndex
CREATE INDEX "rule_licence_row_id_idx" ON "rule"("licence", "row_id");

-- CreateIndex
CREATE INDEX "rule_language_row_id_idx" ON "rule"("language", "row_id");

-- CreateIndex
CREATE INDEX "rule_canonical_hash_idx" ON "rule"("canonical_hash");

-- CreateIndex
CREATE INDEX "rule_tags_folded_idx" ON "rule" USING GIN ("tags_folded");

-- CreateIndex
CREATE INDEX "rule_search_text_idx" ON "rule" USING GIN ("search_text");

-- CreateIndex
CREATE UNIQUE INDEX "rule_platform_id_native_id_key" ON "rule"("platform_id", "native_id");

-- CreateIndex
CREATE INDEX "log_source_rule_count_id_idx" ON "log_source"("rule_count", "id");

-- CreateIndex
CREATE INDEX "log_source_product_idx" ON "log_source"("product");

-- CreateIndex
CREATE INDEX "log_source_category_idx" ON "log_source"("category");

-- CreateIndex
CREATE INDEX "log_source_service_idx" ON "log_source"("service");

-- CreateIndex
CREATE INDEX "rule_log_source_log_source_id_rule_row_id_idx" ON "rule_log_source"("log_source_id", "rule_row_id");

-- CreateIndex
CREATE INDEX "stage_kind_idx" ON "stage"("kind");

-- CreateIndex
CREATE UNIQUE INDEX "indicator_id_key" ON "indicator"("id");

-- CreateIndex
CREATE INDEX "indicator_rule_count_row_id_idx" ON "indicator"("rule_count", "row_id");

-- CreateIndex
CREATE INDEX "indicator_platform_count_row_id_idx" ON "indicator"("platform_count", "row_id");

-- CreateIndex
CREATE INDEX "indicator_field_kind_key_folded_idx" ON "indicator"("field", "kind", "key_folded");

-- CreateIndex
CREATE INDEX "indicator_key_folded_row_id_idx" ON "indicator"("key_folded", "row_id");

-- CreateIndex
CREATE INDEX "rule_indicator_indicator_row_id_rule_row_id_idx" ON "rule_indicator"("indicator_row_id", "rule_row_id");

-- CreateIndex
CREATE UNIQUE INDEX "exclusion_id_key" ON "exclusion"("id");

-- CreateIndex
CREATE INDEX "exclusion_rule_count_row_id_idx" ON "exclusion"("rule_count", "row_id");

-- CreateIndex
CREATE INDEX "exclusion_platform_count_row_id_idx" ON "exclusion"("platform_count", "row_id");

-- CreateIndex
CREATE INDEX "exclusion_field_kind_key_folded_idx" ON "exclusion"("field", "kind", "key_folded");

-- CreateIndex
CREATE INDEX "exclusion_key_folded_row_id_idx" ON "exclusion"("key_folded", "row_id");

-- CreateIndex
CREATE INDEX "rule_exclusion_exclusion_row_id_rule_row_id_idx" ON "rule_exclusion"("exclusion_row_id", "rule_row_id");

-- CreateIndex
CREATE INDEX "field_rule_count_name_idx" ON "field"("rule_count", "name");

-- CreateIndex
CREATE INDEX "field_name_folded_idx" ON "field"("name_folded");

-- CreateIndex
CREATE INDEX "rule_field_field_name_rule_row_id_idx" ON "rule_field"("field_name", "rule_row_id");

-- CreateIndex
CREATE UNIQUE INDEX "action_id_key" ON "action"("id");

-- CreateIndex
CREATE INDEX "action_log_source_id_operation_folded_idx" ON "action"("log_source_id", "operation_folded");

-- CreateIndex
CREATE INDEX "action_rule_count_row_id_idx" ON "action"("rule_count", "row_id");

-- CreateIndex
CREATE INDEX "action_operation_folded_row_id_idx" ON "action"("operation_folded", "row_id");

-- CreateIndex
CREATE INDEX "rule_action_action_row_id_rule_row_id_idx" ON "rule_action"("action_row_id", "rule_row_id");

-- CreateIndex
CREATE INDEX "action_rule_rule_row_id_idx" ON "action_rule"("rule_row_id");

-- CreateIndex
CREATE INDEX "action_link_other_row_id_idx" ON "action_link"("other_row_id");

-- CreateIndex
CREATE UNIQUE INDEX "tactic_short_name_key" ON "tactic"("short_name");

-- CreateIndex
CREATE INDEX "technique_parent_id_idx" ON "technique"("parent_id");

-- CreateIndex
CREATE INDEX "technique_tactic_tactic_id_idx" ON "technique_tactic"("tactic_id");

-- CreateIndex
CREATE INDEX "rule_technique_technique_id_rule_row_id_idx" ON "rule_technique"("technique_id", "rule_row_id");

-- CreateIndex
CREATE INDEX "rule_technique_tactic_id_rule_row_id_idx" ON "rule_technique"("tactic_id", "rule_row_id");

-- CreateIndex
CREATE INDEX "rule_test_agreement_idx" ON "rule_test"("agreement");

-- CreateIndex
CREATE INDEX "diagnostic_rule_row_id_position_idx" ON "diagnostic"("rule_row_id", "position");

-- CreateIndex
CREATE INDEX "diagnostic_source_id_row_id_idx" ON "diagnostic"("source_id", "row_id");

-- CreateIndex
CREATE INDEX "diagnostic_code_idx" ON "diagnostic"("code");

-- CreateIndex
CREATE INDEX "import_source_id_started_at_idx" ON "import"("source_id", "started_at");

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "platform"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule" ADD CONSTRAINT "rule_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "platform"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule" ADD CONSTRAINT "rule_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_log_source" ADD CONSTRAINT "rule_log_source_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_log_source" ADD CONSTRAINT "rule_log_source_log_source_id_fkey" FOREIGN KEY ("log_source_id") REFERENCES "log_source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage" ADD CONSTRAINT "stage_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "output_field" ADD CONSTRAINT "output_field_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_indicator" ADD CONSTRAINT "rule_indicator_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_indicator" ADD CONSTRAINT "rule_indicator_indicator_row_id_fkey" FOREIGN KEY ("indicator_row_id") REFERENCES "indicator"("row_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_exclusion" ADD CONSTRAINT "rule_exclusion_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_exclusion" ADD CONSTRAINT "rule_exclusion_exclusion_row_id_fkey" FOREIGN KEY ("exclusion_row_id") REFERENCES "exclusion"("row_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "field_name" ADD CONSTRAINT "field_name_field_name_fkey" FOREIGN KEY ("field_name") REFERENCES "field"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "field_name" ADD CONSTRAINT "field_name_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "platform"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_field" ADD CONSTRAINT "rule_field_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_field" ADD CONSTRAINT "rule_field_field_name_fkey" FOREIGN KEY ("field_name") REFERENCES "field"("name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_log_source_id_fkey" FOREIGN KEY ("log_source_id") REFERENCES "log_source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_action" ADD CONSTRAINT "rule_action_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_action" ADD CONSTRAINT "rule_action_action_row_id_fkey" FOREIGN KEY ("action_row_id") REFERENCES "action"("row_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_rule" ADD CONSTRAINT "action_rule_action_row_id_fkey" FOREIGN KEY ("action_row_id") REFERENCES "action"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_rule" ADD CONSTRAINT "action_rule_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_link" ADD CONSTRAINT "action_link_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_link" ADD CONSTRAINT "action_link_other_row_id_fkey" FOREIGN KEY ("other_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "technique" ADD CONSTRAINT "technique_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "technique"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "technique_tactic" ADD CONSTRAINT "technique_tactic_technique_id_fkey" FOREIGN KEY ("technique_id") REFERENCES "technique"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "technique_tactic" ADD CONSTRAINT "technique_tactic_tactic_id_fkey" FOREIGN KEY ("tactic_id") REFERENCES "tactic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_technique" ADD CONSTRAINT "rule_technique_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_technique" ADD CONSTRAINT "rule_technique_technique_id_fkey" FOREIGN KEY ("technique_id") REFERENCES "technique"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_technique" ADD CONSTRAINT "rule_technique_tactic_id_fkey" FOREIGN KEY ("tactic_id") REFERENCES "tactic"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_test" ADD CONSTRAINT "rule_test_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "diagnostic" ADD CONSTRAINT "diagnostic_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "diagnostic" ADD CONSTRAINT "diagnostic_rule_row_id_fkey" FOREIGN KEY ("rule_row_id") REFERENCES "rule"("row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

