/**
 * Tests of how sessions end and come back: the cause of each end, what becomes of stanzas that were not acknowledged,
 * and stream management (XEP-0198).
 */
package io.github.sessionstate.it.end;
