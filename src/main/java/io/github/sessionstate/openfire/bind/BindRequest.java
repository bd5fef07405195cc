package io.github.sessionstate.openfire.bind;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.tracked.OpenfireSession;

/**
 * A client's request for a resource (RFC 6120 §7), read as the reference does: what cannot be a resource is no error,
 * but leaves the choice to the server.
 */
final class BindRequest implements BindAttempt.Request {
    private final IQ request;
    private final OpenfireSession session;
    private final Consumer<IQ> hostHandler;

    /**
     * @param request     as the client sent it
     * @param hostHandler has the host bind
     */
    BindRequest(IQ request, OpenfireSession session, Consumer<IQ> hostHandler) {
        this.request = request;
        this.session = session;
        this.hostHandler = hostHandler;
    }

    @Override
    public String resource() {
        return resource(request);
    }

    @Override
    public void grant(String resource) {
        hostHandler.accept(asking(request, resource));
    }

    @Override
    public void refuse(PacketError.Condition condition, String text) {
        session.hostSession().process(refusal(request, condition, text));
    }

    @Override
    public boolean isAnsweredBy(IQ iq) {
        return iq.isResponse() && Objects.equals(iq.getID(), request.getID());
    }

    /**
     * The resource that the client asks for.
     *
     * @return prepared (RFC 6122, Resourceprep), with its blanks; null if the server is to choose: nothing or nothing
     *         usable was asked for
     */
    static String resource(IQ request) {
        Element element = request.getChildElement().element("resource");
        if (element == null || request.getType() != IQ.Type.set || !element.elements().isEmpty()) {
            return null;
        }
        return prepared(element.getText());
    }

    /** A text as a resource (RFC 6122, Resourceprep); null if it cannot be one. */
    static String prepared(String text) {
        try {
            String prepared = JID.resourceprep(text);
            return prepared.isEmpty() ? null : prepared;
        } catch (Exception e) {
            // Not allowed in a resource, or too long. Which exception says so depends on the host's library.
            return null;
        }
    }

    /** The request as the host must see it to bind just this resource, or one of its own choice if null. */
    static IQ asking(IQ request, String resource) {
        Element child = request.getChildElement();
        Element element = child.element("resource");
        String asHostReads = element == null ? null : element.getTextTrim();
        if (resource == null ? element == null : resource.equals(asHostReads) && element.elements().isEmpty()) {
            return request;
        }
        IQ copy = request.createCopy();
        Element bind = copy.getChildElement();
        List.copyOf(bind.elements()).forEach(bind::remove);
        if (resource != null) {
            bind.add(new Exact(QName.get("resource", bind.getNamespace()), resource));
        }
        return copy;
    }

    /**
     * The answer to a request that is refused (RFC 6120 §8.3).
     *
     * @param text for people; null for none
     */
    static IQ refusal(IQ request, PacketError.Condition condition, String text) {
        IQ reply = IQ.createResultIQ(request);
        reply.setFrom((String) null);
        reply.setChildElement(request.getChildElement().createCopy());
        PacketError error = new PacketError(condition);
        if (text != null) {
            error.setText(text);
        }
        reply.setError(error);
        return reply;
    }

    /** An element whose text keeps its blanks, which the host would trim. */
    private static final class Exact extends DefaultElement {
        private static final long serialVersionUID = 1L;

        Exact(QName name, String text) {
            super(name);
            setText(text);
        }

        @Override
        public String getTextTrim() {
            return getText();
        }
    }
}
