package io.github.sessionstate.openfire.host;

import java.util.HashMap;
import java.util.Map;

import org.jivesoftware.util.JiveGlobals;
import org.mockito.MockedStatic;
import org.mockito.Mockito;

/** The server's properties, for the thread of a test. */
final class StubProperties implements AutoCloseable {
    private final Map<String, String> values = new HashMap<>();
    private final MockedStatic<JiveGlobals> globals = Mockito.mockStatic(JiveGlobals.class);

    StubProperties() {
        globals.when(() -> JiveGlobals.getProperty(Mockito.anyString()))
                .thenAnswer(call -> values.get(call.<String>getArgument(0)));
    }

    void set(String name, String value) {
        values.put(name, value);
    }

    @Override
    public void close() {
        globals.close();
    }
}
