package io.github.sessionstate.it.probe;

import java.io.IOException;

import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.security.AuditWriteOnlyException;
import org.jivesoftware.openfire.security.SecurityAuditEvent;
import org.jivesoftware.openfire.security.SecurityAuditManager;

/** Answers with the latest entries of the host's security audit log that have the parameter's text in their details. */
public final class AuditServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int LATEST = 100;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Element entries = DocumentHelper.createElement("entries");
        try {
            for (SecurityAuditEvent event
                    : SecurityAuditManager.getInstance().getEvents(null, 0, LATEST, null, null)) {
                if (event.getDetails() != null && event.getDetails().contains(request.getParameter("text"))) {
                    Element entry = entries.addElement("entry");
                    entry.addElement("username").setText(event.getUsername());
                    entry.addElement("summary").setText(event.getSummary());
                    entry.addElement("details").setText(event.getDetails());
                }
            }
        } catch (AuditWriteOnlyException e) {
            throw new ServletException(e);
        }
        response.setContentType("application/xml;charset=UTF-8");
        response.getWriter().print(entries.asXML());
    }
}
