package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.binding.BindEvent;
import io.github.sessionstate.binding.ReconnectWars;
import io.github.sessionstate.health.HookReport.CapabilityStatus;
import io.github.sessionstate.health.HookReport.HookStatus;
import io.github.sessionstate.history.HistoryStatus;
import io.github.sessionstate.history.ManyFailures;
import io.github.sessionstate.history.NewDeviceCounts;
import io.github.sessionstate.session.CountHistory;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionCounts;
import io.github.sessionstate.session.SessionTotals;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.token.Scope;

/** {@code GET status}. */
public final class StatusServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public StatusServlet() {
        super(ApiPaths.STATUS, Operation.get(Scope.READ, "How the plugin does", Status.class));
    }

    /**
     * How the plugin does. What is counted is counted since it started, and every kind and cause is named.
     *
     * @param recent        the counts of the last quarter of an hour: {@code {"at":[…],"total":[…],…}}, the moments in
     *                      seconds since 1970
     * @param bindDecisions how often a policy decided, by what was the matter
     * @param bypassed      how many sessions were bound without a decision
     * @param wars          those going on now
     * @param history       how writing it goes
     * @param manyFailures  the users and addresses with which many logins failed lately
     * @param newDevices    what came of looking for new clients and networks
     * @param maxSessions   how many sessions a command may name
     */
    record Status(List<HookStatus> hooks, List<CapabilityStatus> capabilities, SessionCounts counts,
                  Map<String, List<Object>> recent, Map<String, Long> repairs, long created, Map<EndCause, Long> ended,
                  Map<BindEvent.Kind, Long> bindDecisions, long bypassed, List<ReconnectWars.War> wars,
                  HistoryStatus history, List<ManyFailures> manyFailures, NewDeviceCounts newDevices,
                  int maxSessions) {
    }

    @Override
    Status answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        SessionTotals totals = services.records().ends();
        return new Status(services.hooks().hooks(), services.hooks().capabilities(), services.sessions().counts(),
                recent(services.records().history().samples()), services.hooks().repairs(), totals.created(),
                ended(totals), services.arbiter().events().counts(), services.hooks().bypassed(),
                services.arbiter().wars(), services.history().status(), services.history().manyFailures(),
                services.history().newDevices(),
                services.settings().get(Setting.COMMAND_MAX_SESSIONS));
    }

    private static Map<String, List<Object>> recent(List<CountHistory.Sample> samples) {
        Map<String, List<Object>> recent = new LinkedHashMap<>();
        for (CountHistory.Sample sample : samples) {
            recent.computeIfAbsent("at", key -> new ArrayList<>()).add(sample.at().getEpochSecond());
            Json.tree(sample.counts()).entrySet().forEach(count ->
                    recent.computeIfAbsent(count.getKey(), key -> new ArrayList<>()).add(count.getValue()));
        }
        return recent;
    }

    private static Map<EndCause, Long> ended(SessionTotals totals) {
        Map<EndCause, Long> ended = new EnumMap<>(EndCause.class);
        Arrays.stream(EndCause.values()).forEach(cause -> ended.put(cause, totals.ended(cause)));
        return ended;
    }
}
