/** The plugin class: builds the parts, starts them in order, and stops them in reverse. */
package io.github.sessionstate;
