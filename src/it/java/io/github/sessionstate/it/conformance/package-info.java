/**
 * Scenarios, step by step in raw XMPP, and the session table that a Prosody 0.12.3 had after each step: what the
 * plugin's own table must be. The corpus is in the test resources, under {@code conformance}.
 */
package io.github.sessionstate.it.conformance;
