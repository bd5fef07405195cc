package io.github.sessionstate.openfire.roster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.roster.Roster;
import org.jivesoftware.openfire.roster.RosterItem;
import org.jivesoftware.openfire.roster.RosterManager;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.util.cache.CacheFactory;

import io.github.sessionstate.session.RosterContact;
import io.github.sessionstate.session.RosterUnreadableException;
import io.github.sessionstate.session.RosterView;
import io.github.sessionstate.text.Log;

/** Reads the host's rosters. Holds none: the host evicts and reloads its roster objects. */
public final class OpenfireRosters implements RosterView {
    private static final Log LOG = Log.of(OpenfireRosters.class);
    private static final long WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARNING_NANOS);

    /**
     * Whether a session that is being bound has a roster. Does not load it: the host holds a lock on the user's routes
     * while it tells of a bind, and loads the roster itself when it is first read.
     */
    public boolean has(LocalClientSession session) {
        return RosterManager.isRosterServiceEnabled() && !session.isAnonymousUser();
    }

    /** Whether {@link #load} need not ask the host's database or directory. */
    public boolean isAtHand(String username) {
        return !RosterManager.isRosterServiceEnabled() || CacheFactory.createCache("Roster").containsKey(username);
    }

    /**
     * Has the host load the roster of a user, if it is not at hand.
     *
     * @return false if it cannot be loaded
     */
    public boolean load(String username) {
        try {
            return !RosterManager.isRosterServiceEnabled() || find(username) != null;
        } catch (RosterUnreadableException e) {
            return false;
        }
    }

    // Not by way of the items: asking for groups costs the host more, and pages ask for the number of contacts only.
    @Override
    public List<String> contacts(String username) {
        return itemsOf(username).map(item -> item.getJid().toBareJID()).sorted().toList();
    }

    @Override
    public List<RosterContact> items(String username) {
        return itemsOf(username).map(OpenfireRosters::contact).sorted(Comparator.comparing(RosterContact::jid))
                .toList();
    }

    private Stream<RosterItem> itemsOf(String username) {
        Roster roster = find(username);
        return roster == null ? Stream.empty() : roster.getRosterItems().stream().filter(OpenfireRosters::isContact);
    }

    private static RosterContact contact(RosterItem item) {
        List<String> groups = new ArrayList<>(item.getGroups());
        item.getSharedGroups().forEach(group -> groups.add(group.getName()));
        return new RosterContact(item.getJid().toBareJID(), item.getNickname(), groups,
                item.getSubStatus().getName(), item.getAskStatus() == RosterItem.ASK_SUBSCRIBE);
    }

    // Null if the user has none.
    private Roster find(String username) {
        if (!RosterManager.isRosterServiceEnabled()) {
            return null;
        }
        try {
            return XMPPServer.getInstance().getRosterManager().getRoster(username);
        } catch (UserNotFoundException e) {
            LOG.debug("No roster for {}", username, e);
            return null;
        } catch (RuntimeException e) {
            warn(username, e);
            throw new RosterUnreadableException(e);
        }
    }

    // Where one cannot be read, none can, mostly, and pages ask for many.
    private void warn(String username, RuntimeException cause) {
        long now = System.nanoTime();
        long last = lastWarning.get();
        if (now - last > WARNING_NANOS && lastWarning.compareAndSet(last, now)) {
            LOG.warn("Could not load the roster of {}; further failures within a minute are logged at debug level",
                    username, cause);
        } else {
            LOG.debug("Could not load the roster of {}", username, cause);
        }
    }

    /** The host keeps a pending inbound request as an item, though it is none of the user's roster. */
    private static boolean isContact(RosterItem item) {
        return item.isShared() || item.getSubStatus() != RosterItem.SUB_NONE
                || item.getAskStatus() != RosterItem.ASK_NONE || item.getRecvStatus() != RosterItem.RECV_SUBSCRIBE;
    }
}
