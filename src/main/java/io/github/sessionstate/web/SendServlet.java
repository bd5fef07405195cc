package io.github.sessionstate.web;

import java.util.List;

import io.github.sessionstate.session.NoResourceException;
import io.github.sessionstate.session.SendRefusedException;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.token.Scope;

/**
 * {@code POST sessions/send}: {@code {"ids":[…],"xml":"…"}}. Outcomes: {@code sent}, {@code queued} (the client is
 * detached, and gets it when it resumes), {@code left_out} (a message, and the session has no resource yet),
 * {@code gone}, {@code failed}.
 */
public final class SendServlet extends CommandServlet {
    static final int MAX_XML = 65_536;

    private static final long serialVersionUID = 1L;
    private static final Log LOG = Log.of(SendServlet.class);

    /** Made by the server. */
    public SendServlet() {
        super(ApiPaths.SEND, Scope.MESSAGE, "Send XML to sessions", Body.class, "Session State: send to sessions");
    }

    @Override
    Command read(Record wanted, int maxIds) throws ApiException {
        Body body = (Body) wanted;
        checked(body.ids, maxIds);
        return new Send(body.ids, checked("xml", body.xml, MAX_XML));
    }

    record Body(@Required List<String> ids, @Required String xml) {
    }

    private record Send(List<String> ids, String xml) implements Command {
        @Override
        public String description() {
            return "xml: " + xml;
        }

        @Override
        public List<Outcome> run(List<Target> targets, String administrator) {
            return targets.stream().map(this::send).toList();
        }

        private Outcome send(Target target) {
            if (target.session() == null) {
                return Outcome.GONE;
            }
            try {
                return !target.session().send(xml) ? Outcome.GONE
                        : new Outcome(target.session().state().detached() ? "queued" : "sent", null);
            } catch (NoResourceException e) {
                return new Outcome("left_out", e.getMessage());
            } catch (SendRefusedException e) {
                return Outcome.failed(e.getMessage());
            } catch (RuntimeException e) {
                LOG.warn("Sending to session {} failed", target.id(), e);
                return Outcome.failed("internal error; the server's log tells more");
            }
        }
    }
}
