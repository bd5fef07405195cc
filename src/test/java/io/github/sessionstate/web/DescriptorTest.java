package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.dom4j.Document;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.junit.jupiter.api.Test;

/** The servlets are where the code says that they are. */
class DescriptorTest {
    @Test
    void mapsEachServletOnceToItsPath() throws Exception {
        Document document = new SAXReader().read(Path.of("web", "WEB-INF", "web-custom.xml").toFile());
        Map<String, String> classes = new TreeMap<>();
        for (Element servlet : document.getRootElement().elements("servlet")) {
            classes.put(servlet.elementText("servlet-name"), servlet.elementText("servlet-class"));
        }
        Map<String, List<String>> paths = new TreeMap<>();
        for (Element mapping : document.getRootElement().elements("servlet-mapping")) {
            for (Element pattern : mapping.elements("url-pattern")) {
                String name = mapping.elementText("servlet-name");
                paths.computeIfAbsent(classes.get(name), key -> new ArrayList<>()).add("sessionstate" + pattern.getText());
            }
        }

        assertThat(paths).isEqualTo(Map.ofEntries(
                Map.entry(UnknownPathServlet.class.getName(), List.of("sessionstate/api/*")),
                Map.entry(PageServlet.class.getName(), Arrays.stream(ConsolePage.values()).map(ConsolePage::path).toList()),
                Map.entry(FileServlet.class.getName(), List.of("sessionstate/" + PageFiles.PATH + "*")),
                Map.entry(SessionsServlet.class.getName(), List.of(ApiPaths.SESSIONS)),
                Map.entry(DetailsServlet.class.getName(), List.of(ApiPaths.DETAILS)),
                Map.entry(EndedServlet.class.getName(), List.of(ApiPaths.ENDED)),
                Map.entry(UsersServlet.class.getName(), List.of(ApiPaths.USERS)),
                Map.entry(ColumnsServlet.class.getName(), List.of(ApiPaths.COLUMNS)),
                Map.entry(CloseServlet.class.getName(), List.of(ApiPaths.CLOSE)),
                Map.entry(SendServlet.class.getName(), List.of(ApiPaths.SEND)),
                Map.entry(AskServlet.class.getName(), List.of(ApiPaths.ASK)),
                Map.entry(StatusServlet.class.getName(), List.of(ApiPaths.STATUS)),
                Map.entry(DecisionsServlet.class.getName(), List.of(ApiPaths.DECISIONS)),
                Map.entry(SettingsServlet.class.getName(), List.of(ApiPaths.SETTINGS)),
                Map.entry(GrantsServlet.class.getName(), List.of(ApiPaths.TOKENS)),
                Map.entry(RotateServlet.class.getName(), List.of(ApiPaths.ROTATE)),
                Map.entry(RevokeServlet.class.getName(), List.of(ApiPaths.REVOKE)),
                Map.entry(HistorySessionsServlet.class.getName(), List.of(ApiPaths.HISTORY_SESSIONS)),
                Map.entry(HistoryLoginsServlet.class.getName(), List.of(ApiPaths.HISTORY_LOGINS)),
                Map.entry(HistoryExportServlet.class.getName(), List.of(ApiPaths.HISTORY_EXPORT)),
                Map.entry(HistoryCountsServlet.class.getName(), List.of(ApiPaths.HISTORY_COUNTS)),
                Map.entry(EraseServlet.class.getName(), List.of(ApiPaths.HISTORY_ERASE)),
                Map.entry(OpenApiServlet.class.getName(), List.of(ApiPaths.OPENAPI)),
                Map.entry(MetricsServlet.class.getName(), List.of(ApiPaths.METRICS))));
        // The host counts the first mapping of a servlet only.
        assertThat(document.getRootElement().elements("servlet-mapping")).hasSize(paths.size());
    }

    @Test
    void onlyTheApiIsExemptFromTheLoginFilter() {
        assertThat(ApiPaths.WITHOUT_LOGIN_FILTER).isEqualTo(List.of("sessionstate/api/v1/sessions",
                "sessionstate/api/v1/sessions/details", "sessionstate/api/v1/ended", "sessionstate/api/v1/users",
                "sessionstate/api/v1/columns", "sessionstate/api/v1/sessions/close",
                "sessionstate/api/v1/sessions/send", "sessionstate/api/v1/sessions/ask",
                "sessionstate/api/v1/status", "sessionstate/api/v1/decisions", "sessionstate/api/v1/settings",
                "sessionstate/api/v1/tokens", "sessionstate/api/v1/tokens/rotate",
                "sessionstate/api/v1/tokens/revoke", "sessionstate/api/v1/history/sessions",
                "sessionstate/api/v1/history/logins", "sessionstate/api/v1/history/export",
                "sessionstate/api/v1/history/counts", "sessionstate/api/v1/history/erase",
                "sessionstate/api/v1/openapi.json", "sessionstate/metrics"));
    }
}
