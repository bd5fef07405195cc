package io.github.sessionstate.web;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.stream.JsonWriter;

/**
 * {@code GET sessions}: {@code {"sessions":[…],"total":n,"counts":{…}}}, the counts those of all sessions;
 * {@link SessionsQuery} tells what can be asked.
 */
public final class SessionsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the host. */
    public SessionsServlet() {
        super(ApiPaths.SESSIONS, "GET");
    }

    @Override
    void answer(AdminConsole console, String administrator, HttpServletRequest request, JsonWriter json)
            throws IOException, ApiException {
        SessionsQuery query = SessionsQuery.of(parameters(request), Instant.now());
        SessionsQuery.Result result = query.run(console.sessions(), console.rosterSizes());
        json.beginObject().name("sessions").beginArray();
        for (SessionView view : result.sessions()) {
            json.beginObject();
            for (SessionColumn column : query.columns()) {
                column.write(json, view);
            }
            json.endObject();
        }
        json.endArray().name("total").value(result.total()).name("counts");
        CountsJson.write(json, console.sessions().counts());
        json.endObject();
    }

    private static Map<String, String[]> parameters(HttpServletRequest request) throws ApiException {
        try {
            return request.getParameterMap();
        } catch (RuntimeException e) {
            // What the container throws at bad percent-encoding differs between its versions.
            throw ApiException.badRequest("the query string cannot be decoded");
        }
    }
}
