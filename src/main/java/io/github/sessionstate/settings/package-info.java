/**
 * The server properties of the plugin: which there are, what each may be, the values of this moment, and how they
 * are changed. A change applies at once.
 *
 * <p>This room may touch nothing but the JDK, the text room and the address room. Where properties come from stands here as
 * {@link io.github.sessionstate.settings.PropertySource}.
 */
package io.github.sessionstate.settings;
