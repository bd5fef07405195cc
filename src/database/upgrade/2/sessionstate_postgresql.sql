-- Can be run again after it was cut short.
-- From version 1 of the tables to version 2. New installations have the same from the script in the folder above.
-- The history of sessions and of failed logins. Times are milliseconds since 1970, in UTC.

-- Runs of the plugin, so that the sessions of one that ended without a word can be told from open ones.
CREATE TABLE IF NOT EXISTS ofSessionStateBoot (
  id             VARCHAR(24)         NOT NULL,
  node           VARCHAR(64),
  started        BIGINT              NOT NULL,
  heartbeat      BIGINT              NOT NULL,
  ended          BIGINT,
  CONSTRAINT ofSessionStateBoot_pk PRIMARY KEY (id)
);

-- Sessions that logged in. While one goes on, its end is the largest BIGINT and its span 0.
CREATE TABLE IF NOT EXISTS ofSessionStateSession (
  id             VARCHAR(40)         NOT NULL,
  boot           VARCHAR(24)         NOT NULL,
  username       VARCHAR(255),
  host           VARCHAR(255),
  resourcePart   VARCHAR(255),
  ip             VARCHAR(45),
  port           INTEGER,
  transport      VARCHAR(16),
  tls            VARCHAR(16),
  mechanism      VARCHAR(32),
  clientName     VARCHAR(128),
  clientVersion  VARCHAR(64),
  clientOs       VARCHAR(64),
  capsNode       VARCHAR(128),
  agentSoftware  VARCHAR(128),
  agentDevice    VARCHAR(128),
  language       VARCHAR(35),
  began          BIGINT              NOT NULL,
  authenticated  BIGINT,
  bound          BIGINT,
  ended          BIGINT              NOT NULL,
  span           SMALLINT            NOT NULL,
  stanzasIn      BIGINT,
  stanzasOut     BIGINT,
  cause          VARCHAR(24),
  endCondition   VARCHAR(48),
  endText        VARCHAR(255),
  closedBy       VARCHAR(255),
  replacedBy     VARCHAR(40),
  detaches       INTEGER             NOT NULL,
  resumes        INTEGER             NOT NULL,
  lastIp         VARCHAR(45),
  CONSTRAINT ofSessionStateSession_pk PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS ofSessionStateSession_end_idx ON ofSessionStateSession (ended, id);
CREATE INDEX IF NOT EXISTS ofSessionStateSession_user_idx ON ofSessionStateSession (username, ended, id);
CREATE INDEX IF NOT EXISTS ofSessionStateSession_ip_idx ON ofSessionStateSession (ip, ended, id);
CREATE INDEX IF NOT EXISTS ofSessionStateSession_why_idx ON ofSessionStateSession (cause, ended, id);
CREATE INDEX IF NOT EXISTS ofSessionStateSession_span_idx ON ofSessionStateSession (span, ended, id, began);
CREATE INDEX IF NOT EXISTS ofSessionStateSession_boot_idx ON ofSessionStateSession (boot);
-- About a day's rows: questions are slow to plan while the index begins with many that are gone.
ALTER TABLE ofSessionStateSession SET (autovacuum_vacuum_scale_factor = 0.01);

-- Logins that failed; those that are alike and follow soon share a row.
CREATE TABLE IF NOT EXISTS ofSessionStateLogin (
  id             VARCHAR(40)         NOT NULL,
  boot           VARCHAR(24)         NOT NULL,
  firstAt        BIGINT              NOT NULL,
  lastAt         BIGINT              NOT NULL,
  attempts       INTEGER             NOT NULL,
  username       VARCHAR(255),
  host           VARCHAR(255),
  ip             VARCHAR(45),
  transport      VARCHAR(16),
  mechanism      VARCHAR(32),
  failure        VARCHAR(48),
  CONSTRAINT ofSessionStateLogin_pk PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS ofSessionStateLogin_last_idx ON ofSessionStateLogin (lastAt, id);
CREATE INDEX IF NOT EXISTS ofSessionStateLogin_user_idx ON ofSessionStateLogin (username, lastAt, id);
CREATE INDEX IF NOT EXISTS ofSessionStateLogin_ip_idx ON ofSessionStateLogin (ip, lastAt, id);
ALTER TABLE ofSessionStateLogin SET (autovacuum_vacuum_scale_factor = 0.01);

-- How many connections of an address in a minute never logged in.
CREATE TABLE IF NOT EXISTS ofSessionStateKnock (
  boot           VARCHAR(24)         NOT NULL,
  atMinute       BIGINT              NOT NULL,
  ip             VARCHAR(45)         NOT NULL,
  connections    INTEGER             NOT NULL,
  CONSTRAINT ofSessionStateKnock_pk PRIMARY KEY (atMinute, ip, boot)
);

-- What happened in each quarter of an hour, by numbers alone: no name, no address. A slot is when the quarter began.
CREATE TABLE IF NOT EXISTS ofSessionStateCount (
  slot           BIGINT              NOT NULL,
  kind           VARCHAR(32)         NOT NULL,
  boot           VARCHAR(24)         NOT NULL,
  amount         BIGINT              NOT NULL,
  CONSTRAINT ofSessionStateCount_pk PRIMARY KEY (slot, kind, boot)
);

UPDATE ofVersion SET version = 2 WHERE name = 'sessionstate';
