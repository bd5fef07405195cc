package io.github.sessionstate.web;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.session.BoundedText;
import io.github.sessionstate.session.HostFacts;
import io.github.sessionstate.session.RosterContact;
import io.github.sessionstate.session.RosterUnreadableException;
import io.github.sessionstate.session.SessionMoment;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.UserSessions;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.text.Quote;

/**
 * {@code GET sessions/details?id=…}: all that is known of one session. {@code {"session":{…},"reasons":{"connected":
 * {"holds","why","at"},…},"host":{…},"contacts":[…],"timeline":[{"kind","at","detail","left"}],"user_sessions":[…]}}; 404
 * if there is no such session. {@code contacts} is null if the session has no roster, and holds the first thousand of
 * {@code contacts_total}.
 */
public final class DetailsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;
    private static final int MAX_PRESENCE = 16_384;
    private static final int MAX_CONTACTS = 1_000;

    /** Made by the host. */
    public DetailsServlet() {
        super(ApiPaths.DETAILS, "GET");
    }

    @Override
    void answer(RunningServices services, String administrator, HttpServletRequest request, JsonWriter json)
            throws IOException, ApiException {
        Map<String, String[]> parameters = parameters(request);
        if (!parameters.keySet().equals(Set.of("id")) || parameters.get("id").length != 1) {
            throw ApiException.badRequest("the parameter must be id, once, and no other");
        }
        String id = parameters.get("id")[0];
        Session session = services.sessions().byId(id).orElseThrow(
                () -> new ApiException(HttpServletResponse.SC_NOT_FOUND, "no such session: " + Quote.of(id)));
        SessionView view = SessionView.of(session, services, Instant.now());
        List<SessionMoment> timeline = session.timeline();
        json.beginObject().name("session").beginObject();
        for (SessionColumn column : SessionColumn.values()) {
            if (column == SessionColumn.PRESENCE) {
                BoundedText presence = session.presence(MAX_PRESENCE);
                json.name(column.key()).value(presence == null ? null : presence.text());
                json.name("presence_whole").value(presence == null ? null : !presence.isCut());
            } else if (column != SessionColumn.ROSTER) {
                column.write(json, view);
            }
        }
        json.endObject().name("reasons").beginObject();
        write(json, "connected", PredicateReason.connected(view.state(), timeline));
        write(json, "available", PredicateReason.available(view.state(), timeline));
        write(json, "interested", PredicateReason.interested(view.state(), timeline));
        json.endObject();
        write(json, session.facts());
        try {
            writeContacts(json, session.rosterItems());
        } catch (RosterUnreadableException e) {
            json.name("contacts_total").nullValue().name("contacts").nullValue().name("roster_error").value(e.getMessage());
        }
        writeTimeline(json, timeline);
        writeUserSessions(json, services.sessions(), view.state());
        json.endObject();
    }

    private static void write(JsonWriter json, String predicate, PredicateReason reason) throws IOException {
        json.name(predicate).beginObject().name("holds").value(reason.holds()).name("why")
                .value(reason.why().toString()).name("at").value(text(reason.at())).endObject();
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    private static void write(JsonWriter json, HostFacts facts) throws IOException {
        json.name("host").beginObject();
        json.name("stream_management").value(facts.streamManagement());
        json.name("resumable").value(facts.resumable());
        json.name("inactive").value(facts.inactive());
        json.name("carbons").value(facts.carbons());
        json.name("language").value(facts.language());
        json.endObject();
    }

    private static void writeContacts(JsonWriter json, List<RosterContact> contacts) throws IOException {
        json.name("contacts_total").value(contacts == null ? null : contacts.size()).name("contacts");
        if (contacts == null) {
            json.nullValue();
            return;
        }
        json.beginArray();
        for (RosterContact contact : contacts.subList(0, Math.min(MAX_CONTACTS, contacts.size()))) {
            json.beginObject().name("jid").value(contact.jid()).name("name").value(contact.name()).name("groups");
            json.beginArray();
            for (String group : contact.groups()) {
                json.value(group);
            }
            json.endArray().name("subscription").value(contact.subscription()).name("ask").value(contact.isAsked());
            json.endObject();
        }
        json.endArray();
    }

    private static void writeTimeline(JsonWriter json, List<SessionMoment> timeline) throws IOException {
        json.name("timeline").beginArray();
        for (SessionMoment moment : timeline) {
            json.beginObject().name("kind").value(moment.kind().name().toLowerCase(Locale.ROOT));
            json.name("at").value(text(moment.at())).name("detail").value(moment.detail());
            json.name("left").value(moment.left()).endObject();
        }
        json.endArray();
    }

    // The session itself is among them.
    private static void writeUserSessions(JsonWriter json, SessionRegistry registry, SessionState state)
            throws IOException {
        json.name("user_sessions").beginArray();
        String bareJid = state.bareJid();
        if (bareJid != null) {
            List<Session> top = registry.topResources(bareJid);
            for (Session other : registry.byBareJid(bareJid).map(UserSessions::all).orElse(List.of())) {
                SessionState its = other.state();
                json.beginObject().name("id").value(other.id()).name("full_jid").value(its.fullJid());
                json.name("priority").value(its.priority()).name("available").value(its.isAvailableResource());
                json.name("top").value(top.contains(other)).endObject();
            }
        }
        json.endArray();
    }
}
