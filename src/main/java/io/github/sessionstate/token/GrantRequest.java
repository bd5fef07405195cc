package io.github.sessionstate.token;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.sessionstate.address.AddressRange;
import io.github.sessionstate.text.Quote;

/**
 * What an administrator asks for. Its constructor refuses what no grant may have, with a message for whoever asks.
 *
 * @param label     1 to {@value #MAX_LABEL} characters
 * @param scopes    at least one
 * @param purpose   up to {@value #MAX_PURPOSE} characters; null for none
 * @param addresses up to {@value #MAX_ADDRESSES}, alone or as CIDR ranges; empty for everywhere
 * @param life      how long it lasts
 */
public record GrantRequest(String label, Set<Scope> scopes, String purpose, List<String> addresses, Duration life) {
    public static final int MAX_LABEL = 100;
    public static final int MAX_PURPOSE = 400;
    public static final int MAX_ADDRESSES = 20;
    public static final Duration DEFAULT_LIFE = Duration.ofDays(90);
    public static final Duration MIN_LIFE = Duration.ofHours(1);
    public static final Duration MAX_LIFE = Duration.ofDays(400);

    // Line breaks too: label and purpose stand in lists, logs and the audit.
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]");
    // As long as an IPv6 address with an IPv4 one in it and its range. The database has a space between two of them.
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:/]{1,49}");

    public GrantRequest {
        label = label == null ? "" : label.strip();
        checkText("label", label, MAX_LABEL);
        if (label.isEmpty()) {
            throw new IllegalArgumentException("The label must have 1 to " + MAX_LABEL + " characters");
        }
        purpose = purpose == null || purpose.isBlank() ? null : purpose.strip();
        checkText("purpose", purpose, MAX_PURPOSE);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("At least one scope is required");
        }
        scopes = Collections.unmodifiableSet(EnumSet.copyOf(scopes));
        addresses = addresses.stream().distinct().toList();
        addresses.forEach(GrantRequest::checkAddress);
        if (addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException("At most " + MAX_ADDRESSES + " addresses are allowed");
        }
        checkLife("grant", life);
    }

    /**
     * What is asked for.
     *
     * @param life null for {@link #DEFAULT_LIFE}
     * @throws IllegalArgumentException if no grant may have this; its message is for whoever asks
     */
    public static GrantRequest of(String label, Set<Scope> scopes, String purpose, List<String> addresses,
                                  Duration life) {
        return new GrantRequest(label, scopes, purpose, addresses, life == null ? DEFAULT_LIFE : life);
    }

    private static void checkText(String name, String text, int most) {
        if (text != null && text.length() > most) {
            throw new IllegalArgumentException("The " + name + " must have at most " + most + " characters");
        }
        if (text != null && CONTROLS.matcher(text).find()) {
            throw new IllegalArgumentException("The " + name + " must not contain line breaks or control characters");
        }
    }

    private static void checkAddress(String address) {
        if (!ADDRESS.matcher(address).matches() || !AddressRange.isRange(address)) {
            throw new IllegalArgumentException("Not an address or CIDR range: " + Quote.of(address));
        }
    }

    /** Checks how long a grant or token shall last. */
    static void checkLife(String what, Duration life) {
        if (life.compareTo(MIN_LIFE) < 0 || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("A " + what + " must last between 1 hour and " + MAX_LIFE.toDays()
                    + " days");
        }
    }
}
