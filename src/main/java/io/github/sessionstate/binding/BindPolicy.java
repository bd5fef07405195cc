package io.github.sessionstate.binding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.sessionstate.binding.BindDecision.Closing;
import io.github.sessionstate.binding.BindDecision.Refusal;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.UserAgent;

/**
 * Decides a bind: first who gives way if the resource is taken, then who if there are too many sessions. Detached
 * sessions (XEP-0198) have nobody at them, and give way before any policy is asked: their own user must not be locked
 * out by them. So does a session that holds the resource on the very device that asks for it. Pure.
 */
public final class BindPolicy {
    // The settings by which sessions are closed.
    private static final String CONFLICT = "conflict.policy";
    private static final String LIMIT = "limit.policy";

    private BindPolicy() {
    }

    /**
     * Decides one bind. Nothing else of the user may be bound until what was decided is done.
     *
     * @param wish   the resource that the client asks for, prepared; null if it leaves the choice to the server
     * @param bound  the sessions that are bound under the bare JID
     * @param rules  what counts at this bind
     */
    public static BindDecision decide(String wish, Collection<? extends Session> bound, BindRules rules) {
        List<Holder> holders = bound.stream().map(Holder::of).filter(Holder::isConnected).toList();
        Holder old = wish == null ? null
                : holders.stream().filter(holder -> holder.resource().equals(wish)).findFirst().orElse(null);
        Session conflict = old == null ? null : old.session();
        boolean givesWayUnasked = old != null && (old.isDetached() || old.isOn(rules.device()));
        boolean givesWay = old != null && (givesWayUnasked || rules.conflict() == ConflictPolicy.KICK_OLD);
        if (old != null && !givesWay && (rules.isExact() || rules.conflict() == ConflictPolicy.KICK_NEW)) {
            return BindDecision.refuse(Refusal.CONFLICT, conflict, false);
        }

        List<Closing> closings = new ArrayList<>();
        String resource = wish;
        List<Holder> staying = holders;
        if (givesWay) {
            closings.add(new Closing(conflict, CloseReason.REPLACED.by(givesWayUnasked ? null : CONFLICT),
                    EndCause.REPLACED));
            staying = holders.stream().filter(holder -> holder != old).toList();
        } else if (old != null) {
            Set<String> taken = holders.stream().map(Holder::resource).collect(Collectors.toSet());
            resource = rules.conflict() == ConflictPolicy.RANDOM ? Resources.random(taken)
                    : Resources.increment(wish, taken);
        }

        int surplus = rules.limit() == 0 ? 0 : staying.size() + 1 - rules.limit();
        if (surplus <= 0) {
            return new BindDecision(null, resource, closings, conflict, false);
        }
        if (rules.limitPolicy() == LimitPolicy.REJECT_NEW
                && staying.stream().filter(Holder::isDetached).count() < surplus) {
            return BindDecision.refuse(Refusal.RESOURCE_CONSTRAINT, conflict, true);
        }
        CloseReason reason = new CloseReason("policy-violation",
                "No more than " + rules.limit() + (rules.limit() == 1 ? " session" : " sessions")
                        + " at the same time", LIMIT);
        staying.stream().sorted(order(rules.limitPolicy())).limit(surplus)
                .forEach(holder -> closings.add(new Closing(holder.session(), reason, EndCause.LIMIT)));
        return new BindDecision(null, resource, closings, conflict, true);
    }

    // The one to be closed first comes first: of those that are detached the one that has been so for longest.
    private static Comparator<Holder> order(LimitPolicy policy) {
        Comparator<Holder> longestDetached =
                Comparator.comparing(Holder::detachedSince, Comparator.nullsLast(Comparator.naturalOrder()));
        Comparator<Holder> oldest = Comparator.comparing(Holder::since);
        // Those of which it is known go first: of the others nobody can say that they are idle.
        Comparator<Holder> mostIdle = Comparator.comparing(Holder::isIdleSinceKnown).reversed()
                .thenComparing(Holder::idleSince).thenComparing(oldest);
        return longestDetached.thenComparing(policy == LimitPolicy.CLOSE_IDLE ? mostIdle : oldest);
    }

    /** A session as it is when the decision is made; not detached if {@code detachedSince} is null. */
    private record Holder(Session session, boolean isConnected, String resource, Instant since,
                          Instant idleSince, boolean isIdleSinceKnown, Instant detachedSince) {
        static Holder of(Session session) {
            SessionState state = session.state();
            return new Holder(session, state.isConnectedResource(), state.resource(), session.since(),
                    session.idleSince(), session.isIdleSinceKnown(), session.detachedSince());
        }

        boolean isDetached() {
            return detachedSince != null;
        }

        boolean isOn(String device) {
            UserAgent agent = device == null ? null : session.facts().userAgent();
            return agent != null && device.equals(agent.id());
        }
    }
}
