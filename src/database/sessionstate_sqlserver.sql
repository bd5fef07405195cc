/* Untested: nobody has run this on a SQL Server yet. */
-- Tokens for the API, and the grants that they belong to. Times are milliseconds since 1970, in UTC.

CREATE TABLE ofSessionStateGrant (
  id           VARCHAR(12) COLLATE Latin1_General_BIN  NOT NULL,
  owner        NVARCHAR(512)       NOT NULL,
  label        NVARCHAR(100)       NOT NULL,
  scopes       VARCHAR(255)        NOT NULL,
  purpose      NVARCHAR(400),
  addresses    VARCHAR(2000),
  created      BIGINT              NOT NULL,
  expires      BIGINT              NOT NULL,
  CONSTRAINT ofSessionStateGrant_pk PRIMARY KEY (id)
);

CREATE INDEX ofSessionStateGrant_owner_idx ON ofSessionStateGrant (owner);

CREATE TABLE ofSessionStateToken (
  grantId      VARCHAR(12) COLLATE Latin1_General_BIN  NOT NULL,
  tokenNumber  INT                 NOT NULL,
  hash         VARCHAR(71)         NOT NULL,
  created      BIGINT              NOT NULL,
  expires      BIGINT              NOT NULL,
  lastUsed     BIGINT,
  lastAddress  VARCHAR(64),
  CONSTRAINT ofSessionStateToken_pk PRIMARY KEY (grantId, tokenNumber)
);

INSERT INTO ofVersion (name, version) VALUES ('sessionstate', 1);
