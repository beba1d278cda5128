-- Times are nanoseconds since 1970: those of facts, which PostgreSQL's own type would round. Leases are by the server's clock.

CREATE TABLE execution (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         uuid    NOT NULL UNIQUE,
    pipeline   text    NOT NULL,
    definition text    NOT NULL,
    started_at bigint  NOT NULL,
    updated_at bigint  NOT NULL,
    version    bigint  NOT NULL,
    status     text    NOT NULL,
    ended      boolean NOT NULL,
    detail     text    NOT NULL,
    -- Who holds it; nobody if absent. The fence is this and the token.
    runner     text,
    token      bigint  NOT NULL,
    -- With what wakeup it was released: at a time, if one counts, and with these signals heard.
    parked     boolean NOT NULL DEFAULT false,
    wake_at    bigint,
    heard      bigint[] NOT NULL DEFAULT '{}',
    -- The journal in which it goes on.
    moved_to   text
) WITH (fillfactor = 70); -- Room for new versions of a row beside the old one, which keeps appends out of the indexes.

CREATE INDEX execution_open ON execution (number) WHERE NOT ended;
CREATE INDEX execution_held ON execution (runner) WHERE runner IS NOT NULL;
CREATE INDEX execution_free ON execution (number) WHERE runner IS NULL AND NOT ended AND NOT parked AND moved_to IS NULL;
CREATE INDEX execution_wake ON execution (wake_at) WHERE parked AND wake_at IS NOT NULL;
CREATE INDEX execution_pipeline ON execution (pipeline, number);

CREATE TABLE entry (
    execution bigint NOT NULL,
    version   bigint NOT NULL,
    at        bigint NOT NULL,
    -- With which statement of its writer it came: tells after a lost connection whether it did.
    batch     bigint NOT NULL,
    payload   bytea  NOT NULL,
    PRIMARY KEY (execution, version)
);

CREATE TABLE snapshot (
    execution bigint PRIMARY KEY,
    version   bigint NOT NULL,
    payload   bytea  NOT NULL
);

CREATE TABLE signal (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    execution bigint NOT NULL,
    at        bigint NOT NULL,
    payload   bytea  NOT NULL
);
CREATE INDEX signal_execution ON signal (execution, id);

CREATE TABLE claim (
    name    text PRIMARY KEY,
    holder  uuid,
    waiting uuid
);
CREATE INDEX claim_holder ON claim (holder) WHERE holder IS NOT NULL;
CREATE INDEX claim_waiting ON claim (waiting) WHERE waiting IS NOT NULL;

-- What parked executions wait for besides.
CREATE TABLE awaited (
    execution bigint NOT NULL,
    resource  text   NOT NULL,
    PRIMARY KEY (execution, resource)
);
CREATE INDEX awaited_resource ON awaited (resource);

CREATE TABLE document (
    digest  text PRIMARY KEY,
    content bytea NOT NULL
);

-- Everybody who holds anything has a row; one that was never registered has a lease that is over.
CREATE TABLE runner (
    id          text PRIMARY KEY,
    lease_until timestamptz NOT NULL
) WITH (fillfactor = 50);

-- What each writing process has committed last. A new connection raises the epoch, which ends what an old one still does.
CREATE TABLE writer (
    id    uuid PRIMARY KEY,
    epoch bigint NOT NULL,
    batch bigint NOT NULL,
    at    timestamptz NOT NULL
) WITH (fillfactor = 10);
