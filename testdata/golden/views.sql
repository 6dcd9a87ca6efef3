-- Small
-- version 2, of the small table
--
-- A missing answer is NULL. It stands for every answer, never for "no".

-- The answers, one row for each set. A column is a question or a tick of a list, and holds
-- one of the words below or NULL.
CREATE TABLE legtriage_answers (
  "id" TEXT NOT NULL PRIMARY KEY,
  "problem.pain" TEXT CHECK ("problem.pain" IN ('no', 'unsure', 'yes')),
  "problem.itch" TEXT CHECK ("problem.itch" IN ('no', 'unsure', 'yes')),
  "life.chest" TEXT CHECK ("life.chest" IN ('no', 'unsure', 'yes')),
  "life.faint" TEXT CHECK ("life.faint" IN ('no', 'unsure', 'yes')),
  "change" TEXT CHECK ("change" IN ('slow', 'unsure', 'new')),
  CHECK (NOT ("problem.pain" <> 'yes' AND "problem.itch" <> 'yes'))
);

-- What the answers lead to. at_least and at_most are the urgencies that the missing
-- answers leave possible, from home to call; category and urgency are NULL unless all of
-- these agree. deciding are the rules that decide, missing_count is the number
-- of questions that can still change the urgency. All are NULL for a row that cannot be
-- used: see legtriage_errors.
CREATE VIEW legtriage_results AS
WITH rules AS (
  SELECT
    "id",
    "problem.pain", "problem.itch",
    "life.chest", "life.faint",
    "change",
    -- Can the row be used?
    CASE WHEN "id" IS NULL
      OR ("problem.pain" NOT IN ('no', 'unsure', 'yes')
        OR "problem.itch" NOT IN ('no', 'unsure', 'yes')
        OR ("problem.pain" <> 'yes' AND "problem.itch" <> 'yes'))
      OR ("life.chest" NOT IN ('no', 'unsure', 'yes')
        OR "life.faint" NOT IN ('no', 'unsure', 'yes'))
      OR ("change" NOT IN ('slow', 'unsure', 'new'))
    THEN FALSE ELSE TRUE END AS "usable",
    -- A rule is true (it holds), false, or NULL (missing answers decide).
    -- call: Chest pain
    "life.chest" IN ('unsure', 'yes') AS "rule:danger",
    -- go: Faint and new
    "life.faint" = 'yes'
      AND "change" IN ('unsure', 'new')
      AND ("problem.pain" = 'yes' OR "change" = 'new') AS "rule:both",
    -- routine: An itch
    "problem.itch" = 'yes' AS "rule:itch",
    -- home: Nothing
    TRUE AS "rule:rest"
  FROM legtriage_answers
  -- This adds no row. It keeps engines from computing the above again and again.
  UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL WHERE FALSE
), ranges AS (
  SELECT
    *,
    CASE WHEN "usable" THEN CASE
      -- call
      WHEN "rule:danger" THEN 5
      -- go
      WHEN "rule:both" THEN 4
      -- routine
      WHEN "rule:itch" THEN 1
      ELSE 0 END END AS "low",
    CASE WHEN "usable" THEN CASE
      -- call
      WHEN COALESCE("rule:danger", TRUE) THEN 5
      -- go
      WHEN COALESCE("rule:both", TRUE) THEN 4
      -- routine
      WHEN COALESCE("rule:itch", TRUE) THEN 1
      ELSE 0 END END AS "high"
  FROM rules
  -- This adds no row. It keeps engines from computing the above again and again.
  UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL WHERE FALSE
)
SELECT
  "id",
  CASE WHEN "low" >= 4 THEN 'emergency' WHEN "high" >= 4 THEN NULL
    WHEN "low" >= 1 THEN 'see-a-doctor'
    WHEN "high" = 0 THEN 'self-care' END AS "category",
  CASE WHEN "low" = "high" THEN CASE "low" WHEN 0 THEN 'home' WHEN 1 THEN 'routine' WHEN 2 THEN 'soon' WHEN 3 THEN 'today' WHEN 4 THEN 'go' WHEN 5 THEN 'call' END END AS "urgency",
  CASE "low" WHEN 0 THEN 'home' WHEN 1 THEN 'routine' WHEN 2 THEN 'soon' WHEN 3 THEN 'today' WHEN 4 THEN 'go' WHEN 5 THEN 'call' END AS "at_least",
  CASE "high" WHEN 0 THEN 'home' WHEN 1 THEN 'routine' WHEN 2 THEN 'soon' WHEN 3 THEN 'today' WHEN 4 THEN 'go' WHEN 5 THEN 'call' END AS "at_most",
  CASE "low"
    WHEN 5 THEN SUBSTR(CASE WHEN "rule:danger" THEN ',danger' ELSE '' END, 2)
    WHEN 4 THEN SUBSTR(CASE WHEN "rule:both" THEN ',both' ELSE '' END, 2)
    WHEN 3 THEN ''
    WHEN 2 THEN ''
    WHEN 1 THEN SUBSTR(CASE WHEN "rule:itch" THEN ',itch' ELSE '' END, 2)
    WHEN 0 THEN CASE WHEN "high" = 0 THEN SUBSTR(CASE WHEN "rule:rest" THEN ',rest' ELSE '' END, 2) ELSE '' END
  END AS "deciding",
  CASE WHEN "low" = "high" THEN 0 WHEN "usable" THEN 0
    -- problem
    + CASE WHEN "low" < CASE
      WHEN ("rule:both" IS NULL AND ("problem.pain" = 'yes' OR "change" = 'new') IS NULL AND ("problem.pain" IS NULL)) THEN 4
      WHEN ("rule:itch" IS NULL AND "problem.itch" IS NULL) THEN 1
      ELSE 0 END THEN 1 ELSE 0 END
    -- life
    + CASE WHEN "low" < CASE
      WHEN ("rule:danger" IS NULL AND "life.chest" IS NULL) THEN 5
      WHEN ("rule:both" IS NULL AND "life.faint" IS NULL) THEN 4
      ELSE 0 END THEN 1 ELSE 0 END
    -- change
    + CASE WHEN "low" < CASE
      WHEN ("rule:both" IS NULL AND "change" IS NULL)
        OR ("rule:both" IS NULL AND ("problem.pain" = 'yes' OR "change" = 'new') IS NULL AND ("change" IS NULL)) THEN 4
      ELSE 0 END THEN 1 ELSE 0 END
  END AS "missing_count"
