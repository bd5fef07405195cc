package io.github.sessionstate.web;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

import io.github.sessionstate.text.Log;
import io.github.sessionstate.text.Quote;

/**
 * Reads the JSON object that a command sends into a record: nothing unknown, nothing twice, nothing of another type,
 * none of which Gson refuses by itself.
 */
final class JsonBody {
    /** What a body may have. */
    static final int MAX_BYTES = 1 << 16;

    /** The same for a command to sessions: ten thousand ids or the longest XML need as much. */
    static final int MAX_COMMAND_BYTES = 1 << 20;

    private static final Log LOG = Log.of(JsonBody.class);
    private static final Pattern POSITION = Pattern.compile(" at line \\d+ column \\d+");

    private final byte[] bytes;

    private JsonBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The body of a request.
     *
     * @param maxBytes how long it may be
     */
    static JsonBody of(HttpServletRequest request, int maxBytes) throws ApiException {
        return new JsonBody(bytes(request, maxBytes));
    }

    /** Differs from that of every body that has other bytes. */
    String hash() {
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    /**
     * Reads it: one JSON object of strict JSON in UTF-8.
     *
     * @param type a record of texts, truths, whole numbers, lists of texts, and maps from texts to texts or null. What the body
     *             does not have is null in it, if that is not {@link Required}
     */
    <T extends Record> T read(Class<T> type) throws IOException, ApiException {
        try (JsonReader json = new JsonReader(new InputStreamReader(new ByteArrayInputStream(bytes),
                StandardCharsets.UTF_8.newDecoder()))) {
            json.setStrictness(Strictness.STRICT);
            return new Input(json).read(type);
        } catch (CharacterCodingException e) {
            throw malformed("the body is not UTF-8");
        } catch (MalformedJsonException | EOFException e) {
            throw malformed("malformed JSON" + position(e));
        }
    }

    /**
     * Reads the rest of the body of a request that is refused. Otherwise the container closes the connection under a
     * client that is still sending, which may lose the answer by it.
     */
    static void skip(HttpServletRequest request) {
        if (request.getContentLengthLong() > MAX_COMMAND_BYTES) {
            return;
        }
        try {
            request.getInputStream().readNBytes(MAX_COMMAND_BYTES);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A client went away with its request", e);
        }
    }

    private static byte[] bytes(HttpServletRequest request, int maxBytes) throws ApiException {
        // The length may be unknown, or wrong.
        byte[] bytes = new byte[0];
        if (request.getContentLengthLong() <= maxBytes) {
            try {
                bytes = request.getInputStream().readNBytes(maxBytes + 1);
            } catch (IOException e) {
                // A client that went away; nothing is wrong here.
                throw malformed("the body ended early");
            }
        }
        if (Math.max(bytes.length, request.getContentLengthLong()) > maxBytes) {
            throw new ApiException(Problem.TOO_LARGE, "the body is larger than " + maxBytes + " bytes");
        }
        return bytes;
    }

    private static ApiException malformed(String message) {
        return new ApiException(Problem.MALFORMED_JSON, message);
    }

    // Where it is wrong; the rest of the message speaks to programmers.
    private static String position(IOException e) {
        Matcher matcher = POSITION.matcher(e.getMessage());
        return matcher.find() ? matcher.group() : "";
    }

    private record Input(JsonReader json) {
        <T extends Record> T read(Class<T> type) throws IOException, ApiException {
            RecordComponent[] components = type.getRecordComponents();
            Map<String, Object> values = object("the body must be a JSON object", key -> {
                RecordComponent component = Arrays.stream(components).filter(one -> one.getName().equals(key)).findAny()
                        .orElseThrow(() -> ApiException.badBody("unknown key: " + Quote.of(key)));
                return value(key, component.getType());
            });
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw malformed("malformed JSON: more than one value");
            }
            for (RecordComponent component : components) {
                if (component.isAnnotationPresent(Required.class) && values.get(component.getName()) == null) {
                    throw ApiException.badBody(component.getName() + " is missing");
                }
            }
            return Json.record(values, type);
        }

        /** Reads the value of a key. */
        private interface ValueReader<T> {
            T read(String key) throws IOException, ApiException;
        }

        private <T> Map<String, T> object(String complaint, ValueReader<T> reader) throws IOException, ApiException {
            expect(JsonToken.BEGIN_OBJECT, complaint);
            Map<String, T> values = new LinkedHashMap<>();
            json.beginObject();
            while (json.hasNext()) {
                String key = json.nextName();
                if (values.containsKey(key)) {
                    throw ApiException.badBody("key given more than once: " + Quote.of(key));
                }
                values.put(key, reader.read(key));
            }
            json.endObject();
            return values;
        }

        private Object value(String key, Class<?> type) throws IOException, ApiException {
            if (type == Map.class) {
                return object(key + " must be an object of strings and nulls", this::textOrNull);
            }
            return type == List.class ? texts(key + " must be an array of strings")
                    : type == Long.class ? numberOrNull(key) : type == Boolean.class ? truthOrNull(key) : textOrNull(key);
        }

        private Boolean truthOrNull(String key) throws IOException, ApiException {
            if (json.peek() == JsonToken.NULL) {
                json.nextNull();
                return null;
            }
            expect(JsonToken.BOOLEAN, Quote.line(key, 100) + " must be true or false");
            return json.nextBoolean();
        }

        private List<String> texts(String complaint) throws IOException, ApiException {
            expect(JsonToken.BEGIN_ARRAY, complaint);
            List<String> texts = new ArrayList<>();
            json.beginArray();
            while (json.hasNext()) {
                expect(JsonToken.STRING, complaint);
                texts.add(json.nextString());
            }
            json.endArray();
            return texts;
        }

        // Forms and shells have numbers as text.
        private Long numberOrNull(String key) throws IOException, ApiException {
            String text = json.peek() == JsonToken.NUMBER ? json.nextString() : textOrNull(key);
            if (text != null && !text.matches("[0-9]{1,9}")) {
                throw ApiException.badBody(Quote.line(key, 100) + " must be a whole number");
            }
            return text == null ? null : Long.valueOf(text);
        }

        private String textOrNull(String key) throws IOException, ApiException {
            if (json.peek() == JsonToken.NULL) {
                json.nextNull();
                return null;
            }
            expect(JsonToken.STRING, Quote.line(key, 100) + " must be a string");
            return json.nextString();
        }

        private void expect(JsonToken token, String complaint) throws IOException, ApiException {
            if (json.peek() != token) {
                throw ApiException.badBody(complaint);
            }
        }
    }
}
