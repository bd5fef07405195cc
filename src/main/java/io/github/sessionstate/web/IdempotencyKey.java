package io.github.sessionstate.web;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.servlet.http.HttpServletRequest;

/**
 * The key by which a client tells that a request is the same as one before (draft-ietf-httpapi-idempotency-key-header):
 * a quoted string, as the draft has it, or the bare word that many send.
 */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";
    static final int MAX_LENGTH = 255;

    // RFC 8941 §3.3.3, without spaces; the bare form without what ends a word in a header.
    private static final Pattern FORM = Pattern.compile("\"((?:[!#-\\[\\]-~]|\\\\[\"\\\\])+)\"|([!#-+\\--:<-\\[\\]-~]+)");

    private IdempotencyKey() {
    }

    /** The key; null if the request has none. */
    static String of(HttpServletRequest request) throws ApiException {
        List<String> values = RequestHeaders.all(request, HEADER);
        if (values.isEmpty()) {
            return null;
        }
        Matcher form = FORM.matcher(values.get(0));
        String key = values.size() > 1 || !form.matches() ? ""
                : form.group(1) == null ? form.group(2) : form.group(1).replaceAll("\\\\(.)", "$1");
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw new ApiException(Problem.BAD_KEY, "the header " + HEADER + " must be one string of 1 to " + MAX_LENGTH
                    + " visible ASCII characters, in quotation marks");
        }
        return key;
    }
}
