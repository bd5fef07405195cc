package io.github.sessionstate.binding;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import io.github.sessionstate.binding.BindDecision.Closing;
import io.github.sessionstate.binding.BindEvent.Kind;
import io.github.sessionstate.binding.BindEvent.Outcome;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.text.Log;

/** Decides binds by {@link BindPolicy}, ends reconnect wars, and tells of what it decides. Thread-safe. */
public final class BindArbiter {
    private static final Log LOG = Log.of(BindArbiter.class);

    private final Clock clock;
    private final ReconnectWars wars;
    private final BindEvents events = new BindEvents();

    /** @param clock the server's clock */
    public BindArbiter(Clock clock) {
        this.clock = clock;
        this.wars = new ReconnectWars(clock);
    }

    /** Where to be told of decisions. */
    public BindEvents events() {
        return events;
    }

    /** The reconnect wars of this moment. */
    public List<ReconnectWars.War> wars() {
        return wars.now();
    }

    /**
     * Decides one bind. Nothing else of the user may be bound until what was decided is done.
     *
     * @param session   the session that binds
     * @param bareJid   of its user
     * @param wish      the resource that the client asks for, prepared; null if it leaves the choice to the server
     * @param bound     the sessions that are bound under the bare JID
     * @param rules     what counts at this bind
     * @param warLimits when kicks are a war
     */
    public BindDecision decide(Session session, String bareJid, String wish, Collection<? extends Session> bound,
                               BindRules rules, ReconnectWars.Limits warLimits) {
        String fullJid = wish == null ? null : bareJid + '/' + wish;
        // Only as long as the settings know of wars, which may have changed since.
        boolean isAtWar = fullJid != null && warLimits.threshold() > 0 && wars.isOn(fullJid);
        BindRules counting = isAtWar ? rules.atWar() : rules;
        BindDecision decision = BindPolicy.decide(wish, bound, counting);
        // A client that is gone takes nothing back.
        boolean isWar = decision.kicks() && !decision.conflict().state().detached()
                && wars.isTooMany(fullJid, warLimits);
        if (isWar) {
            LOG.warn("Clients keep taking {} from each other: {} times within {} s. For {} s each gets a resource of"
                    + " its own", fullJid, warLimits.threshold(), warLimits.window().toSeconds(),
                    warLimits.coolDown().toSeconds());
            counting = rules.atWar();
            decision = BindPolicy.decide(wish, bound, counting);
        }
        tell(session, fullJid == null ? bareJid : fullJid, decision, counting, isWar);
        return decision;
    }

    /**
     * A session was kicked from this full JID for another, and its client was there.
     *
     * @param warLimits when kicks are a war
     */
    public void kicked(String fullJid, ReconnectWars.Limits warLimits) {
        wars.kicked(fullJid, warLimits);
    }

    private void tell(Session session, String jid, BindDecision decision, BindRules rules, boolean isWar) {
        boolean isRefused = decision.refusal() != null;
        if (decision.conflict() != null) {
            Outcome outcome = isRefused ? Outcome.REFUSED : decision.kicks() ? Outcome.OTHERS_CLOSED : Outcome.RENAMED;
            tell(isWar ? Kind.WAR : Kind.CONFLICT, jid, session, List.of(decision.conflict()), rules.conflict(),
                    outcome);
        }
        if (decision.isLimited()) {
            List<Session> closed = decision.closings().stream()
                    .filter(closing -> closing.cause() == EndCause.LIMIT).map(Closing::session).toList();
            tell(Kind.LIMIT, jid, session, closed, rules.limitPolicy(),
                    isRefused ? Outcome.REFUSED : Outcome.OTHERS_CLOSED);
        }
    }

    private void tell(Kind kind, String jid, Session session, List<Session> others, Object policy,
                      Outcome outcome) {
        events.tell(new BindEvent(kind, jid, session, others, policy.toString(), outcome, clock.instant()));
    }
}
