package io.github.sessionstate.token;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.sessionstate.database.Columns;
import io.github.sessionstate.database.Transaction;

/**
 * Every statement on the tables of grants and tokens. Times are in milliseconds since 1970; scopes and addresses are
 * words with a space between. What may stand there by another hand than ours is read as far as it makes sense.
 */
final class GrantStore {
    /** In place of a hash: no token has it. */
    private static final String REVOKED = "revoked";

    private static final String COLUMNS = "SELECT g.id, g.owner, g.label, g.scopes, g.purpose, g.addresses, g.created,"
            + " g.expires, t.tokenNumber, t.hash, t.created, t.expires, t.lastUsed, t.lastAddress"
            + " FROM ofSessionStateGrant g LEFT JOIN ofSessionStateToken t ON t.grantId = g.id";
    private static final String FIND = COLUMNS + " WHERE g.id = ? ORDER BY t.tokenNumber";
    private static final String OF_OWNER = COLUMNS + " WHERE g.owner = ? ORDER BY g.created, g.id, t.tokenNumber";
    private static final String HASHES = "SELECT grantId, hash FROM ofSessionStateToken WHERE expires > ?";
    private static final String COUNT = "SELECT COUNT(*) FROM ofSessionStateGrant WHERE owner = ? AND expires > ?";
    private static final String LOCK = "UPDATE ofSessionStateGrant SET owner = owner WHERE id = ?";
    private static final String ADD = "INSERT INTO ofSessionStateGrant"
            + " (id, owner, label, scopes, purpose, addresses, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ADD_TOKEN = "INSERT INTO ofSessionStateToken"
            + " (grantId, tokenNumber, hash, created, expires) VALUES (?, ?, ?, ?, ?)";
    private static final String USED = "UPDATE ofSessionStateToken SET lastUsed = ?, lastAddress = ?"
            + " WHERE grantId = ? AND tokenNumber = ? AND (lastUsed IS NULL OR lastUsed <= ?)";
    private static final String REVOKE = "UPDATE ofSessionStateToken SET hash = ?, expires = ?"
            + " WHERE grantId = ? AND tokenNumber = ? AND expires > ?"
            + " AND EXISTS (SELECT 1 FROM ofSessionStateGrant g"
            + " WHERE g.id = ofSessionStateToken.grantId AND g.owner = ?)";
    private static final String REMOVE = "DELETE FROM ofSessionStateGrant WHERE id = ? AND owner = ?";
    private static final String REMOVE_TOKENS = "DELETE FROM ofSessionStateToken WHERE grantId = ?";
    private static final String REMOVE_ALL = "DELETE FROM ofSessionStateGrant WHERE owner = ? AND created <= ?";
    private static final String REMOVE_ALL_TOKENS = "DELETE FROM ofSessionStateToken WHERE grantId IN"
            + " (SELECT id FROM ofSessionStateGrant WHERE owner = ? AND created <= ?)";
    private static final String REMOVE_ENDED_TOKENS = "DELETE FROM ofSessionStateToken WHERE expires <= ?";
    private static final String REMOVE_STRAY_TOKENS = "DELETE FROM ofSessionStateToken WHERE NOT EXISTS"
            + " (SELECT 1 FROM ofSessionStateGrant g WHERE g.id = ofSessionStateToken.grantId)";
    private static final String REMOVE_EMPTY = "DELETE FROM ofSessionStateGrant WHERE created <= ? AND NOT EXISTS"
            + " (SELECT 1 FROM ofSessionStateToken t WHERE t.grantId = ofSessionStateGrant.id)";

    private GrantStore() {
    }

