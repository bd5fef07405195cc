package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import javax.servlet.ReadListener;
import javax.servlet.ServletException;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** One request to a servlet, and what came back. */
final class Exchange {
    final HttpServletRequest request = mock(HttpServletRequest.class);
    final HttpServletResponse response = mock(HttpServletResponse.class);
    final Map<String, String> headers = new HashMap<>();
    int status = 200;
    private final Map<String, String[]> parameters = new LinkedHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Exchange(String method, String path) {
        when(request.getMethod()).thenReturn(method);
        when(request.getPathInfo()).thenReturn("/" + path);
        when(request.getRemoteAddr()).thenReturn("127.0.0.1");
        when(request.getParameterMap()).thenReturn(parameters);
        login("login-1");
        body("");
        doAnswer(call -> status = call.getArgument(0)).when(response).setStatus(anyInt());
        try {
            doAnswer(call -> status = call.getArgument(0)).when(response).sendError(anyInt());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        doAnswer(call -> headers.put(call.getArgument(0), call.getArgument(1)))
                .when(response).setHeader(anyString(), any());
        doAnswer(call -> headers.put("Content-Type", call.getArgument(0))).when(response).setContentType(any());
        when(response.isCommitted()).thenAnswer(call -> out.size() > 0);
        output(new ServletOutputStream() {
            @Override
            public void write(int b) {
                out.write(b);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        });
    }

    /**
     * A question and its answer.
     *
     * @param parameters names and values
     */
    static Exchange get(String path, HttpServlet servlet, String... parameters) {
        Exchange exchange = new Exchange("GET", path);
        for (int i = 0; i < parameters.length; i += 2) {
            exchange.parameter(parameters[i], parameters[i + 1]);
        }
        return exchange.run(servlet);
    }

    /** The ids of the sessions in an answer, in its order. */
    static List<String> ids(JsonObject answer) {
        return StreamSupport.stream(answer.getAsJsonArray("sessions").spliterator(), false)
                .map(session -> session.getAsJsonObject().get("id").getAsString()).toList();
    }

    /**
     * The answer to a question for sessions, which must be no error.
     *
     * @param parameters names and values; what has none, null or an empty one, is not asked
     */
    static JsonObject sessions(String... parameters) {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            if (parameters[i + 1] != null && !parameters[i + 1].isEmpty()) {
                asked.addAll(List.of(parameters[i], parameters[i + 1]));
            }
        }
        Exchange exchange = get(ApiPaths.SESSIONS, new SessionsServlet(), asked.toArray(String[]::new));
        assertThat(exchange.status).as(exchange::text).isEqualTo(200);
        return exchange.json();
    }

    Exchange login(String id) {
        HttpSession session = mock(HttpSession.class);
        when(session.getId()).thenReturn(id);
        when(session.getMaxInactiveInterval()).thenReturn(1800);
        when(request.getSession(false)).thenReturn(session);
        return this;
    }

    Exchange parameter(String name, String... values) {
        parameters.put(name, values);
        return this;
    }

    Exchange header(String name, String value) {
        return headers(name, value);
    }

    /** A header that is there as often as it has values. */
    Exchange headers(String name, String... values) {
        when(request.getHeader(name)).thenReturn(values[0]);
        when(request.getHeaders(name)).thenAnswer(call -> Collections.enumeration(Arrays.asList(values)));
        return this;
    }

    Exchange type(String contentType) {
        when(request.getContentType()).thenReturn(contentType);
        return this;
    }

    Exchange body(String body) {
        return body(body.getBytes(StandardCharsets.UTF_8));
    }

    Exchange body(byte[] body) {
        when(request.getContentLengthLong()).thenReturn((long) body.length);
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        input(new ServletInputStream() {
            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return bytes.read(target, offset, length);
            }

            @Override
            public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException();
            }
        });
        return this;
    }

    Exchange input(ServletInputStream input) {
        try {
            when(request.getInputStream()).thenReturn(input);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    Exchange output(ServletOutputStream output) {
        try {
            when(response.getOutputStream()).thenReturn(output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    Exchange run(HttpServlet servlet) {
        try {
            servlet.service(request, response);
        } catch (ServletException | IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    JsonObject json() {
        return JsonParser.parseString(text()).getAsJsonObject();
    }

    /** What programs know the error by. */
    String code() {
        return json().get("code").getAsString();
    }

    /** What is said of the error. */
    String error() {
        return json().get("detail").getAsString();
    }
}
