/**
 * The pages in the admin console and the JSON API that they and others use: one API for both. {@code SessionColumn} is
 * the table of what can be shown of a session, {@code SessionFilter} reads the language of filters,
 * and {@code SessionScan} finds what it asks for, mostly without touching a session.
 *
 * <p>This room may touch the servlet API, Gson, the queries and commands of the session room, what was decided about
 * binds, the plugin's health, its metrics, the settings, tokens, the history, addresses, and how the database room
 * says that it failed. What it needs of the admin console stands here as
 * {@link io.github.sessionstate.web.AdminLogin}, {@link io.github.sessionstate.web.AuditLog} and
 * {@link io.github.sessionstate.web.Texts}.
 */
package io.github.sessionstate.web;
