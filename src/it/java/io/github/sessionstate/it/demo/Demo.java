package io.github.sessionstate.it.demo;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.host.Ports;

/** An Openfire with the plugin and a lively cast of clients, until Ctrl-C. */
public final class Demo {
    private Demo() {
    }

    /** Takes no arguments; the system properties are those of {@link OpenfireHost}. */
    public static void main(String[] arguments) throws Exception {
        System.out.println("Starting Openfire ...");
        // The host stops and its directory goes with this JVM.
        OpenfireHost host = OpenfireHost.start(Cast.options());
        Cast cast = Cast.play(host);
        System.out.println(message(host, cast.size()));
        ProcessHandle.of(host.pid()).orElseThrow().onExit().join();
    }

    private static String message(OpenfireHost host, int clients) {
        AdminClient console = host.console();
        Ports ports = host.ports();
        return """

                %s runs with the plugin and %d clients.

                    %-11s   %s
                    Sessions      %s
                    Ended         %s
                    Settings      %s
                    API access    %s
                    Health        %s
                    Login         username admin, password admin

                A client of your own: domain %s, username john, jane or juan, password %s
                    TCP           127.0.0.1, port %d; with direct TLS port %d
                    BOSH          http://127.0.0.1:%d/http-bind/
                    WebSocket     ws://127.0.0.1:%14$d/ws/

                %sCtrl-C ends it.
                """.formatted(host.name(), clients, host.hasConsoleFrame() ? "Console" : "What to try",
                console.url("/index.jsp"), console.url(PluginPaths.PAGE), console.url(PluginPaths.ENDED_PAGE),
                console.url(PluginPaths.SETTINGS_PAGE), console.url(PluginPaths.ACCESS_PAGE),
                console.url(PluginPaths.HEALTH_PAGE), HostOptions.DOMAIN, HostOptions.PASSWORD, ports.client(),
                ports.clientTls(), ports.httpBind(),
                host.hasConsoleFrame() ? "" : "On a real Openfire: ./mvnw -Pdemo verify -Dopenfire.home=DIR\n");
    }
}
