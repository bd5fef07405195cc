package io.github.sessionstate.web;

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
            PastPage.LIMIT, Cursor.FROM);

    private static final List<String> KEYS = Csv.keys("", PastLogin.class).toList();

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
        String username = parameters.value("username");
        if (username != null && ControlCharacters.areIn(username)) {
            throw ApiException.badParameter("username must not hold control characters");
        }
        String ip = ip(parameters.value("ip"));
        PastSpan span = PastSpan.of(parameters);
        PastPage page = PastPage.of(parameters);
        LongAnswer.Source<PastLogin> source = (behind, limit) -> services.history().logins(
                new LoginQuery(username, ip, span.after(), span.until(), behind, limit));
        String asked = asked("username", username) + asked("ip", ip) + span.asked();
        if (PastPage.isAll(parameters, form)) {
            LongAnswer answer = LongAnswer.begin(services.turns(), LongAnswer.text(Csv.line(KEYS)),
                    LongAnswer.rows(source, PastLogin::place, HistoryLoginsServlet::line, ""));
            PastPage.record(services, caller, "failed logins, all as CSV" + asked);
            return Listing.all(answer);
        }
        List<PastLogin> found = services.turns().take(() ->
                Awaited.of(source.ask(page.behind(), page.limit() + 1), Awaited.OF_HISTORY));
        PastPage.recordOnce(services, caller, "failed logins", parameters, asked);
        List<PastLogin> told = found.subList(0, Math.min(page.limit(), found.size()));
        Cursor next = told.size() == found.size() ? null : PastPage.cursor(told.get(told.size() - 1).place(), null);
        return form == ListForm.CSV
                ? Listing.csv(KEYS, told.stream().map(HistoryLoginsServlet::line).toList(), next)
                : Listing.json(new Page(told, Objects.toString(next, null)), next);
    }

    private static String line(PastLogin login) {
        return Csv.line(Csv.values(PastLogin.class, login));
    }

    // As rows have it. Those that are older than addresses are kept have a network in its place.
    private static String ip(String text) throws ApiException {
        if (text == null) {
            return null;
        }
        if (!AddressRange.isRange(text) || ControlCharacters.areIn(text)) {
            throw ApiException.badParameter("ip takes an address, or a network as this list has it: " + Quote.of(text));
        }
        return Objects.requireNonNullElse(PastTerms.address(text), text);
    }

    // For the audit log.
    private static String asked(String name, String value) {
        return value == null ? "" : ", " + name + ": " + Quote.line(value, AuditText.MAX_LINE);
    }
}
