-- The book (台账), version 1. Days are ISO dates, moments are UTC; every text of a record or a file has its SHA-256.
-- Versions, files and the journal are only ever added to: nothing that somebody saved is changed or removed.

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    citizen_id TEXT NOT NULL,
    rules TEXT NOT NULL,
    direction TEXT,
    clock TEXT NOT NULL,          -- the case of the calculation "deadline", as JSON
    state TEXT NOT NULL,          -- follows from clock and closing
    due_on TEXT,                  -- follows from clock: the first day on which something is due
    opened_on TEXT NOT NULL,
    closing TEXT,                 -- done, refused, withdrawn; open where there is none
    closed_on TEXT,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX cases_of_person ON cases (citizen_id);
CREATE INDEX cases_by_due ON cases (closing, due_on);

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,           -- pdf, docx, picture …
    data BLOB NOT NULL
) STRICT;

CREATE TABLE pages (
    file_id INTEGER NOT NULL REFERENCES files (id),
    number INTEGER NOT NULL,      -- from 1
    picture BLOB NOT NULL,        -- PNG
    place TEXT NOT NULL,          -- which part of the page it shows and its turn, as JSON
    PRIMARY KEY (file_id, number)
) STRICT;

CREATE TABLE papers (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    form TEXT NOT NULL
) STRICT;
CREATE INDEX papers_of_case ON papers (case_id);

CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers (id),
    number INTEGER NOT NULL,
    record TEXT NOT NULL,         -- JSON that names its form
    digest TEXT NOT NULL,
    origin TEXT NOT NULL,         -- where it comes from, as JSON: {"kind": "typed" | "file" | "settled" | "list" | "version"}
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    UNIQUE (paper_id, number)
) STRICT;

CREATE TABLE drafts (
    paper_id INTEGER PRIMARY KEY REFERENCES papers (id),
    base INTEGER NOT NULL,        -- the number of the version that it changes, 0 for none
    revision INTEGER NOT NULL,    -- grows with every change
    texts TEXT NOT NULL,          -- what stands in every field as it was typed, as JSON
    at TEXT NOT NULL,
    operator TEXT NOT NULL
) STRICT;

CREATE TABLE arrivals (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL REFERENCES files (id),
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    fault TEXT NOT NULL DEFAULT ''  -- why nothing could be read
) STRICT;

CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    arrival_id INTEGER NOT NULL REFERENCES arrivals (id),
    form TEXT NOT NULL,
    record TEXT NOT NULL,         -- as it was read, then as somebody corrects it
    digest TEXT NOT NULL,         -- of what was read
    found TEXT NOT NULL,          -- fields and findings of the reading, as JSON
    seen TEXT NOT NULL DEFAULT '[]',  -- the paths that somebody has accepted
    case_id INTEGER REFERENCES cases (id),
    version_id INTEGER REFERENCES versions (id),
    dismissed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX readings_of_arrival ON readings (arrival_id);
CREATE INDEX readings_of_case ON readings (case_id);

CREATE TABLE office (
    field TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    what TEXT NOT NULL,
    case_id INTEGER REFERENCES cases (id),
    paper_id INTEGER REFERENCES papers (id),
    details TEXT NOT NULL         -- facts that tell nobody, as JSON
) STRICT;
CREATE INDEX journal_of_case ON journal (case_id);
