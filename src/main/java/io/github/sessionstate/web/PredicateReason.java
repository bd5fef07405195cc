package io.github.sessionstate.web;

import java.time.Instant;
import java.util.List;

import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionMoment;
import io.github.sessionstate.session.SessionState;

/**
 * Why a session is a connected, available or interested resource, or is not.
 *
 * @param holds whether it is
 * @param why   the reason
 * @param at    since when; null if that is not known, or nothing happened
 */
record PredicateReason(boolean holds, Why why, Instant at) {
    /** What can be the reason. */
    enum Why {
        /** A resource is bound. */
        RESOURCE_BOUND,
        /** No resource is bound. */
        NO_RESOURCE,
        /** It sent presence. */
        PRESENCE_SENT,
        /** It never sent presence. */
        NO_PRESENCE,
        /** It has no presence; what it sent before is not known. */
        PRESENCE_NOT_KNOWN,
        /** It sent unavailable presence. */
        UNAVAILABLE_SENT,
        /** It asked for its roster. */
        ROSTER_ASKED,
        /** It never asked for its roster. */
        ROSTER_NOT_ASKED,
        /** It was there before the plugin, which takes it as given. */
        ASSUMED
    }

    static PredicateReason connected(SessionState state, List<SessionMoment> timeline) {
        return state.isConnectedResource()
                ? new PredicateReason(true, Why.RESOURCE_BOUND, first(timeline, SessionEventKind.BOUND))
                : new PredicateReason(false, Why.NO_RESOURCE, null);
    }

    static PredicateReason available(SessionState state, List<SessionMoment> timeline) {
        SessionMoment last = null;
        Instant since = null;
        // Sessions from before the plugin have a past that it did not see; of a long one the middle is not kept.
        boolean isKnown = !state.seeded();
        boolean isWhole = isKnown;
        for (SessionMoment moment : timeline) {
            if (moment.left() > 0) {
                since = null;
                isKnown = false;
                isWhole = false;
            }
            if (moment.kind() == SessionEventKind.PRESENCE) {
                boolean begins = isKnown && (last == null || isUnavailable(last) != isUnavailable(moment));
                since = begins ? moment.at() : since;
                last = moment;
                isKnown = true;
            }
        }
        if (state.isAvailableResource()) {
            return new PredicateReason(true, Why.PRESENCE_SENT, since);
        }
        if (!state.isConnectedResource()) {
            return new PredicateReason(false, Why.NO_RESOURCE, null);
        }
        if (last == null) {
            return new PredicateReason(false, isWhole ? Why.NO_PRESENCE : Why.PRESENCE_NOT_KNOWN, null);
        }
        return new PredicateReason(false, Why.UNAVAILABLE_SENT, since);
    }

    private static boolean isUnavailable(SessionMoment moment) {
        return moment.detail().equals("unavailable");
    }

    static PredicateReason interested(SessionState state, List<SessionMoment> timeline) {
        if (state.isInterestedResource()) {
            Instant asked = first(timeline, SessionEventKind.INTERESTED);
            return new PredicateReason(true, asked == null && state.seeded() ? Why.ASSUMED : Why.ROSTER_ASKED, asked);
        }
        return new PredicateReason(false, state.isConnectedResource() ? Why.ROSTER_NOT_ASKED : Why.NO_RESOURCE, null);
    }

    private static Instant first(List<SessionMoment> timeline, SessionEventKind kind) {
        return timeline.stream().filter(moment -> moment.kind() == kind).map(SessionMoment::at).findFirst().orElse(null);
    }
}
