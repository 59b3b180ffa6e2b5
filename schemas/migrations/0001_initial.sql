-- Version 1. Instants are milliseconds since 1970; keys and row ids are assigned by the engine and never used twice.

-- Numbers of the store itself: recovery_mark, and the highest ids ever used (written when rows are deleted).
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE machines (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    deleting INTEGER NOT NULL,
    created INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    tags TEXT NOT NULL
) STRICT;

CREATE TABLE revisions (
    key INTEGER PRIMARY KEY,
    machine INTEGER NOT NULL,
    revision_id TEXT NOT NULL,
    created INTEGER NOT NULL,
    definition TEXT NOT NULL,
    role_arn TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_by_machine ON revisions (machine);

CREATE TABLE executions (
    key INTEGER PRIMARY KEY,
    machine INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    name TEXT NOT NULL,
    status INTEGER NOT NULL,     -- 1 running, 2 succeeded, 3 failed, 4 timed out, 5 aborted
    start INTEGER NOT NULL,
    stop INTEGER,                -- NULL while running
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL,   -- 0 while running in memory
    next_wakeup INTEGER,         -- NULL unless evicted and waiting for a time
    UNIQUE (machine, name)
) STRICT;
CREATE INDEX executions_by_machine_start ON executions (machine, start);
CREATE INDEX executions_by_start ON executions (start);
-- Listing by status. Most executions succeed in the end and are then in neither; succeeded ones are found by start.
CREATE INDEX executions_by_machine_status ON executions (machine, status, start) WHERE status <> 2;
CREATE INDEX executions_by_status ON executions (status, start) WHERE status <> 2;
CREATE INDEX executions_by_wakeup ON executions (next_wakeup) WHERE next_wakeup IS NOT NULL;
CREATE INDEX executions_by_stop ON executions (stop) WHERE stop IS NOT NULL;

-- One row per execution and commit. No index beside the id: a history is read by walking `previous` back from the last row.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    execution INTEGER NOT NULL,
    previous INTEGER NOT NULL,   -- 0 = the first
    first_event INTEGER NOT NULL,
    records BLOB NOT NULL        -- last, so that walking reads none of it
) STRICT;

-- Last rows of chains whose execution is gone and which retention has not deleted yet.
CREATE TABLE retiring (last_row INTEGER PRIMARY KEY) STRICT;

CREATE TABLE functions (name TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT, WITHOUT ROWID;
