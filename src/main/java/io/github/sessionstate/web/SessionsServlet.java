package io.github.sessionstate.web;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.Session;

/**
 * {@code GET sessions}: {@code {"sessions":[…],"total":n,"counts":{…},"from":…,"next":…,"version":n,"waited":true}}, the
 * counts those of all sessions; {@link SessionsQuery} tells what can be asked. {@code version} is that of the table, and
 * {@code waited} is false if there was no room to wait for a change.
 */
public final class SessionsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;
    /** An answer has so many characters at most, unless one session alone has more. */
    static final int MAX_LENGTH = 4 << 20;

    /** Made by the host. */
    public SessionsServlet() {
        super(ApiPaths.SESSIONS, "GET");
    }

    @Override
    void answer(RunningServices services, String administrator, HttpServletRequest request, JsonWriter json)
            throws IOException, ApiException {
        SessionsQuery query = SessionsQuery.of(parameters(request));
        boolean waited = await(services, query);
        // Before the tables are read: what changes meanwhile is told once more, and not left out.
        long version = services.records().changes().version();
        SessionSearch.Page page = new SessionSearch(services, query).run();
        json.beginObject().name("sessions").beginArray();
        Cursor next = writeRows(json, query, page);
        json.endArray().name("total").value(page.total()).name("counts");
        CountsJson.write(json, services.sessions().counts());
        json.name("from").value(text(page.from())).name("next").value(text(next));
        json.name("version").value(version).name("waited").value(waited).endObject();
    }

    /** @return where the next page begins: behind what is written, which is less than was asked for if that is much */
    private static Cursor writeRows(JsonWriter json, SessionsQuery query, SessionSearch.Page page) throws IOException {
        int length = 0;
        for (SessionView view : page.sessions()) {
            StringWriter row = new StringWriter();
            try (JsonWriter rowJson = new JsonWriter(row)) {
                rowJson.setSerializeNulls(true);
                rowJson.beginObject();
                for (SessionColumn column : query.columns()) {
                    column.write(rowJson, view);
                }
                rowJson.endObject();
            }
            // One at least: who asks on must come on.
            if (length > 0 && length + row.getBuffer().length() > MAX_LENGTH) {
                return query.order().place(view);
            }
            length += row.getBuffer().length();
            json.jsonValue(row.toString());
        }
        return page.next();
    }

    private static String text(Cursor place) {
        return place == null ? null : place.toString();
    }

    private static boolean await(RunningServices services, SessionsQuery query) {
        if (query.since() == null || query.patience().isZero()) {
            return true;
        }
        try {
            return services.records().changes().await(query.since(), event -> concerns(query, services, event),
                    query.patience());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    // It may come into what is asked for, change there, or go out of it.
    private static boolean concerns(SessionsQuery query, RunningServices services, SessionEvent event) {
        Session session = event.session();
        Instant now = Instant.now();
        return query.matches(new SessionView(session, event.after(), services, now))
                || event.before() != null && query.matches(new SessionView(session, event.before(), services, now));
    }
}
