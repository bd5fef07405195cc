package io.github.sessionstate.web;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

import io.github.sessionstate.text.Log;
import io.github.sessionstate.text.Quote;

/** Reads the JSON object that a command sends: nothing unknown, nothing twice, nothing of another type. */
final class JsonBody {
    static final int MAX_BYTES = 1 << 20;

    private static final Log LOG = Log.of(JsonBody.class);
    private static final Pattern POSITION = Pattern.compile(" at line \\d+ column \\d+");

    /** What a key stands for. */
    interface Reader {
        /** Reads the value of one key; false if the key is unknown. */
        boolean read(String key, JsonBody body) throws IOException, ApiException;
    }

    private final JsonReader json;
    private String key;

    private JsonBody(JsonReader json) {
        this.json = json;
    }

    /** Reads the request's body, one JSON object of strict JSON in UTF-8, and hands its keys to the reader. */
    static void read(HttpServletRequest request, Reader reader) throws IOException, ApiException {
        byte[] bytes = bytes(request);
        try (JsonReader json = new JsonReader(new InputStreamReader(new ByteArrayInputStream(bytes),
                StandardCharsets.UTF_8.newDecoder()))) {
            json.setStrictness(Strictness.STRICT);
            new JsonBody(json).readObject(reader);
        } catch (CharacterCodingException e) {
            throw ApiException.badRequest("the body is not UTF-8");
        } catch (MalformedJsonException | EOFException e) {
            throw ApiException.badRequest("malformed JSON" + position(e));
        }
    }

    /**
     * Reads the rest of the body of a request that is refused. Otherwise the container closes the connection under a
     * client that is still sending, which may lose the answer by it.
     */
    static void skip(HttpServletRequest request) {
        if (request.getContentLengthLong() > MAX_BYTES) {
            return;
        }
        try {
            request.getInputStream().readNBytes(MAX_BYTES);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A client went away with its request", e);
        }
    }

    private static byte[] bytes(HttpServletRequest request) throws ApiException {
        if (request.getContentLengthLong() > MAX_BYTES) {
            throw tooLarge();
        }
        // The length may be unknown, or wrong.
        byte[] bytes;
        try {
            bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            // A client that went away; nothing is wrong here.
            throw ApiException.badRequest("the body ended early");
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        return bytes;
    }

    private static ApiException tooLarge() {
        return new ApiException(413, "the body is larger than " + MAX_BYTES + " bytes");
    }

    // Where it is wrong; the rest of the message speaks to programmers.
    private static String position(IOException e) {
        Matcher matcher = POSITION.matcher(e.getMessage());
        return matcher.find() ? matcher.group() : "";
    }

    private void readObject(Reader reader) throws IOException, ApiException {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw ApiException.badRequest("the body must be a JSON object");
        }
        Set<String> keys = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            key = json.nextName();
            if (!keys.add(key)) {
                throw ApiException.badRequest("key given more than once: " + Quote.of(key));
            }
            if (!reader.read(key, this)) {
                throw ApiException.badRequest("unknown key: " + Quote.of(key));
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw ApiException.badRequest("malformed JSON: more than one value");
        }
    }

    /** The value of the current key as text. */
    String text(int maxLength) throws IOException, ApiException {
        if (json.peek() != JsonToken.STRING) {
            throw ApiException.badRequest(Quote.line(key, 100) + " must be a string");
        }
        String text = json.nextString();
        if (text.length() > maxLength) {
            throw ApiException.badRequest(key + " must not be longer than " + maxLength + " characters");
        }
        return text;
    }

    /** The value of the current key as text; null if it is null. */
    String textOrNull(int maxLength) throws IOException, ApiException {
        if (json.peek() == JsonToken.NULL) {
            json.nextNull();
            return null;
        }
        return text(maxLength);
    }

    /** The value of the current key as an object of texts and nulls, each under its own name, in their order. */
    Map<String, String> textsOrNulls(int maxSize) throws IOException, ApiException {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw ApiException.badRequest(key + " must be an object of strings and nulls");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            key = json.nextName();
            if (texts.containsKey(key)) {
                throw ApiException.badRequest("key given more than once: " + Quote.of(key));
            }
            if (texts.size() == maxSize) {
                throw ApiException.badRequest("there must not be more than " + maxSize + " values");
            }
            texts.put(key, textOrNull(MAX_BYTES));
        }
        json.endObject();
        return texts;
    }

    /** The value of the current key as a list of different texts, at least one. */
    List<String> texts(int maxSize) throws IOException, ApiException {
        if (json.peek() != JsonToken.BEGIN_ARRAY) {
            throw ApiException.badRequest(key + " must be an array of strings");
        }
        List<String> texts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() != JsonToken.STRING) {
                throw ApiException.badRequest(key + " must be an array of strings");
            }
            String text = json.nextString();
            if (!seen.add(text)) {
                throw ApiException.badRequest(key + " holds a value twice: " + Quote.of(text));
            }
            texts.add(text);
            if (texts.size() > maxSize) {
                throw ApiException.badRequest(key + " must not hold more than " + maxSize + " values");
            }
        }
        json.endArray();
        if (texts.isEmpty()) {
            throw ApiException.badRequest(key + " must not be empty");
        }
        return texts;
    }
}
