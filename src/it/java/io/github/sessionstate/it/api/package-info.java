/**
 * Tests of the JSON API without a page: commands to sessions, who may give them, and what the security audit log of the
 * host has of them.
 */
package io.github.sessionstate.it.api;
