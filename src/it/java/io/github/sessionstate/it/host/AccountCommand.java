package io.github.sessionstate.it.host;

import io.github.sessionstate.it.xmpp.RawClient;
import java.io.IOException;
import org.dom4j.Element;

/** The ad-hoc command that adds an account (XEP-0133). Unlike registration it takes any user name. */
final class AccountCommand {
    private static final String NODE = "http://jabber.org/protocol/admin#add-user";

    private AccountCommand() {
    }

    static void addUser(RawClient admin, String name, String password) throws IOException {
        Element offered = admin.iq("set", HostOptions.DOMAIN,
                "<command xmlns='http://jabber.org/protocol/commands' action='execute' node='" + NODE + "'/>");
        String session = offered.element("command").attributeValue("sessionid");
        Element answer = admin.iq("set", HostOptions.DOMAIN,
                "<command xmlns='http://jabber.org/protocol/commands' node='" + NODE + "' sessionid='" + session + "'>"
                        + "<x xmlns='jabber:x:data' type='submit'>"
                        + field("FORM_TYPE", "http://jabber.org/protocol/admin")
                        + field("accountjid", RawClient.escape(name) + "@" + HostOptions.DOMAIN)
                        + field("password", RawClient.escape(password))
                        + field("password-verify", RawClient.escape(password))
                        + "</x></command>");
        if (!"result".equals(answer.attributeValue("type"))
                || answer.asXML().contains("type=\"error\"")) {
            throw new IOException("Could not add " + name + ": " + answer.asXML());
        }
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }
}
