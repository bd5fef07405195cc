/* Untested: nobody has run this on a SQL Server yet. */
-- From version 1 of the tables to version 2. New installations have the same from the script in the folder above.
-- The history of sessions and of failed logins. Times are milliseconds since 1970, in UTC.

-- Runs of the plugin, so that the sessions of one that ended without a word can be told from open ones.
CREATE TABLE ofSessionStateBoot (
  id             VARCHAR(24) COLLATE Latin1_General_BIN  NOT NULL,
  node           NVARCHAR(64),
  started        BIGINT              NOT NULL,
  heartbeat      BIGINT              NOT NULL,
  ended          BIGINT,
  CONSTRAINT ofSessionStateBoot_pk PRIMARY KEY (id)
);

-- Sessions that logged in. While one goes on, its end is the largest BIGINT and its span 0.
CREATE TABLE ofSessionStateSession (
  id             VARCHAR(40) COLLATE Latin1_General_BIN  NOT NULL,
  boot           VARCHAR(24) COLLATE Latin1_General_BIN  NOT NULL,
  username       NVARCHAR(255),
  host           NVARCHAR(255),
  resourcePart   NVARCHAR(255),
  ip             VARCHAR(45),
  port           INT,
  transport      VARCHAR(16),
  tls            VARCHAR(16),
  mechanism      VARCHAR(32),
  clientName     NVARCHAR(128),
  clientVersion  NVARCHAR(64),
  clientOs       NVARCHAR(64),
  capsNode       NVARCHAR(128),
  agentSoftware  NVARCHAR(128),
  agentDevice    NVARCHAR(128),
  language       NVARCHAR(35),
  began          BIGINT              NOT NULL,
  authenticated  BIGINT,
  bound          BIGINT,
  ended          BIGINT              NOT NULL,
  span           SMALLINT            NOT NULL,
  stanzasIn      BIGINT,
  stanzasOut     BIGINT,
  cause          VARCHAR(24),
  endCondition   NVARCHAR(48),
  endText        NVARCHAR(255),
  closedBy       NVARCHAR(255),
  replacedBy     VARCHAR(40) COLLATE Latin1_General_BIN,
  detaches       INT                 NOT NULL,
  resumes        INT                 NOT NULL,
  lastIp         VARCHAR(45),
  CONSTRAINT ofSessionStateSession_pk PRIMARY KEY (id)
);

CREATE INDEX ofSessionStateSession_end_idx ON ofSessionStateSession (ended, id);
CREATE INDEX ofSessionStateSession_user_idx ON ofSessionStateSession (username, ended, id);
CREATE INDEX ofSessionStateSession_ip_idx ON ofSessionStateSession (ip, ended, id);
CREATE INDEX ofSessionStateSession_why_idx ON ofSessionStateSession (cause, ended, id);
CREATE INDEX ofSessionStateSession_span_idx ON ofSessionStateSession (span, ended, id, began);
CREATE INDEX ofSessionStateSession_boot_idx ON ofSessionStateSession (boot);

-- Logins that failed; those that are alike and follow soon share a row.
CREATE TABLE ofSessionStateLogin (
  id             VARCHAR(40) COLLATE Latin1_General_BIN  NOT NULL,
  boot           VARCHAR(24) COLLATE Latin1_General_BIN  NOT NULL,
  firstAt        BIGINT              NOT NULL,
  lastAt         BIGINT              NOT NULL,
  attempts       INT                 NOT NULL,
  username       NVARCHAR(255),
  host           NVARCHAR(255),
  ip             VARCHAR(45),
  transport      VARCHAR(16),
  mechanism      NVARCHAR(32),
  failure        VARCHAR(48),
  CONSTRAINT ofSessionStateLogin_pk PRIMARY KEY (id)
);

CREATE INDEX ofSessionStateLogin_last_idx ON ofSessionStateLogin (lastAt, id);
CREATE INDEX ofSessionStateLogin_user_idx ON ofSessionStateLogin (username, lastAt, id);
CREATE INDEX ofSessionStateLogin_ip_idx ON ofSessionStateLogin (ip, lastAt, id);

-- How many connections of an address in a minute never logged in.
CREATE TABLE ofSessionStateKnock (
  boot           VARCHAR(24) COLLATE Latin1_General_BIN  NOT NULL,
  atMinute       BIGINT              NOT NULL,
  ip             VARCHAR(45)         NOT NULL,
  connections    INT                 NOT NULL,
  CONSTRAINT ofSessionStateKnock_pk PRIMARY KEY (atMinute, ip, boot)
);

-- What happened in each quarter of an hour, by numbers alone: no name, no address. A slot is when the quarter began.
CREATE TABLE ofSessionStateCount (
  slot           BIGINT              NOT NULL,
  kind           VARCHAR(32) COLLATE Latin1_General_BIN  NOT NULL,
  boot           VARCHAR(24) COLLATE Latin1_General_BIN  NOT NULL,
  amount         BIGINT              NOT NULL,
  CONSTRAINT ofSessionStateCount_pk PRIMARY KEY (slot, kind, boot)
);

UPDATE ofVersion SET version = 2 WHERE name = 'sessionstate';