FROM ranges;

-- The rows that cannot be used, and what is wrong with each. They have no result.
CREATE VIEW legtriage_errors AS
SELECT
  "id",
  SUBSTR(CASE WHEN "id" IS NULL THEN '; the row has no id' ELSE '' END
    || (CASE WHEN "problem.pain" NOT IN ('no', 'unsure', 'yes') THEN '; problem.pain can be no, unsure, yes' ELSE '' END
      || CASE WHEN "problem.itch" NOT IN ('no', 'unsure', 'yes') THEN '; problem.itch can be no, unsure, yes' ELSE '' END
      || CASE WHEN ("problem.pain" <> 'yes' AND "problem.itch" <> 'yes') THEN '; problem needs at least one of its options' ELSE '' END)
    || (CASE WHEN "life.chest" NOT IN ('no', 'unsure', 'yes') THEN '; life.chest can be no, unsure, yes' ELSE '' END
      || CASE WHEN "life.faint" NOT IN ('no', 'unsure', 'yes') THEN '; life.faint can be no, unsure, yes' ELSE '' END)
    || (CASE WHEN "change" NOT IN ('slow', 'unsure', 'new') THEN '; change can be slow, unsure, new' ELSE '' END), 3) AS "errors"
FROM legtriage_answers
WHERE "id" IS NULL
  OR ("problem.pain" NOT IN ('no', 'unsure', 'yes')
    OR "problem.itch" NOT IN ('no', 'unsure', 'yes')
    OR ("problem.pain" <> 'yes' AND "problem.itch" <> 'yes'))
  OR ("life.chest" NOT IN ('no', 'unsure', 'yes')
    OR "life.faint" NOT IN ('no', 'unsure', 'yes'))
  OR ("change" NOT IN ('slow', 'unsure', 'new'));

-- The answers, one row for each set, for data that has not been checked: it takes any word.
-- A row that cannot be used has no result, and is listed in legtriage_errors.
CREATE TABLE legtriage_answers (
  "id" TEXT,
  "problem.pain" TEXT,
  "problem.itch" TEXT,
  "life.chest" TEXT,
  "life.faint" TEXT,
  "change" TEXT
);

-- An empty cell of a CSV file is missing. The shell of SQLite reads it as an empty text.
UPDATE legtriage_answers SET
  "problem.pain" = NULLIF("problem.pain", ''),
  "problem.itch" = NULLIF("problem.itch", ''),
  "life.chest" = NULLIF("life.chest", ''),
  "life.faint" = NULLIF("life.faint", ''),
  "change" = NULLIF("change", '');
