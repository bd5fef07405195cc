REM Untested: nobody has run this on an Oracle database yet.
-- Tokens for the API, and the grants that they belong to. Times are milliseconds since 1970, in UTC.

CREATE TABLE ofSessionStateGrant (
  id           VARCHAR2(12 CHAR)   NOT NULL,
  owner        VARCHAR2(512 CHAR)  NOT NULL,
  label        VARCHAR2(100 CHAR)  NOT NULL,
  scopes       VARCHAR2(255 CHAR)  NOT NULL,
  purpose      VARCHAR2(400 CHAR),
  addresses    VARCHAR2(2000 CHAR),
  created      INTEGER             NOT NULL,
  expires      INTEGER             NOT NULL,
  CONSTRAINT ofSessionStateGrant_pk PRIMARY KEY (id)
);

CREATE INDEX ofSessionStateGrant_owner_idx ON ofSessionStateGrant (owner);

CREATE TABLE ofSessionStateToken (
  grantId      VARCHAR2(12 CHAR)   NOT NULL,
  tokenNumber  INTEGER             NOT NULL,
  hash         VARCHAR2(71 CHAR)   NOT NULL,
  created      INTEGER             NOT NULL,
  expires      INTEGER             NOT NULL,
  lastUsed     INTEGER,
  lastAddress  VARCHAR2(64 CHAR),
  CONSTRAINT ofSessionStateToken_pk PRIMARY KEY (grantId, tokenNumber)
);

-- The history of sessions and of failed logins. Times are milliseconds since 1970, in UTC.
-- The same as in upgrade/2.

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

INSERT INTO ofVersion (name, version) VALUES ('sessionstate', 2);
