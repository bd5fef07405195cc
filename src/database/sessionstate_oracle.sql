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

INSERT INTO ofVersion (name, version) VALUES ('sessionstate', 1);
