package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.sessionstate.address.AddressRange;
import io.github.sessionstate.history.LoginQuery;
import io.github.sessionstate.history.PastLogin;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code GET history/logins}: the failed logins that the database has, the newest first. Which of them were asked for
 * stands in the audit log.
 */
public final class HistoryLoginsServlet extends ListServlet {
    private static final long serialVersionUID = 1L;
    private static final List<Parameter> PARAMETERS = List.of(
            Parameter.text("username", "Whom the clients claimed to be."),
            Parameter.text("ip", "The address that they came from."),
            Parameter.text(PastSpan.AFTER.name(), "A moment (ISO 8601): failed then or later, the last time."),
            Parameter.text(PastSpan.UNTIL.name(), "A moment (ISO 8601): failed then or earlier, the last time."),
            HistorySessionsServlet.limit(), PastSpan.FROM);
    // In the order of a line.
    private static final List<String> KEYS = List.of("id", "boot", "first_at", "last_at", "attempts", "username",
            "host", "ip", "transport", "mechanism", "failure");

    /** Made by the server. */
    public HistoryLoginsServlet() {
        super(ApiPaths.HISTORY_LOGINS, Scope.HISTORY, "The failed logins that are kept in the database", PARAMETERS,
                List.of(Page.class));
    }

    /**
     * A part of them.
     *
     * @param next where to go on; null if there is nothing more
     */
    record Page(List<PastLogin> logins, String next) {
    }

    @Override
    Listing list(RunningServices services, Caller caller, Map<String, String[]> given, ListForm form)
            throws ApiException {
        Parameters parameters = Parameters.of(given, PARAMETERS);
        int limit = HistorySessionsServlet.limit(parameters);
        String username = parameters.value("username");
        if (username != null && !PastTerms.isLine(username)) {
            throw ApiException.badParameter("username must not hold control characters");
        }
        String ip = ip(parameters.value("ip"));
        PastSpan span = PastSpan.of(parameters);
        PastSpan.Start start = PastSpan.Start.of(parameters);
        LoginQuery query = new LoginQuery(username, ip, span.after(), span.until(),
                start == null ? null : start.place(), limit + 1);
        List<PastLogin> found = services.turns().take(() ->
                Awaited.of(services.history().logins(query), Awaited.OF_HISTORY));
        if (start == null) {
            caller.record(services.audit(), "Session State: look into the history", "failed logins" + asked(query));
        }
        List<PastLogin> told = found.subList(0, Math.min(limit, found.size()));
        Cursor next = told.size() == found.size() ? null
                : new PastSpan.Start(told.get(told.size() - 1).place(), null).cursor();
        return form == ListForm.CSV ? Listing.csv(KEYS, told.stream().map(HistoryLoginsServlet::line).toList(), next)
                : Listing.json(new Page(told, Objects.toString(next, null)), next);
    }

    // As rows have it. Those that are older than addresses are kept have a network in its place.
    private static String ip(String text) throws ApiException {
        if (text == null) {
            return null;
        }
        if (!AddressRange.isRange(text) || !PastTerms.isLine(text)) {
            throw ApiException.badParameter("ip takes an address, or a network as this list has it: " + Quote.of(text));
        }
        return Objects.requireNonNullElse(PastTerms.address(text), text);
    }

    // For the audit log.
    private static String asked(LoginQuery query) {
        return (query.username() == null ? "" : ", username: " + Quote.line(query.username(), AuditText.MAX_LINE))
                + (query.ip() == null ? "" : ", ip: " + Quote.line(query.ip(), AuditText.MAX_LINE))
                + (query.from() == null ? "" : ", after " + query.from())
                + (query.to() == null ? "" : ", until " + query.to());
    }

    private static String line(PastLogin login) {
        return Csv.line(Arrays.asList(login.id(), login.boot(), login.firstAt(), login.lastAt(), login.attempts(),
                login.username(), login.host(), login.ip(), login.transport(), login.mechanism(), login.failure()));
    }
}
