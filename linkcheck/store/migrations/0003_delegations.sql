-- To which name servers the registrable domains of doubtful pages are delegated.

CREATE TABLE delegation (
    id           INTEGER PRIMARY KEY,
    run          INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    site         TEXT NOT NULL,
    at           TEXT NOT NULL,
    name_servers TEXT NOT NULL     -- JSON
);
CREATE INDEX delegation_run ON delegation (run);
