REM Untested: nobody has run this on an Oracle database yet.
-- From version 1 of the tables to version 2. New installations have the same from the script in the folder above.
-- The history of sessions and of failed logins. Times are milliseconds since 1970, in UTC.

-- Runs of the plugin, so that the sessions of one that ended without a word can be told from open ones.
CREATE TABLE ofSessionStateBoot (
  id             VARCHAR2(24 CHAR)   NOT NULL,
  node           VARCHAR2(64 CHAR),
  started        INTEGER             NOT NULL,
  heartbeat      INTEGER             NOT NULL,
  ended          INTEGER,
  CONSTRAINT ofSessionStateBoot_pk PRIMARY KEY (id)
);

-- Sessions that logged in. While one goes on, its end is the largest BIGINT and its span 0.
CREATE TABLE ofSessionStateSession (
  id             VARCHAR2(40 CHAR)   NOT NULL,
  boot           VARCHAR2(24 CHAR)   NOT NULL,
  username       VARCHAR2(255 CHAR),
  host           VARCHAR2(255 CHAR),
  resourcePart   VARCHAR2(255 CHAR),
  ip             VARCHAR2(45 CHAR),
  port           INTEGER,
  transport      VARCHAR2(16 CHAR),
  tls            VARCHAR2(16 CHAR),
  mechanism      VARCHAR2(32 CHAR),
  clientName     VARCHAR2(128 CHAR),
  clientVersion  VARCHAR2(64 CHAR),
  clientOs       VARCHAR2(64 CHAR),
  capsNode       VARCHAR2(128 CHAR),
  agentSoftware  VARCHAR2(128 CHAR),
  agentDevice    VARCHAR2(128 CHAR),
  language       VARCHAR2(35 CHAR),
  began          INTEGER             NOT NULL,
  authenticated  INTEGER,
  bound          INTEGER,
  ended          INTEGER             NOT NULL,
  span           INTEGER             NOT NULL,
  stanzasIn      INTEGER,
  stanzasOut     INTEGER,
  cause          VARCHAR2(24 CHAR),
  endCondition   VARCHAR2(48 CHAR),
  endText        VARCHAR2(255 CHAR),
  closedBy       VARCHAR2(255 CHAR),
  replacedBy     VARCHAR2(40 CHAR),
  detaches       INTEGER             NOT NULL,
  resumes        INTEGER             NOT NULL,
  lastIp         VARCHAR2(45 CHAR),
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
  id             VARCHAR2(40 CHAR)   NOT NULL,
  boot           VARCHAR2(24 CHAR)   NOT NULL,
  firstAt        INTEGER             NOT NULL,
  lastAt         INTEGER             NOT NULL,
  attempts       INTEGER             NOT NULL,
  username       VARCHAR2(255 CHAR),
  host           VARCHAR2(255 CHAR),
  ip             VARCHAR2(45 CHAR),
  transport      VARCHAR2(16 CHAR),
  mechanism      VARCHAR2(32 CHAR),
  failure        VARCHAR2(48 CHAR),
  CONSTRAINT ofSessionStateLogin_pk PRIMARY KEY (id)
);

CREATE INDEX ofSessionStateLogin_last_idx ON ofSessionStateLogin (lastAt, id);
CREATE INDEX ofSessionStateLogin_user_idx ON ofSessionStateLogin (username, lastAt, id);
CREATE INDEX ofSessionStateLogin_ip_idx ON ofSessionStateLogin (ip, lastAt, id);

-- How many connections of an address in a minute never logged in.
CREATE TABLE ofSessionStateKnock (
  boot           VARCHAR2(24 CHAR)   NOT NULL,
  atMinute       INTEGER             NOT NULL,
  ip             VARCHAR2(45 CHAR)   NOT NULL,
  connections    INTEGER             NOT NULL,
  CONSTRAINT ofSessionStateKnock_pk PRIMARY KEY (atMinute, ip, boot)
);

-- What happened in each quarter of an hour, by numbers alone: no name, no address. A slot is when the quarter began.
CREATE TABLE ofSessionStateCount (
  slot           INTEGER             NOT NULL,
  kind           VARCHAR2(32 CHAR)   NOT NULL,
  boot           VARCHAR2(24 CHAR)   NOT NULL,
  amount         INTEGER             NOT NULL,
  CONSTRAINT ofSessionStateCount_pk PRIMARY KEY (slot, kind, boot)
);

UPDATE ofVersion SET version = 2 WHERE name = 'sessionstate';
