package io.github.sessionstate.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.history.History;
import io.github.sessionstate.history.LoginQuery;
import io.github.sessionstate.history.PastLogin;
import io.github.sessionstate.history.PastQuery;
import io.github.sessionstate.history.PastSession;
import io.github.sessionstate.history.Place;
import io.github.sessionstate.session.EndedSession;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code GET history/export}: all that is kept of one person, as a file to hand over. It is made while it is sent; whose it
 * is stands in the audit log.
 */
public final class HistoryExportServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;
    private static final int MAX_FILE_NAME = 64;
    private static final String SEPARATOR = ",\n";
    private static final Parameter USERNAME =
            Parameter.text("username", Username.MAX_LENGTH, "Whose, as it stands in JIDs.").required();

    /** Made by the server. */
    public HistoryExportServlet() {
        super(ApiPaths.HISTORY_EXPORT, Operation.get(Scope.HISTORY, "All that is kept of a user", Export.class)
                .with(List.of(USERNAME)));
    }

    /**
     * What is kept of a user.
     *
     * @param exportedAt when the answer began
     * @param sessions   as {@link HistorySessionsServlet} has them, those that go on included
     * @param logins     that failed with the name, as {@link HistoryLoginsServlet} has them
     * @param closed     sessions of others that the user closed as an administrator
     * @param ended      what is in memory of the user's sessions that ended lately, as {@link EndedServlet} has it
     */
    record Export(String username, Instant exportedAt, @Rows(Rows.Kind.PAST_SESSION) List<Json.Text> sessions,
                  List<PastLogin> logins, List<Closed> closed,
                  @Rows(Rows.Kind.ENDED_SESSION) List<Map<String, Object>> ended) {
    }

    /** A session of somebody else. */
    record Closed(String id, Instant endedAt) {
        static Closed of(Place place) {
            return new Closed(place.id(), Instant.ofEpochMilli(place.ended()));
        }
    }

    @Override
    Content answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        String username = Parameters.of(parameters(request), List.of(USERNAME)).value(USERNAME.name());
        String complaint = Username.complaint(username);
        if (complaint != null) {
            throw ApiException.badParameter(complaint);
        }
        History history = services.history();
        LongAnswer answer = LongAnswer.begin(services.turns(),
                LongAnswer.text("{\"username\":" + Json.text(username) + ",\"exported_at\":" + Json.text(Instant.now())
                        + ",\"sessions\":[\n"),
                LongAnswer.rows((behind, limit) -> history.sessions(
                        new PastQuery(username, null, null, null, null, null, behind, limit)), PastSession::place,
                        past -> HistorySessionsServlet.json(services, SessionColumn.BY_DEFAULT, past), SEPARATOR),
                LongAnswer.text("\n],\"logins\":[\n"),
                LongAnswer.rows((behind, limit) -> history.logins(
                        new LoginQuery(username, null, null, null, behind, limit)), PastLogin::place, Json::text, SEPARATOR),
                LongAnswer.text("\n],\"closed\":[\n"),
                LongAnswer.rows((behind, limit) -> history.closed(username, behind, limit), place -> place,
                        place -> Json.text(Closed.of(place)), SEPARATOR),
                LongAnswer.text("\n],\"ended\":[\n"),
                LongAnswer.late(() -> ended(services, username)),
                LongAnswer.text("\n]}\n"));
        caller.record(services.audit(), "Session State: export from the history",
                "username: " + Quote.line(username, AuditText.MAX_LINE));
        return Content.json(answer).with(Map.of("Content-Disposition",
                "attachment; filename=\"history-" + fileName(username) + ".json\""));
    }

    private static String ended(RunningServices services, String username) {
        return String.join(SEPARATOR, services.records().ended().all().stream().filter(ended -> isOf(ended, username))
                .map(ended -> Json.text(EndedServlet.row(services, SessionColumn.BY_DEFAULT, ended))).toList());
    }

    private static boolean isOf(EndedSession ended, String username) {
        return username.equals(ended.state().username()) || Username.isMeant(username, ended.loginFailure().username());
    }

    // Of what every file system takes, and no header takes for its own.
    private static String fileName(String username) {
        String name = username.replaceAll("[^A-Za-z0-9_-]+", "_");
        return name.substring(0, Math.min(name.length(), MAX_FILE_NAME));
    }
}