    /** The grant of this id; null if there is none. */
    static StoredGrant find(Transaction transaction, String id, Instant now) throws SQLException {
        PreparedStatement statement = transaction.prepare(FIND);
        statement.setString(1, id);
        List<StoredGrant> found = read(statement, now);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The grants of this owner, the oldest first; those too that have ended, for as long as they are kept. */
    static List<StoredGrant> ofOwner(Transaction transaction, String owner, Instant now) throws SQLException {
        PreparedStatement statement = transaction.prepare(OF_OWNER);
        statement.setString(1, owner);
        return read(statement, now);
    }

    /** The hashes of all tokens that have not ended, by the id of their grant; some if there are more than this. */
    static Map<String, List<String>> hashes(Transaction transaction, Instant now, int most) throws SQLException {
        PreparedStatement statement = transaction.prepare(HASHES);
        statement.setLong(1, now.toEpochMilli());
        statement.setMaxRows(most);
        Map<String, List<String>> hashes = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                hashes.computeIfAbsent(rows.getString(1), id -> new ArrayList<>(1)).add(rows.getString(2));
            }
        }
        return hashes;
    }

    /** How many grants of this owner have not ended. */
    static int countLive(Transaction transaction, String owner, Instant now) throws SQLException {
        PreparedStatement statement = transaction.prepare(COUNT);
        statement.setString(1, owner);
        statement.setLong(2, now.toEpochMilli());
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Has others who lock this grant wait until the end of the transaction; they are then told of its tokens. */
    static void lock(Transaction transaction, String id) throws SQLException {
        PreparedStatement statement = transaction.prepare(LOCK);
        statement.setString(1, id);
        statement.executeUpdate();
    }

    /** Adds a grant, without its tokens. */
    static void add(Transaction transaction, Grant grant) throws SQLException {
        PreparedStatement statement = transaction.prepare(ADD);
        statement.setString(1, grant.id());
        statement.setString(2, grant.owner());
        statement.setString(3, grant.label());
        statement.setString(4, grant.scopes().stream().map(Scope::toString).collect(Collectors.joining(" ")));
        Columns.set(statement, 5, grant.purpose());
        Columns.set(statement, 6, grant.addresses().isEmpty() ? null : String.join(" ", grant.addresses()));
        statement.setLong(7, grant.created().toEpochMilli());
        statement.setLong(8, grant.expires().toEpochMilli());
        statement.executeUpdate();
    }

    /** Adds a token to a grant. */
    static void add(Transaction transaction, String id, GrantToken token, String hash) throws SQLException {
        PreparedStatement statement = transaction.prepare(ADD_TOKEN);
        statement.setString(1, id);
        statement.setInt(2, token.number());
        statement.setString(3, hash);
        statement.setLong(4, token.created().toEpochMilli());
        statement.setLong(5, token.expires().toEpochMilli());
        statement.executeUpdate();
    }

    /** Notes the use of a token, unless one since the given time was noted, by whichever server. */
    static void used(Transaction transaction, String id, int number, Instant at, String address, Instant unlessSince)
            throws SQLException {
        PreparedStatement statement = transaction.prepare(USED);
        statement.setLong(1, at.toEpochMilli());
        Columns.set(statement, 2, address);
        statement.setString(3, id);
        statement.setInt(4, number);
        statement.setLong(5, unlessSince.toEpochMilli());
        statement.executeUpdate();
    }

    /**
     * Ends one token. Its row stays, so that the grant is known to have had one until now; false if none had to end.
     */
    static boolean revoke(Transaction transaction, String owner, String id, int number, Instant now)
            throws SQLException {
        PreparedStatement statement = transaction.prepare(REVOKE);
        statement.setString(1, REVOKED);
        statement.setLong(2, now.toEpochMilli());
        statement.setString(3, id);
        statement.setInt(4, number);
        statement.setLong(5, now.toEpochMilli());
        statement.setString(6, owner);
        return statement.executeUpdate() > 0;
    }

    /** Removes a grant of this owner with its tokens; false if there is none. */
    static boolean remove(Transaction transaction, String owner, String id) throws SQLException {
        PreparedStatement grant = transaction.prepare(REMOVE);
        grant.setString(1, id);
        grant.setString(2, owner);
        if (grant.executeUpdate() == 0) {
            return false;
        }
        PreparedStatement tokens = transaction.prepare(REMOVE_TOKENS);
        tokens.setString(1, id);
        tokens.executeUpdate();
        return true;
    }

    /** Removes the grants that an owner had at a time, with their tokens, and tells how many. */
    static int removeAll(Transaction transaction, String owner, Instant until) throws SQLException {
        // The tokens first: they are found by their grants.
        changeOfOwner(transaction, REMOVE_ALL_TOKENS, owner, until);
        return changeOfOwner(transaction, REMOVE_ALL, owner, until);
    }

    private static int changeOfOwner(Transaction transaction, String sql, String owner, Instant until)
            throws SQLException {
        PreparedStatement statement = transaction.prepare(sql);
        statement.setString(1, owner);
        statement.setLong(2, until.toEpochMilli());
        return statement.executeUpdate();
    }

    /** Removes tokens that ended before a time, and grants that have had none since, and tells how many grants. */
    static int removeEnded(Transaction transaction, Instant before) throws SQLException {
        PreparedStatement ended = transaction.prepare(REMOVE_ENDED_TOKENS);
        ended.setLong(1, before.toEpochMilli());
        ended.executeUpdate();
        PreparedStatement empty = transaction.prepare(REMOVE_EMPTY);
        empty.setLong(1, before.toEpochMilli());
        int removed = empty.executeUpdate();
        transaction.prepare(REMOVE_STRAY_TOKENS).executeUpdate();
        return removed;
    }

    /** Gathers the rows of grants: one for each token, or one without. */
    private static List<StoredGrant> read(PreparedStatement statement, Instant now) throws SQLException {
        List<StoredGrant> grants = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            StoredGrant last = null;
            while (rows.next()) {
                if (last == null || !last.grant().id().equals(rows.getString(1))) {
                    last = grant(rows);
                } else {
                    grants.remove(grants.size() - 1);
                }
                last = withToken(last, rows, now);
                grants.add(last);
            }
        }
        return grants;
    }

    private static StoredGrant grant(ResultSet row) throws SQLException {
        return new StoredGrant(new Grant(row.getString(1), row.getString(2), row.getString(3), scopes(row.getString(4)),
                row.getString(5), words(row.getString(6)), time(row, 7), time(row, 8), List.of()), List.of(), 0);
    }

    private static StoredGrant withToken(StoredGrant stored, ResultSet row, Instant now) throws SQLException {
        int number = row.getInt(9);
        if (row.wasNull()) {
            return stored;
        }
        Instant expires = time(row, 12);
        Grant grant = stored.grant();
        List<GrantToken> tokens = grant.tokens();
        List<String> hashes = stored.hashes();
        if (now.isBefore(expires)) {
            tokens = with(tokens, new GrantToken(number, time(row, 11), expires, time(row, 13), row.getString(14)));
            hashes = with(hashes, row.getString(10));
        }
        return new StoredGrant(new Grant(grant.id(), grant.owner(), grant.label(), grant.scopes(), grant.purpose(),
                grant.addresses(), grant.created(), grant.expires(), tokens), hashes, number);
    }

    private static <T> List<T> with(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return List.copyOf(longer);
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        Long millis = Columns.number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static Set<Scope> scopes(String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        words(text).stream().map(Scope::of).filter(Objects::nonNull).forEach(scopes::add);
        return Collections.unmodifiableSet(scopes);
    }

    private static List<String> words(String text) {
        return text == null || text.isBlank() ? List.of() : List.copyOf(Arrays.asList(text.strip().split("\\s+")));
    }
}
