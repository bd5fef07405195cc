-- Cached tables: as its default HSQLDB would keep them in the server's heap.
-- Can be run again after it was cut short.
-- Tokens for the API, and the grants that they belong to. Times are milliseconds since 1970, in UTC.

CREATE CACHED TABLE IF NOT EXISTS ofSessionStateGrant (
  id           VARCHAR(12)         NOT NULL,
  owner        VARCHAR(512)        NOT NULL,
  label        VARCHAR(100)        NOT NULL,
  scopes       VARCHAR(255)        NOT NULL,
  purpose      VARCHAR(400),
  addresses    VARCHAR(2000),
  created      BIGINT              NOT NULL,
  expires      BIGINT              NOT NULL,
  CONSTRAINT ofSessionStateGrant_pk PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS ofSessionStateGrant_owner_idx ON ofSessionStateGrant (owner);

CREATE CACHED TABLE IF NOT EXISTS ofSessionStateToken (
  grantId      VARCHAR(12)         NOT NULL,
  tokenNumber  INTEGER             NOT NULL,
  hash         VARCHAR(71)         NOT NULL,
  created      BIGINT              NOT NULL,
  expires      BIGINT              NOT NULL,
  lastUsed     BIGINT,
  lastAddress  VARCHAR(64),
  CONSTRAINT ofSessionStateToken_pk PRIMARY KEY (grantId, tokenNumber)
);

INSERT INTO ofVersion (name, version) VALUES ('sessionstate', 1);
