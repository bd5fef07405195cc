package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
        Map<String, String> paths = new TreeMap<>();
        for (Element mapping : document.getRootElement().elements("servlet-mapping")) {
            assertThat(mapping.elements("url-pattern")).hasSize(1);
            String previous = paths.put(classes.get(mapping.elementText("servlet-name")),
                    "sessionstate" + mapping.elementText("url-pattern"));
            assertThat(previous).isNull();
        }

        assertThat(paths).isEqualTo(Map.of(PageServlet.class.getName(), ApiPaths.PAGE,
                SessionsServlet.class.getName(), ApiPaths.SESSIONS, CloseServlet.class.getName(), ApiPaths.CLOSE,
                SendServlet.class.getName(), ApiPaths.SEND, StatusServlet.class.getName(), ApiPaths.STATUS));
    }

    @Test
    void onlyTheApiIsExemptFromTheLoginFilter() {
        assertThat(ApiPaths.WITHOUT_LOGIN_FILTER).isEqualTo(List.of("sessionstate/api/v1/sessions",
                "sessionstate/api/v1/sessions/close", "sessionstate/api/v1/sessions/send",
                "sessionstate/api/v1/status"));
    }
}
