package io.github.sessionstate.openfire.console;

import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.util.JiveGlobals;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

import io.github.sessionstate.history.NewDevice;
import io.github.sessionstate.history.NewDeviceAlerts;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.text.Quote;

/** Tells of logins with a new client or from a new network: in the log, or those who logged in by a message. */
public final class NewDeviceNotices implements NewDeviceAlerts {
    private static final Log LOG = Log.of(NewDeviceNotices.class);

    private static final int MAX_CLIENT = 100;

    private final Supplier<String> choice;

    /** @param choice what is to be done: {@code off}, {@code log} or {@code message} */
    public NewDeviceNotices(Supplier<String> choice) {
        this.choice = choice;
    }

    @Override
    public boolean areOn() {
        return !"off".equals(choice.get());
    }

    @Override
    public void raise(NewDevice device) {
        switch (choice.get()) {
            case "log" -> LOG.info("Login of {} {}: client {}, address {}, session {}",
                    Quote.of(device.username() + '@' + device.host()), news(device),
                    device.client() == null ? "unknown" : Quote.of(device.client()),
                    device.ip() == null ? "unknown" : device.ip(), device.session());
            case "message" -> send(device);
            default -> {
                // It was turned off meanwhile.
            }
        }
    }

    private static String news(NewDevice device) {
        if (device.isClientNew() && device.isNetworkNew()) {
            return "with a new client from a new network";
        }
        return device.isClientNew() ? "with a new client" : "from a new network";
    }

    private static void send(NewDevice device) {
        String at = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.LONG)
                .withLocale(JiveGlobals.getLocale()).withZone(JiveGlobals.getTimeZone().toZoneId()).format(device.at());
        XMPPServer server = XMPPServer.getInstance();
        server.getMessageRouter().route(message(device, at, server.getServerInfo().getXMPPDomain(),
                ConsoleTexts::translated));
    }

    /**
     * The message: a headline, which goes to all of the user's clients.
     *
     * @param at   the time of the login, for the user to read
     * @param from the domain of the server
     * @param text gives the text of a key
     */
    static Message message(NewDevice device, String at, String from, Function<String, String> text) {
        Message message = new Message();
        message.setType(Message.Type.headline);
        message.setFrom(new JID(null, from, null, true));
        message.setTo(new JID(device.username(), device.host(), null, true));
        message.setSubject(text.apply("notice.device.subject"));
        String unknown = text.apply("notice.device.unknown");
        String client = device.client() == null ? unknown : Quote.line(device.client(), MAX_CLIENT);
        message.setBody(text.apply("notice.device.text").replace("{0}", at)
                .replace("{1}", device.ip() == null ? unknown : device.ip()).replace("{2}", client));
        return message;
    }
}
