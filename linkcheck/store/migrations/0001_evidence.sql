-- What was read and what was answered: evidence, never verdicts.
-- Times are ISO 8601 in UTC, days are ISO 8601, lists are JSON.

CREATE TABLE run (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL,     -- identity of its inputs, so that it can be found again
    version     TEXT NOT NULL,     -- of linkcheck
    started_at  TEXT NOT NULL,
    finished_at TEXT,
    complete    INTEGER NOT NULL DEFAULT 0,
    note        TEXT
);
CREATE INDEX run_key ON run (key);

CREATE TABLE document (
    id              INTEGER PRIMARY KEY,
    run             INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    path            TEXT NOT NULL,
    format          TEXT NOT NULL,
    date            TEXT,
    citations       INTEGER NOT NULL DEFAULT 0,
    problem_code    TEXT,
    problem_message TEXT
);
CREATE INDEX document_run ON document (run);

-- Shared by all runs, so that what is known of an address can be followed over time.
CREATE TABLE target (
    id   INTEGER PRIMARY KEY,
    url  TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    site TEXT NOT NULL,
    kind TEXT NOT NULL
);

CREATE TABLE citation (
    id           INTEGER PRIMARY KEY,
    run          INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    document     INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    target       INTEGER NOT NULL REFERENCES target,  -- the reading that holds
    start_offset INTEGER NOT NULL,
    end_offset   INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    "column"     INTEGER NOT NULL,
    end_line     INTEGER NOT NULL,
    end_column   INTEGER NOT NULL,
    text         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    place        TEXT NOT NULL,
    readings     TEXT,             -- all addresses it may mean, best first; NULL where only one
    fragment     TEXT,
    label        TEXT,
    context      TEXT,
    date         TEXT,
    date_source  TEXT,
    page         INTEGER,
    part         TEXT
);
CREATE INDEX citation_target ON citation (run, target);
CREATE INDEX citation_readings ON citation (run, readings) WHERE readings IS NOT NULL;

CREATE TABLE observation (
    id       INTEGER PRIMARY KEY,
    run      INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    target   INTEGER NOT NULL REFERENCES target,
    at       TEXT NOT NULL,
    outcome  TEXT NOT NULL CHECK (outcome IN ('answered', 'unanswered', 'not-asked')),
    detail   TEXT NOT NULL,        -- the outcome's fields, JSON
    hops     TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    elapsed  REAL NOT NULL         -- seconds
);
CREATE INDEX observation_target ON observation (run, target);

CREATE TABLE lookup (
    id      INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    target  INTEGER NOT NULL REFERENCES target,
    archive TEXT NOT NULL,
    at      TEXT NOT NULL,
    near    TEXT,
    answer  TEXT NOT NULL CHECK (answer IN ('held', 'not-held', 'unavailable')),
    detail  TEXT NOT NULL          -- the answer's fields, JSON
);
CREATE INDEX lookup_target ON lookup (run, target);
