/**
 * The server properties of the plugin: which there are, what each may be, and the values of this moment. A change
 * applies at once.
 *
 * <p>This room may touch nothing but the JDK and SLF4J. Where properties come from stands here as
 * {@link io.github.sessionstate.settings.PropertySource}.
 */
package io.github.sessionstate.settings;
