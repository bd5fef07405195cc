# Openfire before 5.1 takes MariaDB for MySQL: sessionstate_mariadb.sql makes the same tables.
# Ids and hashes differ by case, and so do names: hence the binary collation. Of the owner as much is in the index as
# older versions take.
# Can be run again after it was cut short.
-- Tokens for the API, and the grants that they belong to. Times are milliseconds since 1970, in UTC.

CREATE TABLE IF NOT EXISTS ofSessionStateGrant (
  id           VARCHAR(12)         NOT NULL,
  owner        VARCHAR(512)        NOT NULL,
  label        VARCHAR(100)        NOT NULL,
  scopes       VARCHAR(255)        NOT NULL,
  purpose      VARCHAR(400),
  addresses    VARCHAR(2000),
  created      BIGINT              NOT NULL,
  expires      BIGINT              NOT NULL,
  CONSTRAINT ofSessionStateGrant_pk PRIMARY KEY (id),
  INDEX ofSessionStateGrant_owner_idx (owner(191))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS ofSessionStateToken (
  grantId      VARCHAR(12)         NOT NULL,
  tokenNumber  INTEGER             NOT NULL,
  hash         VARCHAR(71)         NOT NULL,
  created      BIGINT              NOT NULL,
  expires      BIGINT              NOT NULL,
  lastUsed     BIGINT,
  lastAddress  VARCHAR(64),
  CONSTRAINT ofSessionStateToken_pk PRIMARY KEY (grantId, tokenNumber)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO ofVersion (name, version) VALUES ('sessionstate', 1);
