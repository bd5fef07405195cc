/**
 * Every call into Openfire. Here are the tracker, which joins the host's sessions with ours; the hooks that fit no room
 * below; and {@link io.github.sessionstate.openfire.Hooks}, which puts all of them into the host and
 * takes them out again.
 *
 * <p>This room, those below it and the root alone name {@code org.jivesoftware}; the rooms below do not know this one,
 * but what {@code tracked} has of it. What differs between hosts hides behind
 * {@link io.github.sessionstate.openfire.host.Host}, and is looked up once at start.
 */
package io.github.sessionstate.openfire;
