-- The tables that Openfire 4.2.0 reads and writes while it serves clients and its console. No group chat: without a
-- row in ofMucService the server asks no other table of it. One statement ends with the last character of a line.

CREATE TABLE ofVersion (name VARCHAR(64) PRIMARY KEY, version INTEGER);
INSERT INTO ofVersion (name, version) VALUES ('openfire', 26);

CREATE TABLE ofProperty (name VARCHAR(256) PRIMARY KEY, propValue VARCHAR(4096), encrypted INTEGER);

-- 18 is the sequence of roster items: behind those that the host is provisioned with.
CREATE TABLE ofID (idType INTEGER PRIMARY KEY, id BIGINT);
INSERT INTO ofID (idType, id) VALUES (18, 10000);

CREATE TABLE ofUser (
  username VARCHAR(256) PRIMARY KEY, name VARCHAR(256), email VARCHAR(256),
  plainPassword VARCHAR(256), encryptedPassword VARCHAR(512),
  salt VARCHAR(64), iterations INTEGER, storedKey VARCHAR(64), serverKey VARCHAR(64),
  creationDate VARCHAR(15), modificationDate VARCHAR(15));
CREATE TABLE ofUserProp (
  username VARCHAR(256), name VARCHAR(256), propValue VARCHAR(4096), PRIMARY KEY (username, name));
-- The lock-out provider inserts without column names: the order matters.
CREATE TABLE ofUserFlag (
  username VARCHAR(256), name VARCHAR(256), startTime VARCHAR(15), endTime VARCHAR(15),
  PRIMARY KEY (username, name));

CREATE TABLE ofGroup (groupName VARCHAR(256) PRIMARY KEY, description VARCHAR(256));
CREATE TABLE ofGroupProp (
  groupName VARCHAR(256), name VARCHAR(256), propValue VARCHAR(4096), PRIMARY KEY (groupName, name));
CREATE TABLE ofGroupUser (
  groupName VARCHAR(256), username VARCHAR(256), administrator INTEGER,
  PRIMARY KEY (groupName, username, administrator));

CREATE TABLE ofRoster (
  rosterID BIGINT PRIMARY KEY, username VARCHAR(256), jid VARCHAR(3072), sub INTEGER, ask INTEGER, recv INTEGER,
  nick VARCHAR(256));
CREATE TABLE ofRosterGroups (
  rosterID BIGINT, rank INTEGER, groupName VARCHAR(256), PRIMARY KEY (rosterID, rank));

CREATE TABLE ofPresence (username VARCHAR(256) PRIMARY KEY, offlinePresence LONGVARCHAR, offlineDate VARCHAR(15));
CREATE TABLE ofOffline (
  username VARCHAR(256), messageID BIGINT, creationDate VARCHAR(15), messageSize INTEGER, stanza LONGVARCHAR,
  PRIMARY KEY (username, messageID));
CREATE TABLE ofPrivate (
  username VARCHAR(256), name VARCHAR(256), namespace VARCHAR(256), privateData LONGVARCHAR,
  PRIMARY KEY (username, name, namespace));
CREATE TABLE ofVCard (username VARCHAR(256) PRIMARY KEY, vcard LONGVARCHAR);
CREATE TABLE ofPrivacyList (
  username VARCHAR(256), name VARCHAR(256), isDefault INTEGER, list LONGVARCHAR, PRIMARY KEY (username, name));

CREATE TABLE ofSecurityAuditLog (
  msgID BIGINT PRIMARY KEY, username VARCHAR(256), entryStamp BIGINT, summary VARCHAR(1024), node VARCHAR(256),
  details LONGVARCHAR);

CREATE TABLE ofExtComponentConf (
  subdomain VARCHAR(256) PRIMARY KEY, wildcard INTEGER, secret VARCHAR(256), permission VARCHAR(16));
CREATE TABLE ofRemoteServerConf (
  xmppDomain VARCHAR(256) PRIMARY KEY, remotePort INTEGER, permission VARCHAR(16));

CREATE TABLE ofMucService (
  serviceID BIGINT PRIMARY KEY, subdomain VARCHAR(256), description VARCHAR(256), isHidden INTEGER);
-- Emptied of a user's rows when the user is deleted.
CREATE TABLE ofMucMember (roomID BIGINT, jid VARCHAR(3072), nickname VARCHAR(256), PRIMARY KEY (roomID, jid));
CREATE TABLE ofMucAffiliation (roomID BIGINT, jid VARCHAR(3072), affiliation INTEGER, PRIMARY KEY (roomID, jid));

-- Publish-subscribe starts with the server, and keeps the personal eventing of every user.
CREATE TABLE ofPubsubNode (
  serviceID VARCHAR(256), nodeID VARCHAR(256), leaf INTEGER, parent VARCHAR(256), name VARCHAR(256),
  creationDate VARCHAR(15), modificationDate VARCHAR(15), creator VARCHAR(3072), description VARCHAR(256),
  language VARCHAR(256), deliverPayloads INTEGER, maxPayloadSize INTEGER, persistItems INTEGER, maxItems INTEGER,
  notifyConfigChanges INTEGER, notifyDelete INTEGER, notifyRetract INTEGER, presenceBased INTEGER,
  sendItemSubscribe INTEGER, publisherModel VARCHAR(16), subscriptionEnabled INTEGER, configSubscription INTEGER,
  accessModel VARCHAR(16), payloadType VARCHAR(256), bodyXSLT VARCHAR(256), dataformXSLT VARCHAR(256),
  replyPolicy VARCHAR(16), associationPolicy VARCHAR(16), maxLeafNodes INTEGER, PRIMARY KEY (serviceID, nodeID));
CREATE TABLE ofPubsubNodeJIDs (
  serviceID VARCHAR(256), nodeID VARCHAR(256), jid VARCHAR(3072), associationType VARCHAR(32),
  PRIMARY KEY (serviceID, nodeID, jid));
CREATE TABLE ofPubsubNodeGroups (serviceID VARCHAR(256), nodeID VARCHAR(256), rosterGroup VARCHAR(256));
CREATE TABLE ofPubsubAffiliation (
  serviceID VARCHAR(256), nodeID VARCHAR(256), jid VARCHAR(3072), affiliation VARCHAR(16),
  PRIMARY KEY (serviceID, nodeID, jid));
CREATE TABLE ofPubsubItem (
  serviceID VARCHAR(256), nodeID VARCHAR(256), id VARCHAR(256), jid VARCHAR(3072), creationDate VARCHAR(15),
  payload LONGVARCHAR, PRIMARY KEY (serviceID, nodeID, id));
CREATE TABLE ofPubsubSubscription (
  serviceID VARCHAR(256), nodeID VARCHAR(256), id VARCHAR(256), jid VARCHAR(3072), owner VARCHAR(3072),
  state VARCHAR(16), deliver INTEGER, digest INTEGER, digest_frequency INTEGER, expire VARCHAR(15),
  includeBody INTEGER, showValues VARCHAR(32), subscriptionType VARCHAR(16), subscriptionDepth INTEGER,
  keyword VARCHAR(256), PRIMARY KEY (serviceID, nodeID, id));
CREATE TABLE ofPubsubDefaultConf (
  serviceID VARCHAR(256), leaf INTEGER, deliverPayloads INTEGER, maxPayloadSize INTEGER, persistItems INTEGER,
  maxItems INTEGER, notifyConfigChanges INTEGER, notifyDelete INTEGER, notifyRetract INTEGER,
  presenceBased INTEGER, sendItemSubscribe INTEGER, publisherModel VARCHAR(16), subscriptionEnabled INTEGER,
  accessModel VARCHAR(16), language VARCHAR(256), replyPolicy VARCHAR(16), associationPolicy VARCHAR(16),
  maxLeafNodes INTEGER, PRIMARY KEY (serviceID, leaf));

-- As the distributions set it up: the time until a transaction is on disk.
SET FILES WRITE DELAY 1000 MILLIS;
